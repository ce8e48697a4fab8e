import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { testDatabase } from '../../../../tests/support/database.ts';

const base = testDatabase();
const run = (text: string) => sql.raw(text).execute(base.db);
beforeEach(async () => {
  for (const table of ['share', 'pool', 'demand_delivery', 'demand', 'capacity', 'supply', 'buyer'])
    await run(`delete from sourcing.${table}`);
  await run(
    `insert into sourcing.supply (product_id, producer_id, unit, stock, unit_price, stated_by, stated_at) values ('P', 'M', 'kg', 20, 1000, 't', now())`,
  );
  await run(`insert into sourcing.capacity values ('P', '2026-12-01', 100, now()), ('P', '2027-01-01', 50, now())`);
  await run(`insert into sourcing.buyer (organisation_id, updated_at) values ('B', now())`);
  await run(
    `insert into sourcing.demand (id, organisation_id, title, unit, closes_at, created_by, created_at) values ('D', 'B', 'x', 'kg', now(), 't', now())`,
  );
  await run(
    `insert into sourcing.demand_delivery (id, demand_id, no, due_on, quantity) values ('D1', 'D', 1, '2026-12-10', 500), ('D2', 'D', 2, '2027-01-10', 500)`,
  );
  await run(
    `insert into sourcing.pool (id, demand_id, round, rules, question, answer, solved_at, solved_by) values ('Q', 'D', 1, '{}', '{}', '{}', now(), 't')`,
  );
});
const share = (id: string, delivery: string, quantity: number) =>
  run(`insert into sourcing.share (id, pool_id, demand_id, delivery_id, product_id, producer_id, quantity, unit_price, state)
    values ('${id}', 'Q', 'D', '${delivery}', 'P', 'M', ${quantity}, 1000, 'offered')`);

test('a month holds its capacity, the stock serves once for all months', async () => {
  await share('a', 'D1', 115);
  await share('b', 'D2', 55);
  await expect(share('c', 'D2', 0.001)).rejects.toThrow(/exceeded by 0.001/);
  await run(`update sourcing.share set state = 'accepted', answered_quantity = 100 where id = 'a'`);
  await share('c', 'D2', 15);
  await expect(run(`update sourcing.share set answered_quantity = 101 where id = 'a'`)).rejects.toThrow(/exceeded/);
});

test('commitments at once never oversell', async () => {
  const made = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => share(`s${i}`, 'D1', 10)));
  expect(made.filter((m) => m.status === 'fulfilled')).toHaveLength(12);
});
