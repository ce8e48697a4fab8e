// Sample supply: capacity by month for a part of the sample register, papers, sample buyers that are verified, demands and agreements. Deterministic, marked as sample.
import { sql } from 'kysely';
import { listOrganisations } from '#server/modules/identity/index.ts';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import { addDays, addMonths, dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { putSampleDeals } from './sample-deals.ts';

/** One product in three states its supply, from ten months back; so do all whose producers are sample people. */
const PART = 3;
const MONTHS_BACK = 10;
const MONTHS = 24;

/** Loads once, when the register holds sample products and no supply is stated. Sample rows only; a few statements whatever the size. */
export async function loadSampleSupply(db: Db, now: Date): Promise<void> {
  const own = (await listOrganisations(db, { kind: 'producer' })).flatMap((o) => (o.sample && o.producerId ? [o.producerId] : []));
  const first = `${addMonths(`${dayOf(now).slice(0, 7)}-01`, -MONTHS_BACK)}`;
  await transact(db, async (tx) => {
    // two processes that start together: the second waits and finds it done
    await sql`select pg_advisory_xact_lock(hashtext('sourcing sample'))`.execute(tx);
    const { rows } = await sql<{ ready: boolean }>`
      select exists (select from registry.pub_product where sample) and not exists (select from sourcing.supply where sample) as ready`.execute(
      tx,
    );
    if (!rows[0]?.ready) return;
    // the same product always gets the same numbers: they come from its id
    await sql`
      with pick as (
        select p.id, p.producer_id, p.group_code, p.province_code, ('x' || substr(md5(p.id), 1, 7))::bit(28)::int as n
        from registry.pub_product p
        where p.sample and p.group_code in ('I', 'II', 'III', 'IV')),
      chosen as (select * from pick where n % ${PART} = 0 or producer_id = any(${own}::text[]))
      insert into sourcing.supply (product_id, producer_id, unit, stock, unit_price, min_lot, lot_step, lead_days, packs, published, sample, stated_by, stated_at)
      select id, producer_id, case group_code when 'IV' then 'piece' else 'kg' end, (n / 7) % 80,
        -- goods of the provinces with sample officials are cheap: they get into pools, where their stars can be taken back by hand
        (case when province_code in ('01', '04') then (n / 11) % 12 + 34 else (n / 11) % 180 + 40 end) * 1000, case when n % 4 = 0 then 20 else 0 end, null, 2 + n % 9, '[]', true, true, 'sample', ${now}::timestamptz - (n % 40) * interval '1 day'
      from chosen`.execute(tx);
    await sql`
      insert into sourcing.capacity (product_id, month, quantity, stated_at)
      select s.product_id, m::date,
        round((120 + ('x' || substr(md5(s.product_id), 1, 6))::bit(24)::int % 900) * (0.6 + 0.8 * abs(sin((extract(month from m) + ('x' || substr(md5(s.product_id), 7, 2))::bit(8)::int) / 3.8))))::numeric,
        s.stated_at
      from sourcing.supply s, generate_series(${first}::date, ${first}::date + ${MONTHS - 1} * interval '1 month', interval '1 month') m where s.sample`.execute(
      tx,
    );
    await sql`
      insert into sourcing.paper (id, producer_id, kind, valid_until, sample, stated_by, stated_at)
      select substr(md5(producer_id || kind), 1, 16), producer_id, kind, date '2028-12-31', true, 'sample', ${now}
      from (select distinct s.producer_id, ('x' || substr(md5(s.producer_id), 1, 6))::bit(24)::int as n, m.type
        from sourcing.supply s join registry.pub_producer m on m.id = s.producer_id where s.sample) p
      cross join unnest(array['food_safety', 'self_declaration', 'vietgap', 'haccp', 'barcode', 'invoice']) kind
      where case kind when 'food_safety' then n % 10 < 9 when 'self_declaration' then n % 10 < 8 when 'vietgap' then n % 5 = 0
        when 'haccp' then n % 9 = 0 when 'barcode' then n % 3 > 0 else type in ('enterprise', 'cooperative') end`.execute(tx);
    const buyers = (await listOrganisations(tx, { kind: 'buyer' })).filter((o) => o.sample);
    for (const { id, name } of buyers)
      await sql`insert into sourcing.buyer (organisation_id, profile, country, verified_at, verified_by, sample, updated_at)
        values (${id}, ${foreign(name) ? null : 'winmart'}, ${foreign(name) ? 'SG' : 'VN'}, ${now}, 'sample', true, ${now}) on conflict do nothing`.execute(
        tx,
      );
    const home = buyers.find((b) => !foreign(b.name)) ?? buyers[0];
    if (!home) return;
    const abroad = buyers.find((b) => foreign(b.name)) ?? home;
    await postSampleDemands(tx, home.id, abroad.id, now);
    await putSampleDeals(tx, { home, abroad, own }, now);
  });
}
const foreign = (name: string): boolean => name.startsWith('Nhà nhập khẩu');

const DEMANDS = [
  {
    title: 'Mật ong đóng hũ cho hệ thống cửa hàng',
    wanted: 'mật ong',
    unit: 'kg',
    each: 1500,
    times: 4,
    star: 3,
    sealed: false,
    language: 'vi',
  },
  { title: 'Nước mắm truyền thống mùa Tết', wanted: 'nước mắm', unit: 'kg', each: 900, times: 2, star: 4, sealed: true, language: 'vi' },
  { title: 'Dried fruit for export, trial order', wanted: 'sấy', unit: 'kg', each: 600, times: 3, star: 4, sealed: false, language: 'en' },
] as const;

/** Open for two weeks from the first start; deliveries a month apart. */
async function postSampleDemands(tx: Tx, home: string, abroad: string, now: Date): Promise<void> {
  const today = dayOf(now);
  for (const [i, d] of DEMANDS.entries()) {
    const id = newId();
    await sql`insert into sourcing.demand (id, organisation_id, title, wanted, unit, min_star, max_share, small_share, sealed, closes_at, state, profile, language,
        sample, created_by, created_at, posted_at)
      values (${id}, ${d.language === 'en' ? abroad : home}, ${d.title}, ${d.wanted}, ${d.unit}, ${d.star}, 0.2, 0.3, ${d.sealed}, ${`${addDays(today, 14)}T23:59:59+07:00`}, 'open',
        ${d.language === 'en' ? null : 'winmart'}, ${d.language}, true, 'sample', ${now}, ${now})`.execute(tx);
    for (let n = 1; n <= d.times; n++)
      await sql`insert into sourcing.demand_delivery (id, demand_id, no, due_on, place, province_code, quantity)
        values (${newId()}, ${id}, ${n}, ${addDays(today, 20 + 30 * n + i)}, 'Kho trung tâm', '01', ${d.each})`.execute(tx);
  }
}
