// Lots as people tell them: buying in from households, processing, shipping, receiving, mistakes, and two people sending the same goods.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { idFrom } from '#shared/ids.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { makerOf } from '../../../../../tests/support/recognised.ts';
import {
  closeRecall,
  declareWrong,
  findLot,
  findLotStory,
  findPartners,
  listHistory,
  listLots,
  listRecallLots,
  openRecall,
  recordStep,
  traceLot,
} from '../events/index.ts';

const base = testDatabase();
const HOST = 'https://sanvat.test';
const [MAKER, SHOP, TEA] = [idFrom(901), idFrom(902), idFrom(903)];
let ground: Territory;

const step = (input: Record<string, unknown>, producer = MAKER) =>
  recordStep(
    testCtx(base.db, '2026-11-22T12:00:00+07:00', makerOf(producer)),
    { producer, day: '2026-11-20', requestId: randomUUID(), ...input } as never,
    ground,
    HOST,
  );
const no = async (code: string, id = TEA) => (await findLot(base.db, id, code))?.no ?? 0;
const leftOf = async (code: string, producer = MAKER) =>
  (await listLots(base.db, { producer, page: 1, pageSize: 100, all: true })).items.find((l) => l.code === code)?.left;

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  for (const id of [MAKER, SHOP])
    await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code) values (${id}, ${`HTX ${id}`}, 'x', 'cooperative', ${id}, '08')`.execute(
      base.db,
    );
  await sql`insert into registry.product (id, producer_id, name, name_key, province_code, group_code) values (${TEA}, ${MAKER}, 'Chè', 'che', '08', 'I')`.execute(
    base.db,
  );
  await step({
    step: 'buy',
    code: 'BUP1',
    name: 'Chè búp tươi',
    unit: 'KGM',
    from: [
      { name: 'Hộ A', quantity: 60 },
      { name: 'Hộ B', quantity: 40 },
      { name: 'Hộ A', quantity: 20 },
    ],
  });
  await step({
    step: 'process',
    code: 'CHE1',
    productId: TEA,
    unit: 'KGM',
    quantity: 24,
    bestBefore: '2027-11-20',
    inputs: [{ lot: await no('BUP1', MAKER), quantity: 120 }],
  });
});

describe('lots told by people', () => {
  it('pools deliveries of households into one lot; the public counts them and reads no name', async () => {
    const story = await findLotStory(base.db, { productId: TEA, lot: 'CHE1' });
    expect(story).toMatchObject({ madeOn: '2026-11-20', bestBefore: '2027-11-20' });
    expect(story?.steps.map((s) => [s.kind, s.households ?? 0])).toEqual([
      ['buy', 2],
      ['process', 0],
    ]);
    expect(JSON.stringify(story)).not.toContain('Hộ A');
    expect(await leftOf('BUP1')).toBe(0);
    expect((await traceLot(base.db, await no('CHE1'), 'back')).total).toBe(4);
  });

  it('does nothing twice for the same request', async () => {
    const requestId = randomUUID();
    const input = { step: 'inspect', lot: await no('CHE1'), what: 'Dư lượng thuốc bảo vệ thực vật', passed: true, requestId };
    expect((await step(input)).stored).toBe(1);
    expect((await step(input)).stored).toBe(0);
    expect((await findLotStory(base.db, { productId: TEA, lot: 'CHE1' }))?.tests).toEqual([
      { day: '2026-11-20', what: 'Dư lượng thuốc bảo vệ thực vật', lab: null, passed: true },
    ]);
  });

  it('moves goods to another holder, who confirms what arrived', async () => {
    await step({ step: 'ship', lot: await no('CHE1'), quantity: 4, toProducer: SHOP });
    const [awaited] = (await listLots(base.db, { producer: SHOP, page: 1, pageSize: 10 })).items;
    expect(awaited).toMatchObject({ code: 'CHE1', arriving: 4, left: 0 });
    await step({ step: 'receive', lot: awaited?.no, quantity: 3.5 }, SHOP);
    const [held] = (await listLots(base.db, { producer: SHOP, page: 1, pageSize: 10 })).items;
    expect(held).toMatchObject({ arriving: 0.5, left: 3.5 });
    expect(await leftOf('CHE1')).toBe(20);
  });

  it('tells one step back and one step forward by name, to those who dealt and to nobody else', async () => {
    const pooled = await no('BUP1', MAKER);
    const back = await traceLot(base.db, pooled, 'back');
    const lots = [...back.lots.map((l) => l.no), await no('CHE1')];
    const partners = [...(await findPartners(base.db, [MAKER], lots)).values()];
    expect(partners.flatMap((p) => p.from.map((f) => f.name)).sort()).toEqual(['Hộ A', 'Hộ A', 'Hộ B']);
    expect(partners.flatMap((p) => p.to)).toEqual([{ name: null, producer: SHOP }]);
    expect((await findPartners(base.db, [SHOP], lots)).size).toBe(0);
    expect((await findPartners(base.db, [], lots)).size).toBe(0);
  });

  it('refuses to send more than there is, a lot number that exists, a day to come, and a stranger', async () => {
    const lot = await no('CHE1');
    await expect(step({ step: 'ship', lot, quantity: 21, toName: 'Cửa hàng' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      step({ step: 'process', code: 'CHE1', productId: TEA, unit: 'KGM', quantity: 1, inputs: [{ lot, quantity: 1 }] }),
    ).rejects.toMatchObject({
      faults: [{ path: 'code' }],
    });
    await expect(step({ step: 'harvest', code: 'H1', name: 'Búp', unit: 'KGM', quantity: 1, day: '2026-11-23' })).rejects.toMatchObject({
      faults: [{ path: 'day' }],
    });
    await expect(
      recordStep(
        testCtx(base.db, '2026-11-22T12:00:00+07:00', makerOf(SHOP)),
        { step: 'harvest', producer: MAKER, day: '2026-11-20', code: 'H1', name: 'Búp', unit: 'KGM', quantity: 1, requestId: randomUUID() },
        ground,
        HOST,
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect(await leftOf('CHE1')).toBe(20);
  });

  it('lets only one of two people send the same goods', async () => {
    const lot = await no('CHE1');
    const both = await Promise.allSettled(Array.from({ length: 4 }, () => step({ step: 'ship', lot, quantity: 8, toName: 'Cửa hàng' })));
    expect(both.filter((r) => r.status === 'fulfilled')).toHaveLength(2);
    expect(await leftOf('CHE1')).toBe(4);
  });

  it('warns of a yield that cannot be, and takes back a step that was told wrongly', async () => {
    await step({ step: 'harvest', code: 'H2', name: 'Búp', unit: 'KGM', quantity: 10 });
    const { warnings, eventIds } = await step({
      step: 'process',
      code: 'CHE2',
      productId: TEA,
      unit: 'KGM',
      quantity: 100,
      inputs: [{ lot: await no('H2', MAKER), quantity: 10 }],
    });
    expect(warnings.map((w) => w.code)).toEqual(['yield']);
    await declareWrong(testCtx(base.db, '2026-11-22T12:00:00+07:00', makerOf(MAKER)), { eventId: eventIds[0] ?? '' }, ground, HOST);
    expect(await findLotStory(base.db, { productId: TEA, lot: 'CHE2' })).toBeUndefined();
    expect(await leftOf('H2')).toBe(10);
    expect((await listHistory(base.db, await no('CHE2')))[0]?.wrongSince).toBe('2026-11-22');
  });
});

describe('every stage names its product, place and time (Circular 02/2024/TT-BKHCN, art. 6.5)', () => {
  const points = async () =>
    (
      await sql<{ point: string; location: string | null; step: string }>`select distinct body #>> '{readPoint,id}' as point,
        body #>> '{bizLocation,id}' as location, biz_step as step from traceability.event where owner = ${MAKER}`.execute(base.db)
    ).rows;
  it('by the place’s own code, and by its GLN once GS1 issued one; the public story tells it', async () => {
    const before = await points();
    expect(new Set(before.map((r) => r.point))).toEqual(new Set([`${HOST}/cs/${MAKER}`]));
    expect(before.filter((r) => r.step === 'shipping').map((r) => r.location)).toEqual([null]);
    expect((await findLotStory(base.db, { productId: TEA, lot: 'CHE1' }))?.steps.map((s) => s.placeCode)).toContain(`/cs/${MAKER}`);
    await sql`insert into traceability.gln values ('8938505974002', ${MAKER}, '2026-11-22', 'x')`.execute(base.db);
    await step({ step: 'harvest', code: 'GLN1', name: 'Chè búp', unit: 'KGM', quantity: 5 });
    expect((await points()).map((r) => r.point)).toContain(`${HOST}/414/8938505974002`);
    expect((await findLotStory(base.db, { productId: TEA, lot: 'CHE1' }))?.steps.map((s) => s.placeCode)).toContain('/414/8938505974002');
  });
});

