import { sql } from 'kysely';
import { type Ground, may, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { recordSeen } from '../../pools/queries/price-views.ts';
import { buysFor } from '../../rights.ts';
import type { AgreementState, DeliveryState } from '../../tables.ts';
import { dueOf, lineAmount, payouts, totalOf } from '../rules/money.ts';
import type { Terms } from '../terms.ts';

export type AgreementView = {
  id: string;
  kind: 'memorandum' | 'contract';
  number: string;
  demandId: string | null;
  memorandumId: string | null;
  organisationId: string;
  leadProducerId: string | null;
  amount: number;
  terms: Terms;
  state: AgreementState;
  drawnOn: string;
  signedOn: string | null;
  endsOn: string | null;
  endedReason: string | null;
  sample: boolean;
};
export type ShipmentView = {
  id: string;
  agreementId: string;
  shareId: string;
  deliveryId: string;
  productId: string;
  producerId: string;
  planned: number;
  unitPrice: number;
  dueOn: string;
  lot: string | null;
  shipped: number | null;
  shippedOn: string | null;
  received: number | null;
  receivedOn: string | null;
  accepted: number | null;
  checkedOn: string | null;
  checkNote: string | null;
  state: DeliveryState;
  cancelledReason: string | null;
  /** Whole đồng for what was accepted; null before the check. */
  amount: number | null;
};
export type PaymentView = { id: string; producerId: string | null; amount: number; paidOn: string; reference: string };
export type AccountNumber = { producerId: string; bin: string; number: string; holder: string };

type Filter = { id?: string; organisations?: readonly string[]; producers?: readonly string[]; limit?: number; offset?: number };

const within = ({ id, organisations = [], producers = [] }: Filter) =>
  id === undefined
    ? sql`(a.organisation_id = any(${organisations}::text[]) or a.lead_producer_id = any(${producers}::text[])
        or exists (select 1 from sourcing.delivery d where d.agreement_id = a.id and d.producer_id = any(${producers}::text[])))`
    : sql`a.id = ${id}`;

/** How many `listAgreements` would find without its limit. */
export async function countAgreements(db: Db, filter: Filter): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sourcing.agreement a where ${within(filter)}`.execute(db);
  return rows[0]?.n ?? 0;
}

/** Agreements of these buyers, and those these producers lead or deliver for. The newest first. */
export async function listAgreements(db: Db, filter: Filter): Promise<AgreementView[]> {
  const { rows } = await sql<AgreementView>`
    select a.id, a.kind, a.number, a.demand_id as "demandId", a.memorandum_id as "memorandumId", a.organisation_id as "organisationId",
      a.lead_producer_id as "leadProducerId", a.amount, a.terms, a.state, a.drawn_on as "drawnOn", a.signed_on as "signedOn", a.ends_on as "endsOn",
      a.ended_reason as "endedReason", a.sample
    from sourcing.agreement a
    where ${within(filter)}
    order by a.created_at desc, a.id limit ${filter.limit ?? 200} offset ${filter.offset ?? 0}`.execute(db);
  return rows;
}

export async function listShipments(db: Db, agreementId: string): Promise<ShipmentView[]> {
  const { rows } = await sql<Omit<ShipmentView, 'amount'>>`
    select d.id, d.agreement_id as "agreementId", d.share_id as "shareId", d.demand_delivery_id as "deliveryId", d.product_id as "productId",
      d.producer_id as "producerId", d.planned, s.unit_price as "unitPrice", d.due_on as "dueOn", d.lot, d.shipped, d.shipped_on as "shippedOn",
      d.received, d.received_on as "receivedOn", d.accepted, d.checked_on as "checkedOn", d.check_note as "checkNote", d.state,
      d.cancelled_reason as "cancelledReason"
    from sourcing.delivery d join sourcing.share s on s.id = d.share_id
    where d.agreement_id = ${agreementId} order by d.due_on, d.producer_id, d.id`.execute(db);
  return rows.map((r) => ({ ...r, amount: r.accepted === null ? null : lineAmount(r.accepted, r.unitPrice) }));
}

export type AgreementDetail = AgreementView & {
  /** On which sides the reader stands. */
  mine: { buyer: boolean; lead: boolean; producers: string[] };
  signatures: { party: string; at: Date }[];
  shipments: ShipmentView[];
  payments: PaymentView[];
  accounts: AccountNumber[];
  /** What was accepted, in money. */
  due: number;
  /** Per producer: what was accepted of it, and what the lead has paid. */
  payouts: { producerId: string; due: number; paid: number }[];
  /** What the buyer has paid. */
  paid: number;
};

/**
 * One agreement: whole for its buyer, its lead and promotion officers of the nation; another producer sees its own deliveries and money only.
 * Nobody else learns that it exists.
 */
export async function getAgreement(ctx: Ctx, id: string, ground: Ground): Promise<AgreementDetail> {
  const [agreement] = await listAgreements(ctx.db, { id });
  const missing = () => notFound(id, { vi: 'hợp đồng', en: 'contract' });
  if (!agreement) throw missing();
  const day = dayOf(ctx.now);
  const shipments = await listShipments(ctx.db, id);
  const actsFor = (producer: string) => may(ground, ctx.actor, 'act_for_producer', { unit: NATION, producer }, day);
  const buyer = buysFor(ground, ctx.actor, day).some((o) => o.id === agreement.organisationId);
  const lead = agreement.leadProducerId !== null && actsFor(agreement.leadProducerId);
  const producers = [...new Set(shipments.map((s) => s.producerId))].filter(actsFor);
  const whole = buyer || lead || may(ground, ctx.actor, 'promote', { unit: NATION }, day);
  if (!whole && producers.length === 0) throw missing();
  // the prices of others, seen as the buyer, as the lead that pays them on, or as an officer
  if (whole)
    await recordSeen(
      ctx,
      shipments.filter((s) => !producers.includes(s.producerId)).map((s) => s.shareId),
      buyer ? 'buyer' : lead ? 'lead' : 'officer',
    );
  const [signatures, payments, accounts] = await Promise.all([
    ctx.db
      .selectFrom('sourcing.agreement_signature')
      .select(['party', 'signed_at as at'])
      .where('agreement_id', '=', id)
      .orderBy('signed_at')
      .execute(),
    ctx.db
      .selectFrom('sourcing.payment')
      .select(['id', 'producer_id as producerId', 'amount', 'paid_on as paidOn', 'reference'])
      .where('agreement_id', '=', id)
      .orderBy('paid_on')
      .orderBy('id')
      .execute(),
    // whoever pays sees where to; a producer sees its own
    listAccountNumbers(
      ctx.db,
      lead ? [...new Set(shipments.map((s) => s.producerId))] : buyer && agreement.leadProducerId ? [agreement.leadProducerId] : producers,
    ),
  ]);
  const seen = whole ? shipments : shipments.filter((s) => producers.includes(s.producerId));
  const lines = whole ? agreement.terms.lines : agreement.terms.lines.filter((l) => producers.includes(l.producerId));
  const owed = payouts(seen);
  const own = payments.filter((p) => whole || (p.producerId !== null && producers.includes(p.producerId)));
  const sum = (list: readonly PaymentView[]) => list.reduce((n, p) => n + p.amount, 0);
  return {
    ...agreement,
    terms: { ...agreement.terms, lines },
    amount: whole ? agreement.amount : totalOf(lines),
    mine: { buyer, lead, producers },
    signatures,
    shipments: seen,
    payments: own,
    accounts,
    due: dueOf(seen),
    payouts: [...new Set(seen.map((s) => s.producerId))].map((producerId) => ({
      producerId,
      due: owed.get(producerId) ?? 0,
      paid: sum(payments.filter((p) => p.producerId === producerId)),
    })),
    paid: sum(own.filter((p) => p.producerId === null)),
  };
}

/** The bank accounts that producers stated for their payouts. */
export const listAccountNumbers = (db: Db, producers: readonly string[]): Promise<AccountNumber[]> =>
  db
    .selectFrom('sourcing.account_number')
    .select(['producer_id as producerId', 'bank_bin as bin', 'number', 'holder'])
    .where('producer_id', 'in', producers.length > 0 ? [...producers] : [''])
    .orderBy('producer_id')
    .execute();

export type Drawable = { demandId: string; title: string; shares: number; amount: number };
/** Demands of these buyers with accepted shares in settled rounds that no contract covers; the amount is what the contract will say. */
export async function listDrawable(db: Db, organisations: readonly string[]): Promise<Drawable[]> {
  const { rows } = await sql<Drawable>`
    select d.id as "demandId", d.title, count(*)::int as shares,
      sum(round(coalesce(s.answered_quantity, s.quantity)::numeric * s.unit_price))::bigint as amount
    from sourcing.share s join sourcing.pool p on p.id = s.pool_id join sourcing.demand d on d.id = s.demand_id
    where d.organisation_id = any(${organisations}::text[]) and s.state = 'accepted' and p.state in ('settled', 'contracted')
      and not exists (select 1 from sourcing.delivery x where x.share_id = s.id)
    group by d.id order by d.title, d.id`.execute(db);
  return rows;
}
