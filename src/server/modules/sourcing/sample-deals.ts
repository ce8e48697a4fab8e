// Sample agreements in different states, so that pages and figures show what each step looks like: one contract done, one under way, one to be
// signed, a memorandum that lapsed and one that waits for its contract. No account numbers: nobody must be able to pay a sample.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { isInForce, type ProductFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Tx } from '#server/platform/db.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { idFrom } from '#shared/ids.ts';
import { fold } from '#shared/text/fold.ts';
import { lineAmount, totalOf } from './deals/rules/money.ts';
import type { TermLine, Terms } from './deals/terms.ts';
import type { DeliveryState, ShareState } from './tables.ts';

type Buyer = { id: string; name: string };
type Parties = { home: Buyer; abroad: Buyer; own: readonly string[] };
type Goods = ProductFacts & { unitPrice: number };
type Step = { due: number; state: DeliveryState; late?: number; lost?: number };
type Deal = {
  key: string;
  buyer: Buyer;
  title: string;
  wanted: string;
  language: 'vi' | 'en';
  goods: readonly Goods[];
  /** Days from today. */
  drawn: number;
  signed: number | null;
  steps: readonly Step[];
  paid: boolean;
};

const MOST_LOOKED_AT = 1500;
const idOf = (...parts: (string | number)[]): string =>
  idFrom(
    createHash('sha256')
      .update(`deal ${parts.join(' ')}`)
      .digest()
      .readUIntBE(0, 6) %
      2 ** 35,
  );
const INVOICING = new Set(['cooperative', 'enterprise']);

/** Written together with the sample supply, once. Without enough goods in force nothing is written. */
export async function putSampleDeals(tx: Tx, { home, abroad, own }: Parties, now: Date): Promise<void> {
  const today = dayOf(now);
  const goods = await goodsOf(tx, own, today);
  const honey = goods.filter((g) => fold(g.name).includes('mat ong'));
  const gifts = [...goods.filter((g) => own.includes(g.producer.id)), ...goods.filter((g) => !own.includes(g.producer.id))];
  const autumn = withLead(honey, 3);
  const basket = withLead(gifts, 4);
  const trial = withLead(gifts.toReversed(), 3);
  const lead = basket[0];
  if (autumn.length < 2 || basket.length < 2 || trial.length < 2 || !lead) return;
  await putDeal(tx, now, {
    ...{ key: 'autumn', buyer: home, title: 'Mật ong đóng hũ mùa thu', wanted: 'mật ong', language: 'vi', goods: autumn },
    ...{ drawn: -104, signed: -101, paid: true },
    steps: [
      { due: -75, state: 'checked' },
      { due: -45, state: 'checked', late: 3, lost: 0.5 },
    ],
  });
  await putDeal(tx, now, {
    ...{ key: 'basket', buyer: home, title: 'Đặc sản cho giỏ quà Tết', wanted: 'đặc sản', language: 'vi', goods: basket },
    ...{ drawn: -41, signed: -38, paid: false },
    steps: [
      { due: -10, state: 'checked' },
      { due: -1, state: 'shipped' },
      { due: 30, state: 'planned' },
    ],
  });
  await putDeal(tx, now, {
    ...{ key: 'trial', buyer: abroad, title: 'Specialities for a trial shelf', wanted: 'đặc sản', language: 'en', goods: trial },
    ...{ drawn: -2, signed: null, paid: false },
    steps: [
      { due: 35, state: 'planned' },
      { due: 65, state: 'planned' },
    ],
  });
  const firm = trial[0] ?? lead;
  await putMemorandum(tx, now, { key: 'lapsed', buyer: home, other: firm, amount: 900_000_000, signed: -200, ends: -20 });
  await putMemorandum(tx, now, { key: 'open', buyer: home, other: lead, amount: 2_000_000_000, signed: -60, ends: 120 });
}

/** Sample goods by weight that are in force from five months back to four months ahead; those of sample people come first. */
async function goodsOf(tx: Tx, own: readonly string[], today: string): Promise<Goods[]> {
  const { rows } = await sql<{ id: string; price: number }>`
    select s.product_id as id, s.unit_price as price from sourcing.supply s join registry.pub_product_words p on p.id = s.product_id
    where s.sample and s.unit = 'kg'
    order by s.producer_id = any(${own}::text[]) desc, p.words like '% mat ong %' desc, md5(s.product_id) limit ${MOST_LOOKED_AT}`.execute(
    tx,
  );
  const price = new Map(rows.map((r) => [r.id, r.price]));
  const found = new Map<string, Goods>();
  for await (const batch of readFacts(tx, [...price.keys()]))
    for (const p of batch) {
      const holds = [-150, 0, 120].every((n) => {
        const then = standing(p.recognitions, addDays(today, n));
        return then !== undefined && isInForce(then.status);
      });
      if (holds) found.set(p.id, { ...p, unitPrice: price.get(p.id) ?? 0 });
    }
  return [...price.keys()].flatMap((id) => found.get(id) ?? []);
}