describe('a material', () => {
  it('is recalled with everything made out of it, under a product of its producer; a product’s own lot of that number comes first', async () => {
    const ctx = testCtx(base.db, '2026-11-22T12:00:00+07:00', makerOf(MAKER));
    const words = { level: 'health' as const, reason: { vi: 'Vượt mức' }, advice: { vi: 'Ngừng dùng' } };
    await step({ step: 'harvest', code: 'RAW', name: 'Chè búp', unit: 'KGM', quantity: 50 });
    await step({ step: 'harvest', code: 'TWO', name: 'Chè búp', unit: 'KGM', quantity: 50 });
    const inputs = [{ lot: await no('RAW', MAKER), quantity: 10 }];
    await step({ step: 'process', code: 'RAW-A', productId: TEA, unit: 'KGM', quantity: 2, inputs });
    await step({ step: 'process', code: 'TWO', productId: TEA, unit: 'KGM', quantity: 2, inputs });
    const { id } = await openRecall(ctx, { productId: TEA, lots: ['raw', 'TWO'], ...words }, ground);
    const lots = await listRecallLots(base.db, id);
    expect(lots.map((l) => l.epc).sort()).toEqual([`N/${MAKER}/L/RAW`, `P/${TEA}/L/RAW-A`, `P/${TEA}/L/TWO`]);
    expect(lots.filter((l) => l.named).map((l) => l.code)).toEqual(['RAW', 'TWO']);
    await expect(openRecall(ctx, { productId: TEA, lots: ['RAW'], ...words }, ground)).rejects.toMatchObject({ code: 'conflict' });
    await closeRecall(ctx, { recallId: id, report: 'Xong việc' }, ground);
  });
});
