// One row changed past every trigger, in each table that the record rests on: the house finds it and says where.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordAct } from '#server/modules/audit/index.ts';
import { transact } from '#server/platform/db.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { signingKey, writeCheckpoint } from './checkpoints.ts';
import { holds, verifyRecord } from './verify-record.ts';

const base = testDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'sanvat-verify-'));
let product = '';
const act = (verb: string) =>
  transact(base.db, (tx) =>
    recordAct(tx, testCtx(base.db, '2026-11-21T08:00:00Z'), { verb, subjectKind: 'x', subjectId: 'x', detail: { n: 1 } }),
  );
beforeAll(async () => {
  for (let n = 1; n <= 3; n++) {
    product = await putProduct(base.db, n);
    await putTerm(base.db, product, 4, '2025-01-10', '2028-01-10');
    await act(`thử ${n}`);
  }
  // an ordinary correction is an entry of the record, not a fault
  await base.db.updateTable('registry.recognition').set({ star: 3 }).where('product_id', '=', product).execute();
  await writeCheckpoint(testCtx(base.db, '2026-11-21T09:00:00Z'), signingKey(folder));
  await act('sau mốc');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Does something as the owner of the database does it, no trigger running; verifies; and takes it back. */
async function seenAfter(...statements: string[]) {
  const client = new pg.Client({ connectionString: base.url });
  await client.connect();
  await client.query("set session_replication_role = 'replica'");
  const keep = [
    'audit.act',
    'audit.head',
    'registry.public_record',
    'registry.public_head',
    'registry.recognition',
    'supervision.checkpoint',
  ];
  for (const [i, table] of keep.entries()) await client.query(`create table public.kept${i} as select * from ${table}`);
  for (const s of statements) await client.query(s);
  const seen = await verifyRecord(base.db);
  for (const [i, table] of keep.entries())
    await client.query(
      `delete from ${table}; insert into ${table} overriding system value select * from public.kept${i}; drop table public.kept${i}`,
    );
  await client.end();
  expect(holds(await verifyRecord(base.db))).toBe(true);
  return seen;
}

it('finds nothing where nothing was touched', async () => {
  expect(await verifyRecord(base.db)).toEqual({ entries: 4, acts: 4, checkpoints: 1, unfit: [], register: [] });
});

it('finds a changed, a missing and a cut-off act, also where the chain was written anew', async () => {
  expect(await seenAfter(`update audit.act set actor_name = 'khác' where no = 2`)).toMatchObject({ actsBrokenAt: 2 });
  expect(await seenAfter(`update audit.act set detail = '{"n":2}' where no = 3`)).toMatchObject({ actsBrokenAt: 3 });
  expect(await seenAfter('delete from audit.act where no = 1')).toMatchObject({ actsBrokenAt: 1 });
  const cut = ['delete from audit.act where no > 2', 'update audit.head set no = 2, hash = (select hash from audit.act where no = 2)'];
  expect(await seenAfter(...cut)).toMatchObject({ acts: 2, actsBrokenAt: 3 });
});

it('finds a changed or missing entry of the public record, and a checkpoint that does not fit', async () => {
  expect(await seenAfter(`update registry.public_record set body = replace(body, '"star":4', '"star":5') where no = 2`)).toMatchObject({
    brokenAt: 2,
  });
  expect(await seenAfter('delete from registry.public_record where no = 4')).toMatchObject({ brokenAt: 4, unfit: [4] });
  const forged = 'update supervision.checkpoint set signature = set_byte(signature, 40, get_byte(signature, 40) # 1)';
  expect(await seenAfter(forged)).toMatchObject({ unfit: [4] });
  expect(await seenAfter(`update supervision.checkpoint set public_key = '\\x00'`)).toMatchObject({ unfit: [4] });
});

it('finds a recognition that is not what the record says, was taken away or put in', async () => {
  const where = `where product_id = '${product}'`;
  expect((await seenAfter(`update registry.recognition set valid_until = valid_until + 1 ${where}`)).register).toEqual([
    { product, validFrom: '2025-01-10', why: 'differs' },
  ]);
  expect((await seenAfter(`update registry.recognition set star = 5 ${where}`)).register).toHaveLength(1);
  expect((await seenAfter(`delete from registry.recognition ${where}`)).register).toEqual([{ product, validFrom: null, why: 'rows' }]);
  const columns = 'star, potential_five, score, decision_no, decision_key, decided_on, issuer, valid_until, created_at';
  const added = `insert into registry.recognition (product_id, valid_from, ${columns}) select product_id, '2020-01-10', ${columns} from registry.recognition ${where}`;
  expect((await seenAfter(added)).register).toEqual([
    { product, validFrom: '2020-01-10', why: 'differs' },
    { product, validFrom: null, why: 'rows' },
  ]);
});