/** One product per producer, somebody who invoices first. */
function withLead(goods: readonly Goods[], most: number): Goods[] {
  const each = [...new Map(goods.toReversed().map((g) => [g.producer.id, g])).values()].toReversed();
  const lead = each.find((g) => INVOICING.has(g.producer.type));
  return lead ? [lead, ...each.filter((g) => g !== lead)].slice(0, most) : [];
}

async function putDeal(tx: Tx, now: Date, d: Deal): Promise<void> {
  const day = (n: number) => addDays(dayOf(now), n);
  const at = (n: number) => new Date(now.getTime() + n * 86_400_000);
  const lead = d.goods[0]?.producer;
  const [demand, pool, agreement] = ['demand', 'pool', 'contract'].map((kind) => idOf(kind, d.key)) as [string, string, string];
  const done = d.steps.every((s) => s.state === 'checked');
  const quantity = (i: number) => 30 + 10 * i;
  const whole = d.goods.reduce((sum, _, i) => sum + quantity(i), 0);
  await sql`insert into sourcing.demand (id, organisation_id, title, wanted, unit, closes_at, state, language, sample, created_by, created_at, posted_at)
    values (${demand}, ${d.buyer.id}, ${d.title}, ${d.wanted}, 'kg', ${at(d.drawn - 10)}, ${done ? 'fulfilled' : 'contracted'}, ${d.language}, true, 'sample',
      ${at(d.drawn - 30)}, ${at(d.drawn - 30)})`.execute(tx);
  const answer = { status: 'optimal', objective: null, bound: null, gap: 0, allocations: [], refused: [], short: [], seconds: 0 };
  await sql`insert into sourcing.pool (id, demand_id, round, rules, question, answer, explained, lead_producer_id, state, answer_by, solved_at, solved_by)
    values (${pool}, ${demand}, 1, '{}', '{}', ${JSON.stringify(answer)}, ${JSON.stringify({ aside: [], conditions: [], alternatives: [] })}, ${lead?.id ?? null},
      'contracted', ${at(d.drawn - 3)}, ${at(d.drawn - 8)}, 'sample')`.execute(tx);
  const lines: (TermLine & { share: string; step: Step })[] = [];
  for (const [n, step] of d.steps.entries()) {
    const slot = idOf('slot', d.key, n);
    await sql`insert into sourcing.demand_delivery (id, demand_id, no, due_on, place, province_code, quantity)
      values (${slot}, ${demand}, ${n + 1}, ${day(step.due)}, 'Kho trung tâm', '01', ${whole})`.execute(tx);
    for (const [i, g] of d.goods.entries()) {
      const share = idOf('share', d.key, n, i);
      const state: ShareState = step.state === 'checked' ? 'delivered' : 'accepted';
      await sql`insert into sourcing.share (id, pool_id, demand_id, delivery_id, product_id, producer_id, quantity, unit_price, state, answered_quantity, answered_at, answered_by)
        values (${share}, ${pool}, ${demand}, ${slot}, ${g.id}, ${g.producer.id}, ${quantity(i)}, ${g.unitPrice}, ${state}, ${quantity(i)}, ${at(d.drawn - 5)}, 'sample')`.execute(
        tx,
      );
      lines.push({
        ...{ deliveryId: slot, dueOn: day(step.due), place: 'Kho trung tâm', productId: g.id, product: g.name, producerId: g.producer.id },
        ...{ producer: g.producer.name, quantity: quantity(i), unitPrice: g.unitPrice, share, step },
      });
    }
  }
  const terms: Terms = {
    ...{ title: d.title, buyer: d.buyer.name, taxCode: null, lead: lead?.name ?? null, unit: 'kg', specification: '', packing: '' },
    ...{ short: false, addsTo: null, lines: lines.map(({ share: _, step: __, ...line }) => line) },
  };
  const amount = totalOf(lines);
  const state = d.signed === null ? 'drawn' : done ? 'fulfilled' : 'signed';
  await sql`insert into sourcing.agreement (id, kind, number, demand_id, pool_id, organisation_id, lead_producer_id, amount, terms, state, drawn_on, signed_on, ends_on,
      sample, created_by, created_at)
    values (${agreement}, 'contract', ${`${agreement}/${day(d.drawn).slice(0, 4)}/HĐMB`}, ${demand}, ${pool}, ${d.buyer.id}, ${lead?.id ?? null}, ${amount},
      ${JSON.stringify(terms)}, ${state}, ${day(d.drawn)}, ${d.signed === null ? null : day(d.signed)}, ${lines.at(-1)?.dueOn ?? null}, true, 'sample', ${at(d.drawn)})`.execute(
    tx,
  );
  await putSignatures(tx, agreement, d.signed === null ? ['buyer'] : ['buyer', 'lead'], at(d.signed ?? d.drawn));
  let due = 0;
  for (const [n, l] of lines.entries()) {
    const { step } = l;
    const gone = step.state !== 'planned';
    const in_ = step.state === 'checked';
    const accepted = in_ ? l.quantity - (n % 3 === 1 ? (step.lost ?? 0) : 0) : null;
    const late = n % 3 === 0 ? (step.late ?? 0) : 0;
    due += accepted === null ? 0 : lineAmount(accepted, l.unitPrice);
    await sql`insert into sourcing.delivery (id, agreement_id, demand_delivery_id, share_id, product_id, producer_id, planned, due_on, shipped, shipped_on, received,
        received_on, accepted, checked_on, check_note, state)
      values (${idOf('delivery', d.key, n)}, ${agreement}, ${l.deliveryId}, ${l.share}, ${l.productId}, ${l.producerId}, ${l.quantity}, ${l.dueOn},
        ${gone ? l.quantity : null}, ${gone ? addDays(l.dueOn, late - 1) : null}, ${in_ ? l.quantity : null}, ${in_ ? addDays(l.dueOn, late) : null}, ${accepted},
        ${in_ ? addDays(l.dueOn, late + 1) : null}, ${accepted !== null && accepted < l.quantity ? 'Một hũ vỡ khi bốc dỡ' : null}, ${step.state})`.execute(
      tx,
    );
  }
  if (due > 0) await pay(tx, agreement, null, d.paid ? due : Math.floor(due / 2), day((d.steps[0]?.due ?? 0) + 5), at(0));
  if (d.paid)
    for (const { producer } of d.goods) {
      if (producer.id === lead?.id) continue;
      const own = await sql<{
        accepted: number;
        price: number;
      }>`select d.accepted, s.unit_price as price from sourcing.delivery d join sourcing.share s
        on s.id = d.share_id where d.agreement_id = ${agreement} and d.producer_id = ${producer.id} and d.accepted is not null`.execute(tx);
      const sum = own.rows.reduce((n, r) => n + lineAmount(r.accepted, r.price), 0);
      if (sum > 0) await pay(tx, agreement, producer.id, sum, day(-30), at(0));
    }
}

