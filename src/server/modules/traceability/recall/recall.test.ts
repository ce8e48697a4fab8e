// Recalls against a real database: complete, at once, held, growing, closed; and against a naive walk on random graphs.
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { idFrom } from '#shared/ids.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { makerOf, officer, putProduct } from '../../../../../tests/support/recognised.ts';
import {
  answerRecall,
  captureEvents,
  closeRecall,
  findLotStory,
  findRecalls,
  getRecall,
  listHolders,
  listRecallLots,
  listRecallsFor,
  noteAnswer,
  openRecall,
} from '../events/index.ts';

const base = testDatabase();
const HOST = 'https://sanvat.test';
let ground: Territory;
let product = '';
let other = '';

const inspector = officer('kiem-tra', 'inspector', '08');
const stranger = officer('kiem-tra-12', 'inspector', '12');
const ctx = (actor: Person, now = '2026-11-22T12:00:00+07:00') => testCtx(base.db, now, actor);
const lot = (code: string, of = product) => `${HOST}/P/${of}/L/${code}`;
const q = (epcClass: string, quantity: number) => ({ epcClass, quantity, uom: 'KGM' });
const event = (bizStep: string, hour: number, more: object) => ({
  type: 'ObjectEvent',
  action: 'OBSERVE',
  bizStep,
  eventTime: `2026-11-${hour < 24 ? 20 : 22}T${String(hour % 24).padStart(2, '0')}:00:00+07:00`,
  eventTimeZoneOffset: '+07:00',
  ...more,
});
const made = (code: string, n: number) => event('commissioning', 6, { action: 'ADD', quantityList: [q(lot(code), n)] });
const turned = (from: string, to: string, hour: number) =>
  event('commissioning', hour, {
    type: 'TransformationEvent',
    action: undefined,
    inputQuantityList: [q(from, 1)],
    outputQuantityList: [q(to, 1)],
  });
const sent = (code: string, n: number, to: string, hour: number, more = {}) =>
  event('shipping', hour, {
    quantityList: [q(lot(code), n)],
    destinationList: [{ type: 'possessing_party', destination: `${HOST}/chu-the/${to}` }],
    ...more,
  });
const capture = (events: object[], producer = 'M08', now = '2026-11-22T12:00:00+07:00') =>
  captureEvents(
    ctx(makerOf(producer), now),
    {
      document: JSON.parse(
        JSON.stringify({
          '@context': 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
          type: 'EPCISDocument',
          schemaVersion: '2.0',
          creationDate: '2026-11-22T08:00:00+07:00',
          epcisBody: { eventList: events },
        }),
      ),
    },
    ground,
    HOST,
  );
const words = {
  level: 'health' as const,
  reason: { vi: 'Vượt mức cho phép', en: 'Above the limit' },
  advice: { vi: 'Ngừng dùng', en: 'Stop using' },
};
const change = async () =>
  (await sql<{ change: number }>`select change from registry.change_counter`.execute(base.db)).rows[0]?.change ?? 0;

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  product = await putProduct(base.db, 1);
  other = await putProduct(base.db, 2, '12');
  await capture([made('A', 10), turned(lot('A'), lot('B'), 7), turned(lot('B'), lot('C'), 8), made('Z', 5), sent('B', 0.5, 'M12', 9)]);
  await capture([turned(lot('B'), lot('Q', other), 10)], 'M12');
});

