// Lots of a handful of sample products, told as their producers would tell them; one lot is under recall. Marked as sample, the same on every start.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { listSamplePeople } from '#server/modules/identity/index.ts';
import { findProducer, isInForce, known, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { idFrom } from '#shared/ids.ts';
import { seatOf } from '../events/commands/capture-events.ts';
import { storeEvents } from '../events/commands/store-events.ts';
import type { Obj } from '../events/rules/checks.ts';
import { prefixesOf } from '../events/rules/hash-id.ts';
import { partyUri, placeUri, uriOf } from '../events/rules/lot-key.ts';
import { growRecall } from '../recall/commands/extend-recalls.ts';
import '../events/tables.ts';

const PRODUCTS = 6;
const HOUSEHOLDS = 5;
const fixedId = (text: string) => idFrom(createHash('sha256').update(`sample lots ${text}`).digest().readUIntBE(0, 6) % 2 ** 35);

type Product = { id: string; producer_id: string };

/** One product in force for each of a few producers, those with sample people first: what one can look at while signed in. */
async function chooseProducts(ctx: Ctx, day: string): Promise<Product[]> {
  const people = (await listSamplePeople(ctx, { sample: true })).filter((p) => p.role === 'producer');
  const first = new Map<string, Product>();
  const others = new Map<string, Product>();
  for await (const batch of readFacts(ctx.db))
    for (const p of batch) {
      const now = p.sample ? standing(known(p.recognitions, day), day) : undefined;
      if (!now || !isInForce(now.status) || first.has(p.producer.id) || others.has(p.producer.id)) continue;
      const signsIn = people.some((x) => x.unit === p.place.communeCode && x.name.endsWith(p.producer.name));
      if (signsIn) first.set(p.producer.id, { id: p.id, producer_id: p.producer.id });
      else if (others.size < PRODUCTS && (p.group === 'I' || p.group === 'II'))
        others.set(p.producer.id, { id: p.id, producer_id: p.producer.id });
    }
  return [...first.values(), ...others.values()].slice(0, PRODUCTS);
}

/** Puts the sample lots beside the sample register and its people, once. */
export async function loadSampleLots(ctx: Ctx, territory: Territory): Promise<boolean> {
  const there = (db: Db) => db.selectFrom('traceability.lot').select('no').where('sample', '=', true).limit(1).executeTakeFirst();
  if (await there(ctx.db)) return false;
  const today = dayOf(ctx.now);
  const chosen = await chooseProducts(ctx, today);
  const [recalled] = chosen;
  if (!recalled) return false;
  return transact(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('traceability.sample.lots'))`.execute(tx);
    if (await there(tx)) return false;
    for (const [i, product] of chosen.entries())
      await tellLots(tx, ctx, territory, product, chosen[(i + 1) % chosen.length]?.producer_id, today);
    await recallOne(tx, ctx, recalled);
    return true;
  });
}

/** Two lots: households' harvests pooled, processed, tested, packed; part of the first went on to another producer. */
async function tellLots(tx: Tx, ctx: Ctx, territory: Territory, product: Product, buyer: string | undefined, today: string): Promise<void> {
  const seat = await seatOf(tx, territory, product.producer_id);
  const parties = Array.from({ length: HOUSEHOLDS }, (_, i) => ({ id: fixedId(`${seat.id} ${i}`), name: `Hộ mẫu ${i + 1}` }));
  await tx
    .insertInto('traceability.party')
    .values(
      parties.map((p) => ({
        ...p,
        owner: seat.id,
        kind: 'household' as const,
        phone: null,
        commune_code: null,
        producer_id: null,
        sample: true,
      })),
    )
    .onConflict((c) => c.doNothing())
    .execute();
  const events: Obj[] = [];
  const place = { id: placeUri(seat.id, undefined, undefined) };
  for (const [n, from] of [
    [1, addDays(today, -40)],
    [2, addDays(today, -12)],
  ] as const) {
    const tag = from.slice(2).replaceAll('-', '');
    const at = (day: number, hour: number) => ({
      eventTime: `${addDays(from, day)}T${String(hour).padStart(2, '0')}:00:00+07:00`,
      eventTimeZoneOffset: '+07:00',
      readPoint: place,
    });
    const material = (code: string) => uriOf(`N/${seat.id}/L/${code}`, undefined);
    const lot = uriOf(`P/${product.id}/L/${tag}-${n}`, undefined);
    const q = (epcClass: string, quantity: number) => ({ epcClass, quantity, uom: 'KGM' });
    const parts = parties.map((p, i) => ({ uri: material(`NL${tag}.${i + 1}`), quantity: 40 + ((i * 17 + n * 5) % 30), party: p.id }));
    const total = parts.reduce((sum, p) => sum + p.quantity, 0);
    for (const [i, p] of parts.entries())
      events.push({
        type: 'ObjectEvent',
        ...at(0, 6 + i),
        action: 'ADD',
        bizStep: 'collecting',
        quantityList: [q(p.uri, p.quantity)],
        sourceList: [{ type: 'possessing_party', source: partyUri('party', p.party, undefined) }],
        ilmd: { 'cbvmda:descriptionShort': 'Nguyên liệu' },
      });
    events.push(
      {
        type: 'TransformationEvent',
        ...at(1, 8),
        bizStep: 'commissioning',
        inputQuantityList: parts.map((p) => q(p.uri, p.quantity)),
        outputQuantityList: [q(lot, Math.round(total * 0.6))],
        ilmd: { 'cbvmda:bestBeforeDate': addDays(from, 365) },
      },
      {
        type: 'ObjectEvent',
        ...at(3, 9),
        action: 'OBSERVE',
        bizStep: 'inspecting',
        disposition: 'conformant',
        quantityList: [{ epcClass: lot }],
      },
    );
    if (n === 1 && buyer && buyer !== seat.id)
      events.push({
        type: 'ObjectEvent',
        ...at(5, 14),
        action: 'OBSERVE',
        bizStep: 'shipping',
        disposition: 'in_transit',
        quantityList: [q(lot, 30)],
        destinationList: [{ type: 'possessing_party', destination: partyUri('producer', buyer, undefined) }],
      });
  }
  const prefixes = prefixesOf({ cbvmda: 'urn:epcglobal:cbv:mda:' });
  await storeEvents(tx, ctx, {
    owner: seat.id,
    place: seat.place,
    events: events.map((event) => ({ event, path: '', prefixes })),
    origin: undefined,
    strict: true,
    sample: true,
  });
  const { rows } = await sql<{ no: number; made_on: string; code: string }>`
    select no, made_on, code from traceability.lot where product_id = ${product.id} and sample order by no`.execute(tx);
  for (const l of rows)
    await tx
      .insertInto('traceability.lot_test')
      .values({
        id: fixedId(`test ${l.no}`),
        lot_no: l.no,
        event_no: null,
        on_day: addDays(l.made_on, 2),
        what: 'Dư lượng thuốc bảo vệ thực vật',
        lab: 'Phòng thử nghiệm mẫu',
        passed: true,
      })
      .onConflict((c) => c.doNothing())
      .execute();
}

async function recallOne(tx: Tx, ctx: Ctx, product: Product): Promise<void> {
  const producer = await findProducer(tx, product.producer_id);
  const lot = await tx
    .selectFrom('traceability.lot')
    .select('no')
    .where('product_id', '=', product.id)
    .where('sample', '=', true)
    .orderBy('made_on')
    .executeTakeFirst();
  if (!producer || !lot) return;
  const id = fixedId(`recall ${product.id}`);
  await tx
    .insertInto('traceability.recall')
    .values({
      id,
      product_id: product.id,
      producer_id: product.producer_id,
      province_code: producer.provinceCode,
      level: 'quality',
      reason_vi: 'Dữ liệu mẫu: bao gói hở, sản phẩm bị ẩm.',
      reason_en: 'Sample data: packs are not tight, the product is damp.',
      advice_vi: 'Ngừng bán, để riêng và trả lại nơi sản xuất.',
      advice_en: 'Stop selling, keep apart and send back to the producer.',
      since: ctx.now,
      opened_by: ctx.actor.id,
      opened_name: producer.name,
      closed_at: null,
      closed_by: null,
      report: null,
      recovered: null,
      sample: true,
    })
    .execute();
  await tx.insertInto('traceability.recall_lot').values({ recall_id: id, lot_no: lot.no, named: true }).execute();
  await growRecall(tx, ctx, id);
}