const pay = (tx: Tx, agreement: string, producer: string | null, amount: number, day: string, at: Date) =>
  sql`insert into sourcing.payment (id, agreement_id, producer_id, amount, paid_on, reference, recorded_by, recorded_at)
    values (${idOf('payment', agreement, producer ?? 'lead')}, ${agreement}, ${producer}, ${amount}, ${day}, 'MAU-1', 'sample', ${at})`.execute(
    tx,
  );

async function putSignatures(tx: Tx, agreement: string, parties: readonly string[], at: Date): Promise<void> {
  for (const party of parties)
    await sql`insert into sourcing.agreement_signature (agreement_id, party, signed_by, signed_at) values (${agreement}, ${party}, 'sample', ${at})`.execute(
      tx,
    );
}

type Memo = { key: string; buyer: Buyer; other: Goods; amount: number; signed: number; ends: number };

async function putMemorandum(tx: Tx, now: Date, m: Memo): Promise<void> {
  const day = (n: number) => addDays(dayOf(now), n);
  const at = new Date(now.getTime() + m.signed * 86_400_000);
  const id = idOf('memorandum', m.key);
  const terms: Terms = {
    ...{ title: `Ghi nhớ tiêu thụ ${m.other.name}`, buyer: m.buyer.name, taxCode: null, lead: m.other.producer.name, unit: 'kg' },
    ...{ specification: '', packing: '', short: false, addsTo: null, lines: [] },
  };
  const lapsed = m.ends < 0;
  await sql`insert into sourcing.agreement (id, kind, number, organisation_id, lead_producer_id, amount, terms, state, drawn_on, signed_on, ends_on, ended_reason, sample,
      created_by, created_at)
    values (${id}, 'memorandum', ${`${id}/${day(m.signed).slice(0, 4)}/BBGN`}, ${m.buyer.id}, ${m.other.producer.id}, ${m.amount}, ${JSON.stringify(terms)},
      ${lapsed ? 'lapsed' : 'signed'}, ${day(m.signed)}, ${day(m.signed)}, ${day(m.ends)}, ${lapsed ? 'Hết hạn mà không có hợp đồng.' : null}, true, 'sample', ${at})`.execute(
    tx,
  );
  await putSignatures(tx, id, ['buyer', 'lead'], at);
}