describe('a recall', () => {
  let id = '';
  it('is opened by the producer or an authority of its province, and by nobody else', async () => {
    for (const actor of [stranger, makerOf('M12')])
      await expect(openRecall(ctx(actor), { productId: product, lots: ['A'], ...words }, ground)).rejects.toMatchObject({
        code: 'forbidden',
      });
    await expect(openRecall(ctx(inspector), { productId: product, lots: ['A', 'NO'], ...words }, ground)).rejects.toMatchObject({
      faults: [{ path: 'lots' }],
    });
    const before = await change();
    const opened = await openRecall(ctx(inspector), { productId: product, lots: ['a'], ...words }, ground);
    id = opened.id;
    expect(opened).toMatchObject({ lots: 4, holders: 2 });
    expect(await change()).toBeGreaterThan(before);
  });

  it('reaches what came out of the lot, also at another producer, and nothing else; the public story says so', async () => {
    expect((await listRecallLots(base.db, id)).map((l) => l.code).sort()).toEqual(['A', 'B', 'C', 'Q']);
    expect((await findRecalls(base.db, other)).map((r) => r.lot)).toEqual(['Q']);
    expect((await findLotStory(base.db, { productId: product, lot: 'C' }))?.recalled).toMatchObject({
      since: '2026-11-22',
      reason: { vi: 'Vượt mức cho phép' },
    });
    expect((await findLotStory(base.db, { productId: product, lot: 'Z' }))?.recalled).toBeUndefined();
    expect((await listHolders(base.db, id)).map((h) => h.holder).sort()).toEqual(['M08', 'M12']);
    expect((await listRecallsFor(base.db, ['M12'])).map((r) => r.id)).toEqual([id]);
  });

  it('holds the lots: they neither leave nor are used, but may go back; what happened before is still told and makes the recall grow', async () => {
    await expect(capture([sent('C', 0.1, 'M12', 25)], 'M08', '2026-11-23T00:00:00+07:00')).resolves.toBeDefined();
    await expect(
      capture([{ ...sent('C', 0.1, 'M12', 25), eventTime: '2026-11-22T12:30:00+07:00' }], 'M08', '2026-11-22T13:00:00+07:00'),
    ).rejects.toMatchObject({
      faults: [{ path: 'epcisBody.eventList[0]', code: 'recalled' }],
    });
    await expect(
      capture([{ ...turned(lot('C'), lot('D'), 6), eventTime: '2026-11-22T12:30:00+07:00' }], 'M08', '2026-11-22T13:00:00+07:00'),
    ).rejects.toMatchObject({ faults: [{ code: 'recalled' }] });
    // however the step is written
    for (const bizStep of ['https://ref.gs1.org/cbv/BizStep-shipping', 'cbv:BizStep-shipping'])
      await expect(
        capture([{ ...sent('C', 0.1, 'M12', 25), bizStep, eventTime: '2026-11-22T12:31:00+07:00' }], 'M08', '2026-11-22T13:00:00+07:00'),
      ).rejects.toMatchObject({ faults: [{ code: 'recalled' }] });
    const back = { ...sent('C', 0.1, 'M12', 25, { disposition: 'returned' }), eventTime: '2026-11-22T12:40:00+07:00' };
    await expect(capture([back], 'M08', '2026-11-22T13:00:00+07:00')).resolves.toMatchObject({ stored: 1 });
    await capture([turned(lot('C'), lot('LATE'), 11)], 'M08', '2026-11-22T13:00:00+07:00');
    expect((await listRecallLots(base.db, id)).map((l) => l.code)).toContain('LATE');
  });

  it('is answered by holders and closed with a report; then the lots move again', async () => {
    await answerRecall(ctx(makerOf('M12')), { recallId: id, producer: 'M12', answer: 'Đã cất riêng', quantity: 0.5 }, ground);
    expect((await listHolders(base.db, id)).find((h) => h.holder === 'M12')).toMatchObject({ answer: 'Đã cất riêng', quantity: 0.5 });
    await expect(closeRecall(ctx(stranger), { recallId: id, report: 'Xong việc' }, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await closeRecall(ctx(inspector), { recallId: id, report: 'Đã tiêu hủy', recovered: 1 }, ground);
    expect(await getRecall(base.db, id)).toMatchObject({ report: 'Đã tiêu hủy', answered: 1 });
    expect(await findRecalls(base.db, product)).toEqual([]);
    // a package of the lot may still lie at somebody's home
    const [past] = await findRecalls(base.db, product, 'a');
    expect(past).toMatchObject({ recallId: id, lot: 'A', closed: '2026-11-22' });
    await expect(closeRecall(ctx(inspector), { recallId: id, report: 'Lại lần nữa' }, ground)).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      capture([{ ...sent('C', 0.1, 'M12', 25), eventTime: '2026-11-22T12:50:00+07:00' }], 'M08', '2026-11-22T13:00:00+07:00'),
    ).resolves.toMatchObject({ stored: 1 });
  });
});

describe('a holder without an account', () => {
  it('is shown as one who has to be called on, and who runs the recall notes its answer', async () => {
    const shop = 'https://shop.example/1';
    await capture([
      made('SHOP', 10),
      { ...sent('SHOP', 4, 'x', 8), destinationList: [{ type: 'possessing_party', destination: shop }] },
      sent('SHOP', 3, 'M12', 9),
    ]);
    const { id } = await openRecall(ctx(makerOf('M08')), { productId: product, lots: ['SHOP'], ...words }, ground);
    const holders = () => listHolders(base.db, id);
    expect((await holders()).map((h) => [h.holder, h.told, h.held]).sort()).toEqual([
      ['M08', true, '3 KGM'],
      ['M12', true, '3 KGM'],
      [shop, false, '4 KGM'],
    ]);
    const said = { recallId: id, answer: 'Cửa hàng đã trả lại', quantity: 4 };
    await expect(noteAnswer(ctx(makerOf('M12')), { ...said, holder: shop }, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(noteAnswer(ctx(inspector), { ...said, holder: 'M12' }, ground)).rejects.toMatchObject({ code: 'conflict' });
    await expect(noteAnswer(ctx(inspector), { ...said, holder: 'https://shop.example/2' }, ground)).rejects.toMatchObject({
      code: 'not_found',
    });
    await noteAnswer(ctx(makerOf('M08')), { ...said, holder: shop }, ground);
    expect((await holders()).find((h) => h.holder === shop)).toMatchObject({ answer: 'Cửa hàng đã trả lại', quantity: 4 });
    // a holder reads of what went through its own hands, and of its own amounts
    const seen = async (of?: string[]) => (await listRecallLots(base.db, id, 500, of)).map((l) => [l.code, l.made, l.left]);
    expect(await seen()).toEqual([['SHOP', 10, 10]]);
    expect(await seen(['M12'])).toEqual([['SHOP', 0, 3]]);
    expect(await seen(['M99'])).toEqual([]);
    await closeRecall(ctx(inspector), { recallId: id, report: 'Đã thu đủ' }, ground);
    await expect(noteAnswer(ctx(inspector), { ...said, holder: shop }, ground)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('completeness', () => {
  it('reaches what a naive walk over the events reaches, whatever order they arrive in and whichever are taken back', async () => {
    let run = 0;
    const size = 10;
    const step = fc.record({
      kind: fc.constantFrom('turn', 'box', 'send'),
      a: fc.nat(size - 1),
      b: fc.nat(size - 1),
      more: fc.nat(size - 1),
      wrong: fc.boolean(),
      late: fc.nat(100),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), fc.nat(100), fc.nat(size - 1), async (drawn, openedAt, named) => {
        const tag = `E${run++}Y`;
        const uri = (n: number) => lot(`${tag}${n}`);
        const steps = drawn.filter((s) => s.kind === 'send' || s.a < s.b);
        const told = steps.map((s, i) => {
          const eventID = `urn:uuid:00000000-0000-4000-8000-${String(run * 100 + i).padStart(12, '0')}`;
          const from = [...new Set([s.a, ...(s.more < s.b ? [s.more] : [])])];
          const more =
            s.kind === 'turn'
              ? {
                  type: 'TransformationEvent',
                  action: undefined,
                  inputQuantityList: from.map((n) => q(uri(n), 1)),
                  outputQuantityList: [q(uri(s.b), 1)],
                }
              : s.kind === 'box'
                ? { type: 'AggregationEvent', action: 'ADD', parentID: uri(s.b), childQuantityList: from.map((n) => q(uri(n), 1)) }
                : {
                    quantityList: [q(uri(s.a), 1)],
                    destinationList: [{ type: 'possessing_party', destination: `https://shop.example/${tag}-${s.b}` }],
                  };
          const happened = event(s.kind === 'send' ? 'shipping' : s.kind === 'box' ? 'packing' : 'commissioning', 8 + (i % 10), {
            ...more,
            eventID,
          });
          return { ...s, from, happened, taken: { ...happened, errorDeclaration: { declarationTime: '2026-11-21T08:00:00+07:00' } } };
        });
        await capture(Array.from({ length: size }, (_, n) => made(`${tag}${n}`, 100)));
        const early = told.filter((t) => t.late <= openedAt);
        for (const t of early) await capture(t.wrong ? [t.happened, t.taken] : [t.happened]);
        const { id } = await openRecall(ctx(inspector), { productId: product, lots: [`${tag}${named}`], ...words }, ground);
        // what was taken back before the recall opened never counted; later events make it grow, also when they are taken back afterwards
        for (const t of told.filter((x) => x.late > openedAt)) await capture([t.happened]);
        const counted = told.filter((t) => !(t.wrong && t.late <= openedAt));
        const reached = new Set([named]);
        for (let changed = true; changed; ) {
          changed = false;
          for (const t of counted)
            if (t.kind !== 'send' && !reached.has(t.b) && t.from.some((n) => reached.has(n))) changed = reached.add(t.b).size > 0;
        }
        const lots = (await listRecallLots(base.db, id)).map((l) => l.code).sort();
        expect(lots).toEqual([...reached].map((n) => `${tag}${n}`).sort());
        const shops = counted.filter((t) => t.kind === 'send' && reached.has(t.a)).map((t) => `https://shop.example/${tag}-${t.b}`);
        const holders = (await listHolders(base.db, id)).map((h) => h.holder).sort();
        expect(holders).toEqual([...new Set(['M08', ...shops])].sort());
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('reaches exactly what a naive walk reaches, on random graphs with transformations and cartons', async () => {
    let run = 0;
    const graph = fc.record({
      size: fc.integer({ min: 2, max: 25 }),
      arcs: fc.array(fc.tuple(fc.nat(24), fc.nat(24), fc.boolean()), { maxLength: 60 }),
      named: fc.array(fc.nat(24), { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(graph, async ({ size, arcs, named }) => {
        const tag = `R${run++}X`;
        const start = 1_000_000 + run * 100;
        const edges = arcs.map(([a, b, box]) => [a % size, b % size, box] as const).filter(([a, b]) => a < b);
        await sql`insert into traceability.lot (no, epc, product_id, code, maker, unit) overriding system value
          select ${start} + i, ${`P/${product}/L/${tag}`} || i, ${product}, ${tag} || i, 'M08', 'KGM' from generate_series(0, ${size - 1}) i`.execute(
          base.db,
        );
        if (edges.length > 0)
          await sql`insert into traceability.lot_edge select ${start} + a, ${start} + b, ${start}, k from unnest(${edges.map((e) => e[0])}::int[],
            ${edges.map((e) => e[1])}::int[], ${edges.map((e) => (e[2] ? 'aggregate' : 'transform'))}::text[]) as e(a, b, k) on conflict do nothing`.execute(
            base.db,
          );
        await sql`insert into traceability.lot_move select ${start}, ${start} + i, ${`h${run}-`} || i, 'receive', 1 from generate_series(0, ${size - 1}) i`.execute(
          base.db,
        );
        const starts = [...new Set(named.map((n) => n % size))];
        const reached = new Set(starts);
        for (let changed = true; changed; ) {
          changed = false;
          for (const [a, b] of edges) if (reached.has(a) && !reached.has(b)) changed = reached.add(b).size > 0;
        }
        const { id } = await openRecall(ctx(inspector), { productId: product, lots: starts.map((n) => `${tag}${n}`), ...words }, ground);
        const lots = (await listRecallLots(base.db, id)).map((l) => l.no - start).sort((a, b) => a - b);
        expect(lots).toEqual([...reached].sort((a, b) => a - b));
        const holders = (await listHolders(base.db, id)).map((h) => h.holder).sort();
        expect(holders).toEqual([...reached].map((n) => `h${run}-${n}`).sort());
      }),
      { numRuns: 40 },
    );
    expect(idFrom(1)).toBe(product);
  }, 60_000);
});
