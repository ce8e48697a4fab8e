import { recordAct } from '#server/modules/audit/index.ts';
import { type Ground, listOrganisations } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { findProducer, isInForce, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { conflict, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { listPapers } from '../../supply/index.ts';
import { totalOf } from '../rules/money.ts';
import type { TermLine, Terms } from '../terms.ts';
import { assertBuys } from './agreement-of.ts';

const EPSILON = 0.0005;

/**
 * Draws the purchase contract over everything producers have accepted in settled rounds and no contract covers yet: one delivery per share.
 * Refused (conflict) while answers are awaited, while a delivery is not filled (unless the demand allows it or the buyer says `short`), without
 * a lead that invoices where the demand needs one, for a product that is not in force on its day. With nothing new the last contract is the
 * answer. After a refill it draws a further contract that names the first.
 */
export async function drawContract(
  ctx: Ctx,
  { demandId, short = false }: { demandId: string; short?: boolean },
  ground: Ground,
): Promise<{ id: string; number: string }> {
  const asked = await ctx.db.selectFrom('sourcing.demand').select('organisation_id').where('id', '=', demandId).executeTakeFirst();
  if (!asked) throw notFound(demandId, { vi: 'nhu cầu', en: 'demand' });
  assertBuys(ground, ctx, asked.organisation_id);
  return transact(ctx.db, async (tx) => {
    const demand = await tx.selectFrom('sourcing.demand').selectAll().where('id', '=', demandId).forUpdate().executeTakeFirstOrThrow();
    const pools = await tx.selectFrom('sourcing.pool').selectAll().where('demand_id', '=', demandId).orderBy('round').forUpdate().execute();
    const before = await contractsOf(tx, demandId);
    const { fresh, slots } = await openShares(tx, demandId);
    const last = before.at(-1);
    if (fresh.length === 0) {
      if (last) return { id: last.id, number: last.number };
      throw conflict('Chưa có phần nào được nhận.', 'No share is accepted yet.');
    }
    if (pools.some((p) => p.state === 'offered')) throw conflict('Đang chờ chủ thể trả lời vòng gom.', 'Answers to a round are awaited.');
    const open = slots.find((s) => s.held < s.quantity - EPSILON);
    if (open && !demand.allow_short && !short)
      throw conflict(
        `Đợt ${open.no} mới đủ ${open.held} trên ${open.quantity}. Gom thêm, hoặc nói rõ là ký thiếu.`,
        `Delivery ${open.no} has ${open.held} of ${open.quantity}. Pool again, or say that you sign short.`,
      );
    await assertInForce(ctx, fresh);
    const round = pools.findLast((p) => p.state === 'settled' && fresh.some((s) => s.pool_id === p.id));
    const lead = await leadOf(ctx, [round?.lead_producer_id, last?.lead_producer_id], fresh, demand.needs_invoice);
    const terms = await termsOf(ctx, demand, lead, fresh, slots, open !== undefined, before[0]?.number ?? null);
    const contract = await writeContract(tx, ctx, { demand, terms, lead, poolId: round?.id ?? null });
    await planDeliveries(tx, contract.id, fresh);
    await tx
      .updateTable('sourcing.pool')
      .set({ state: 'contracted' })
      .where('id', 'in', [...new Set(fresh.map((s) => s.pool_id))])
      .execute();
    await tx.updateTable('sourcing.demand').set({ state: 'contracted' }).where('id', '=', demandId).execute();
    const { id, number, amount } = contract;
    await recordAct(tx, ctx, {
      verb: 'draw_contract',
      subjectKind: 'demand',
      subjectId: demandId,
      detail: { contract: id, number, amount, lead, shares: fresh.length, short: open !== undefined },
    });
    await tellProducers(tx, ctx, { ...contract, title: demand.title, lead, producers: fresh.map((s) => s.producer_id) });
    return { id, number };
  });
}

type Fresh = Awaited<ReturnType<typeof openShares>>['fresh'];

/** Accepted shares without a contract, and how far each delivery of the demand is filled by all accepted ones. */
async function openShares(tx: Tx, demandId: string) {
  const accepted = await tx
    .selectFrom('sourcing.share as s')
    .innerJoin('sourcing.demand_delivery as d', 'd.id', 's.delivery_id')
    .innerJoin('sourcing.pool as p', 'p.id', 's.pool_id')
    .leftJoin('sourcing.delivery as x', 'x.share_id', 's.id')
    .select(['s.id', 's.pool_id', 's.delivery_id', 's.product_id', 's.producer_id', 's.quantity', 's.answered_quantity', 's.unit_price'])
    .select(['s.state', 'd.due_on', 'd.place', 'x.id as contracted'])
    .where('s.demand_id', '=', demandId)
    .where('s.state', 'in', ['accepted', 'delivered'])
    .where('p.state', 'in', ['settled', 'contracted'])
    .orderBy('d.due_on')
    .orderBy('s.id')
    .forUpdate('s')
    .execute();
  const deliveries = await tx.selectFrom('sourcing.demand_delivery').selectAll().where('demand_id', '=', demandId).orderBy('no').execute();
  const slots = deliveries.map((d) => ({
    ...d,
    held: accepted.filter((s) => s.delivery_id === d.id).reduce((sum, s) => sum + (s.answered_quantity ?? s.quantity), 0),
  }));
  return { fresh: accepted.filter((s) => s.contracted === null && s.state === 'accepted'), slots };
}

/** The contracts that stand on a demand, oldest first. */
const contractsOf = (tx: Tx, demandId: string) =>
  tx
    .selectFrom('sourcing.agreement')
    .select(['id', 'number', 'lead_producer_id'])
    .where('demand_id', '=', demandId)
    .where('kind', '=', 'contract')
    .where('state', 'not in', ['lapsed', 'ended'])
    .orderBy('created_at')
    .execute();

async function assertInForce(ctx: Ctx, shares: Fresh): Promise<void> {
  for await (const batch of readFacts(ctx.db, [...new Set(shares.map((s) => s.product_id))]))
    for (const product of batch)
      for (const { due_on } of shares.filter((s) => s.product_id === product.id)) {
        const then = standing(product.recognitions, due_on);
        if (!then || !isInForce(then.status))
          throw conflict(
            `${product.name} không còn hiệu lực vào ngày giao ${due_on}.`,
            `${product.name} is not in force on its day of delivery ${due_on}.`,
          );
      }
}

/** The lead of the round if it is still in and invoices; else, of those in that do, the one with the largest part. */
async function leadOf(ctx: Ctx, wished: readonly (string | null | undefined)[], shares: Fresh, needsInvoice: boolean): Promise<string> {
  const parts = new Map<string, number>();
  for (const s of shares) parts.set(s.producer_id, (parts.get(s.producer_id) ?? 0) + (s.answered_quantity ?? s.quantity));
  const candidates = [...new Set([...parts.keys(), ...wished.filter((w) => w !== null && w !== undefined)])];
  const papers = await listPapers(ctx.db, { producerIds: candidates, day: dayOf(ctx.now) });
  const invoices = new Set(papers.filter((p) => p.kind === 'invoice').map((p) => p.producerId));
  const bySize = [...parts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([id]) => id);
  const wish = wished.find((w) => w && invoices.has(w)) ?? bySize.find((id) => invoices.has(id));
  const lead = wish ?? (needsInvoice ? undefined : bySize[0]);
  if (!lead) throw conflict('Không chủ thể nào trong đơn gom xuất được hóa đơn.', 'No producer of the pool can invoice.');
  return lead;
}

async function termsOf(
  ctx: Ctx,
  demand: { organisation_id: string; title: string; unit: Terms['unit']; specification: string; packing: string },
  lead: string,
  shares: Fresh,
  slots: readonly { id: string; place: string }[],
  short: boolean,
  addsTo: string | null,
): Promise<Terms> {
  const [[organisation], buyer, leader] = await Promise.all([
    listOrganisations(ctx.db, { ids: [demand.organisation_id] }),
    ctx.db.selectFrom('sourcing.buyer').select('tax_code').where('organisation_id', '=', demand.organisation_id).executeTakeFirst(),
    findProducer(ctx.db, lead),
  ]);
  const products = new Map<string, { name: string; producer: string }>();
  for await (const batch of readFacts(ctx.db, [...new Set(shares.map((s) => s.product_id))]))
    for (const p of batch) products.set(p.id, { name: p.name, producer: p.producer.name });
  const lines = shares.map(
    (s): TermLine => ({
      deliveryId: s.delivery_id,
      dueOn: s.due_on,
      place: slots.find((d) => d.id === s.delivery_id)?.place ?? '',
      productId: s.product_id,
      product: products.get(s.product_id)?.name ?? s.product_id,
      producerId: s.producer_id,
      producer: products.get(s.product_id)?.producer ?? s.producer_id,
      quantity: s.answered_quantity ?? s.quantity,
      unitPrice: s.unit_price,
    }),
  );
  const { title, unit, specification, packing } = demand;
  return {
    ...{ title, unit, specification, packing, short, addsTo, lines },
    ...{ buyer: organisation?.name ?? demand.organisation_id, taxCode: buyer?.tax_code ?? null, lead: leader?.name ?? lead },
  };
}

type Drawn = { demand: { id: string; organisation_id: string; sample: boolean }; terms: Terms; lead: string; poolId: string | null };

/** The contract itself; it names the signed memorandum that it carries out. */
async function writeContract(
  tx: Tx,
  ctx: Ctx,
  { demand, terms, lead, poolId }: Drawn,
): Promise<{ id: string; number: string; amount: number }> {
  const memorandum = await tx
    .selectFrom('sourcing.agreement')
    .select('id')
    .where('kind', '=', 'memorandum')
    .where('demand_id', '=', demand.id)
    .where('state', '=', 'signed')
    .orderBy('created_at')
    .executeTakeFirst();
  const id = newId();
  const today = dayOf(ctx.now);
  const number = `${id}/${today.slice(0, 4)}/HĐMB`;
  const amount = totalOf(terms.lines);
  const lastDay = terms.lines.at(-1)?.dueOn ?? null; // they stand in the order of their days
  await tx
    .insertInto('sourcing.agreement')
    .values({
      ...{ id, kind: 'contract', number, demand_id: demand.id, pool_id: poolId, memorandum_id: memorandum?.id ?? null },
      ...{ organisation_id: demand.organisation_id, lead_producer_id: lead, amount, terms: JSON.stringify(terms) },
      ...{ drawn_on: today, signed_on: null, ends_on: lastDay, ended_reason: null, sample: demand.sample },
      ...{ created_by: ctx.actor.id, created_at: ctx.now },
    })
    .execute();
  return { id, number, amount };
}

/** One delivery per share, nothing of it done yet. */
async function planDeliveries(tx: Tx, contractId: string, shares: Fresh): Promise<void> {
  const notYet = { lot: null, shipped: null, shipped_on: null, received: null, received_on: null, accepted: null };
  const unchecked = { checked_on: null, check_note: null, cancelled_reason: null };
  await tx
    .insertInto('sourcing.delivery')
    .values(
      shares.map((s) => ({
        ...{ id: newId(), agreement_id: contractId, demand_delivery_id: s.delivery_id, share_id: s.id, product_id: s.product_id },
        ...{ producer_id: s.producer_id, planned: s.answered_quantity ?? s.quantity, due_on: s.due_on },
        ...notYet,
        ...unchecked,
      })),
    )
    .execute();
}

type Told = { id: string; number: string; title: string; lead: string; producers: readonly string[] };

async function tellProducers(tx: Tx, ctx: Ctx, { id, number, title, lead, producers }: Told): Promise<void> {
  for (const producer of [...new Set(producers)].sort())
    await notify(tx, {
      to: { producer },
      kind: 'contract',
      key: `contract drawn ${id} ${producer}`,
      subject: { vi: `Hợp đồng ${number}: ${title}`, en: `Contract ${number}: ${title}` },
      text:
        producer === lead
          ? { vi: 'Hợp đồng đã lập. Bạn đứng đầu mối: xin xem và ký.', en: 'The contract is drawn. You lead it: please read and sign.' }
          : { vi: 'Hợp đồng có phần của bạn đã lập; xem lịch giao.', en: 'A contract with your share is drawn; see the schedule.' },
      href: `/my/hop-dong/${id}`,
      now: ctx.now,
    });
}
