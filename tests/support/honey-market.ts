// A honey market for tests: forty producers, chains that are verified.
import { sql } from 'kysely';
import type { Person } from '#server/modules/identity/index.ts';
import { type DemandInput, postDemand } from '#server/modules/sourcing/demands/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { idFrom } from '#shared/ids.ts';
import { buyerFor, makerOf } from './recognised.ts';

export const MAKERS = 40;
export const makerId = (n: number): string => `MK${String(n).padStart(2, '0')}`;
export const honeyId = (n: number): string => idFrom(5000 + n);

/** Forty certified honeys with 300 kg a month each at rising prices; every fourth producer invoices; all hold a food safety paper. */
export async function putHoneyMarket(db: Db, buyers: readonly string[]): Promise<void> {
  const run = (text: string) => sql.raw(text).execute(db);
  for (let n = 1; n <= MAKERS; n++) {
    const type = n % 2 ? 'household' : 'cooperative';
    await run(
      `insert into registry.producer (id, name, name_key, type, place_key, province_code) values ('${makerId(n)}', 'Chủ thể ${n}', 'c${n}', '${type}', '08', '08')`,
    );
    await run(`insert into registry.product (id, producer_id, name, name_key, province_code, group_code, set_no, lat, lng)
      values ('${honeyId(n)}', '${makerId(n)}', 'Mật ong số ${n}', 'm${n}', '08', 'I', 5, ${22 + n / 100}, 105)`);
    await run(
      `insert into registry.recognition (product_id, star, valid_from, valid_until) values ('${honeyId(n)}', 4, '2025-06-01', '2028-06-01')`,
    );
    await run(`insert into sourcing.supply (product_id, producer_id, unit, unit_price, packs, stated_by, stated_at)
      values ('${honeyId(n)}', '${makerId(n)}', 'kg', ${90_000 + n * 500}, '[]', 't', now())`);
    for (const m of ['2027-01', '2027-02', '2027-03', '2027-04'])
      await run(`insert into sourcing.capacity values ('${honeyId(n)}', '${m}-01', 300, now())`);
    await run(
      `insert into sourcing.paper (id, producer_id, kind, stated_by, stated_at) values ('fs${n}', '${makerId(n)}', 'food_safety', 't', now())`,
    );
    if (n % 4 === 0)
      await run(
        `insert into sourcing.paper (id, producer_id, kind, stated_by, stated_at) values ('iv${n}', '${makerId(n)}', 'invoice', 't', now())`,
      );
  }
  for (const id of buyers) {
    await run(`insert into identity.organisation (id, kind, name, unit) values ('${id}', 'buyer', 'Chuỗi ${id}', 'VN')`);
    await run(`insert into sourcing.buyer (organisation_id, verified_at, verified_by, updated_at) values ('${id}', now(), 't', now())`);
  }
}

export const chain = buyerFor;
export const maker = (n: number): Person => makerOf(makerId(n));

/** Twelve tonnes of honey in four deliveries, one a month. */
export const twelveTonnes = (organisation: string, more: Partial<DemandInput> = {}): DemandInput => ({
  organisation,
  title: 'Mật ong 12 tấn',
  wanted: 'mật ong',
  set: null,
  specification: '',
  unit: 'kg',
  deliveries: ['01', '02', '03', '04'].map((m) => ({ dueOn: `2027-${m}-15`, quantity: 3000, store: null, place: 'Kho', province: '01' })),
  ceilingPrice: 130_000,
  minStar: 3,
  papers: ['food_safety'],
  packing: '',
  maxSuppliers: null,
  maxShare: 0.1,
  smallShare: 0.5,
  allowShort: false,
  needsInvoice: true,
  visibility: 'public',
  invited: [],
  sealed: false,
  repeats: null,
  closesOn: '2026-12-01',
  profile: null,
  language: 'vi',
  ...more,
});
export const post = (ctx: Ctx, input: DemandInput, ground: Territory) => postDemand(ctx, input, ground);
