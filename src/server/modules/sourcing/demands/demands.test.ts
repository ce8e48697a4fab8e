import { sql } from 'kysely';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Person } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { PUBLIC } from '#server/platform/ctx.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { buyerFor, makerOf, officer, putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { listPriceViews } from '../pools/queries/price-views.ts';
import { stateSupply } from '../supply/index.ts';
import { repeatDemands } from './commands/repeat-demands.ts';
import {
  addStore,
  cancelDemand,
  type DemandInput,
  getDemand,
  listDemands,
  listOffers,
  makeOffer,
  type OfferInput,
  postDemand,
  stateBuyer,
  verifyBuyer,
  withdrawOffer,
} from './index.ts';

const base = testDatabase();
let ground: Territory;
let honey = '';
const buyer = (id = 'chain') => buyerFor(id);
const maker = (producer = 'M08') => makerOf(producer);
const promoter = officer('p', 'promotion_officer', 'VN');
const as = (who: Person, day = '2026-11-21') => testCtx(base.db, `${day}T08:00:00+07:00`, who);
const run = (text: string) => sql.raw(text).execute(base.db);

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  honey = await putProduct(base.db, 1);
  await putTerm(base.db, honey, 4, '2025-01-01', '2028-01-01');
  for (const id of ['chain', 'other'])
    await run(`insert into identity.organisation (id, kind, name, unit) values ('${id}', 'buyer', 'Chuỗi ${id}', 'VN')`);
});
beforeEach(async () => {
  for (const t of [
    'price_view',
    'offer',
    'share',
    'pool',
    'demand_delivery',
    'demand',
    'store',
    'buyer',
    'request',
    'price_tier',
    'capacity',
    'supply',
  ])
    await run(`delete from sourcing.${t}`);
  for (const id of ['chain', 'other']) {
    await stateBuyer(as(buyer(id)), { organisation: id, profile: 'winmart', country: 'VN', taxCode: '0101234567', contact: '' }, ground);
    await verifyBuyer(as(promoter), { organisation: id, unit: 'VN' }, ground);
  }
  await stateSupply(
    as(maker()),
    {
      productId: honey,
      unit: 'kg',
      stock: 0,
      unitPrice: 90_000,
      minLot: 0,
      lotStep: null,
      leadDays: 1,
      packs: [],
      published: true,
      months: { '2027-01': 500 },
      tiers: [],
    },
    ground,
  );
});
const demand = (more: Partial<DemandInput> = {}): DemandInput => ({
  organisation: 'chain',
  title: 'Mật ong cho Tết',
  wanted: 'mật ong',
  set: null,
  specification: '',
  unit: 'kg',
  deliveries: [1, 2, 3, 4].map((n) => ({ dueOn: `2027-01-0${n}`, quantity: 3000, store: null, place: 'Kho trung tâm', province: '01' })),
  ceilingPrice: 120_000,
  minStar: 3,
  papers: [],
  packing: '',
  maxSuppliers: null,
  maxShare: null,
  smallShare: null,
  allowShort: false,
  needsInvoice: true,
  visibility: 'public',
  invited: [],
  sealed: false,
  repeats: null,
  closesOn: '2026-12-01',
  profile: 'winmart',
  language: 'vi',
  ...more,
});
const offer = (demandId: string, more: Partial<OfferInput> = {}): OfferInput => ({
  demandId,
  productId: honey,
  unitPrice: 95_000,
  quantity: 400,
  byDelivery: {},
  minLot: 0,
  lotStep: null,
  note: '',
  ...more,
});

test('twelve tonnes in four deliveries: posted once however often it is sent, seen by all', async () => {
  const { id } = await postDemand(as(buyer()), demand(), ground, 'r1');
  expect(await postDemand(as(buyer()), demand(), ground, 'r1')).toEqual({ id });
  const [seen, ...more] = await listDemands(base.db, { open: new Date('2026-11-22'), visibleTo: [] });
  expect(more).toEqual([]);
  expect(seen).toMatchObject({ id, buyer: 'Chuỗi chain', quantity: 12_000, offers: 0 });
  expect(seen?.deliveries.map((d) => [d.no, d.dueOn, d.quantity])).toEqual([1, 2, 3, 4].map((n) => [n, `2027-01-0${n}`, 3000]));
  expect((await getDemand(testCtx(base.db, undefined, PUBLIC), id, ground)).mine).toBe(false);
});

test('who is not verified posts nothing; nobody posts for another buyer; a changed tax code asks anew', async () => {
  await expect(postDemand(as(buyer('other')), demand(), ground)).rejects.toThrow(/^forbidden/);
  await expect(postDemand(as(promoter), demand(), ground)).rejects.toThrow(/^forbidden/);
  await stateBuyer(as(buyer()), { organisation: 'chain', profile: null, country: 'VN', taxCode: '0109999999', contact: '' }, ground);
  await expect(postDemand(as(buyer()), demand(), ground)).rejects.toThrow(/^conflict/);
  await expect(verifyBuyer(as(buyer()), { organisation: 'chain', unit: 'VN' }, ground)).rejects.toThrow(/^forbidden/);
});

test.each<[string, Partial<DemandInput>]>([
  ['a past closing day', { closesOn: '2026-11-01' }],
  ['a delivery before the closing day', { closesOn: '2027-01-02' }],
  ['a negative quantity', { deliveries: [{ dueOn: '2027-01-01', quantity: -1, store: null, place: '', province: null }] }],
  ['an astronomic quantity', { deliveries: [{ dueOn: '2027-01-01', quantity: 1e15, store: null, place: '', province: null }] }],
  ['no delivery', { deliveries: [] }],
  ['limits that cannot add up', { maxSuppliers: 3, maxShare: 0.3 }],
  ['an unknown province', { deliveries: [{ dueOn: '2027-01-01', quantity: 1, store: null, place: '', province: '99' }] }],
  ['a store of another chain', { deliveries: [{ dueOn: '2027-01-01', quantity: 1, store: 'X', place: '', province: null }] }],
  ['nothing wanted', { wanted: '' }],
  ['a private demand without guests', { visibility: 'private' }],
])('%s is refused and nothing is kept', async (_, bad) => {
  await expect(postDemand(as(buyer()), demand(bad), ground)).rejects.toThrow(/^invalid/);
  expect(await listDemands(base.db, {})).toEqual([]);
});

test('a sealed price is seen by nobody before closing; afterwards whoever saw it is written down', async () => {
  const { id } = await postDemand(as(buyer()), demand({ sealed: true }), ground);
  await makeOffer(as(maker()), offer(id), ground);
  expect((await listOffers(as(buyer()), id, ground)).map((o) => o.unitPrice)).toEqual([null]);
  expect(await listPriceViews(as(maker()), ['M08'])).toEqual([]);
  expect((await listOffers(as(maker()), id, ground, ['M08'])).map((o) => o.unitPrice)).toEqual([95_000]);
  expect(await listOffers(as(buyer('other')), id, ground)).toEqual([]);
  expect((await listOffers(as(buyer(), '2026-12-02'), id, ground)).map((o) => o.unitPrice)).toEqual([95_000]);
  expect(await listPriceViews(as(maker()), ['M08'])).toEqual([
    expect.objectContaining({ of: 'offer', demandId: id, unitPrice: 95_000, side: 'buyer', seenOn: '2026-12-02' }),
  ]);
  expect(await listPriceViews(as(maker()), ['khac'])).toEqual([]);
  expect((await sql`select 1 from audit.act where verb = 'make_offer' and detail ? 'unitPrice'`.execute(base.db)).rows).toEqual([]);
});

test('an offer is changed and taken back while open, and stands once closed', async () => {
  const { id } = await postDemand(as(buyer()), demand(), ground);
  const made = await makeOffer(as(maker()), offer(id), ground);
  expect(await makeOffer(as(maker()), offer(id, { unitPrice: 99_000 }), ground)).toEqual(made);
  expect((await listOffers(as(buyer()), id, ground)).map((o) => o.unitPrice)).toEqual([99_000]);
  await expect(withdrawOffer(as(maker('M09')), made, ground)).rejects.toThrow(/^forbidden/);
  await withdrawOffer(as(maker()), made, ground);
  expect(await listOffers(as(buyer()), id, ground)).toEqual([]);
  await makeOffer(as(maker()), offer(id), ground);
  await expect(withdrawOffer(as(maker(), '2026-12-02'), made, ground)).rejects.toThrow(/^conflict/);
  await expect(makeOffer(as(maker(), '2026-12-02'), offer(id), ground)).rejects.toThrow(/^conflict/);
});

test.each<[string, Partial<DemandInput>, Partial<OfferInput>, string]>([
  ['above the ceiling', {}, { unitPrice: 130_000 }, 'above_ceiling'],
  ['of something else', { wanted: 'nước mắm' }, {}, 'other_product'],
  ['of too few stars', { minStar: 5 }, {}, 'other_product'],
  ['in another unit', { unit: 'l' }, {}, 'unit'],
  [
    'whose star has ended by then',
    { deliveries: [{ dueOn: '2028-02-01', quantity: 1, store: null, place: '', province: null }] },
    {},
    'not_in_force',
  ],
  ['for a delivery that is not there', {}, { byDelivery: { X: 1 } }, 'unknown'],
])('an offer %s is refused with the reason', async (_, d, o, code) => {
  const { id } = await postDemand(as(buyer()), demand(d), ground);
  await expect(makeOffer(as(maker()), offer(id, o), ground)).rejects.toMatchObject({
    faults: expect.arrayContaining([expect.objectContaining({ code })]),
  });
});

test('a private demand is there for its guests only', async () => {
  const { id } = await postDemand(as(buyer()), demand({ visibility: 'private', invited: ['M77'] }), ground);
  expect(await listDemands(base.db, { open: new Date('2026-11-22'), visibleTo: ['M08'] })).toEqual([]);
  await expect(makeOffer(as(maker()), offer(id), ground)).rejects.toThrow(/^not_found/);
  await expect(getDemand(testCtx(base.db, undefined, PUBLIC), id, ground)).rejects.toThrow(/^not_found/);
  expect((await getDemand(as(maker('M77')), id, ground, ['M77'])).id).toBe(id);
});

test('a store is added once and delivered to; a demand is cancelled once', async () => {
  const store = { organisation: 'chain', name: 'Cửa hàng Hà Đông', address: '', province: '01', lat: 20.97, lng: 105.77 };
  const added = await addStore(as(buyer()), store, ground);
  expect(await addStore(as(buyer()), store, ground)).toEqual(added);
  const { id } = await postDemand(
    as(buyer()),
    demand({ deliveries: [{ dueOn: '2027-01-01', quantity: 1, store: added.id, place: '', province: null }] }),
    ground,
  );
  expect((await getDemand(as(buyer()), id, ground)).deliveries[0]).toMatchObject({
    place: 'Cửa hàng Hà Đông',
    provinceCode: '01',
    lat: 20.97,
  });
  await expect(cancelDemand(as(buyer('other')), { id, reason: '' }, ground)).rejects.toThrow(/^forbidden/);
  await cancelDemand(as(buyer()), { id, reason: 'đổi kế hoạch' }, ground);
  expect((await getDemand(as(buyer()), id, ground)).state).toBe('cancelled');
  await expect(makeOffer(as(maker()), offer(id), ground)).rejects.toThrow(/^conflict/);
});

test('a standing demand comes back each month, once, until it is cancelled', async () => {
  const { id } = await postDemand(as(buyer()), demand({ repeats: 'monthly' }), ground);
  const next = () => repeatDemands(as(buyer(), '2026-12-03'));
  expect(await repeatDemands(as(buyer(), '2026-11-30'))).toEqual({ posted: 0 });
  expect((await Promise.all([next(), next()])).map((r) => r.posted).sort()).toEqual([0, 1]);
  const open = await listDemands(base.db, { open: new Date('2026-12-03') });
  expect(open.map((d) => [d.quantity, d.deliveries[0]?.dueOn, d.repeats])).toEqual([[12_000, '2027-02-01', 'monthly']]);
  await cancelDemand(as(buyer()), { id: open[0]?.id ?? id, reason: '' }, ground);
  expect(await repeatDemands(as(buyer(), '2027-01-05'))).toEqual({ posted: 0 });
});
