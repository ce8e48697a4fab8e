import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { transact } from '#server/platform/db.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { standing } from '../rules/validity.ts';
import { endRecognition } from './end-recognition.ts';
import { extendRecognition } from './extend-recognition.ts';
import { lockProduct } from './lock-product.ts';

const base = testDatabase();
const ctx = (day = '2026-11-21') => testCtx(base.db, `${day}T08:00:00+07:00`);
let n = 0;
let id = '';

beforeEach(async () => {
  id = `P${++n}`;
  await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code)
    values ('M', 'HTX Bản Mới', 'x', 'cooperative', '08', '08') on conflict do nothing`.execute(base.db);
  await sql`insert into registry.product (id, producer_id, name, name_key, province_code) values (${id}, 'M', ${'Chè "Shan" tuyết'}, ${id}, '08')`.execute(
    base.db,
  );
});
const grant = (from: string, until: string, star = 4) =>
  sql`insert into registry.recognition (product_id, star, valid_from, valid_until) values (${id}, ${star}, ${from}, ${until})`.execute(
    base.db,
  );
const end = (endedOn: string, decidedOn = endedOn, day = '2026-11-21') =>
  transact(base.db, (tx) => endRecognition(tx, ctx(day), { productId: id, endedOn, endedBy: 'revoked', cause: 'Điều 8', decidedOn }));
const terms = () => transact(base.db, (tx) => lockProduct(tx, id));
const statusOn = async (day: string) => standing(await terms(), day)?.status;

describe('endRecognition', () => {
  it('takes the star from its day on and leaves the days before', async () => {
    await grant('2025-01-10', '2028-01-10');
    await end('2026-05-01');
    expect(await statusOn('2026-04-30')).toBe('valid');
    expect(await statusOn('2026-05-01')).toBe('revoked');
    expect(await statusOn('2029-01-01')).toBe('revoked');
  });

  it('ends every recognition still running, so that no older one shines through, and one not begun yet', async () => {
    await grant('2024-06-01', '2027-06-01', 3);
    await grant('2025-06-01', '2028-06-01', 4);
    await grant('2026-12-01', '2029-12-01', 5);
    expect((await end('2026-11-01')).map((e) => e.endedOn)).toEqual(['2026-11-01', '2026-11-01', '2026-12-01']);
    for (const day of ['2026-11-01', '2026-12-15', '2027-01-01', '2029-01-01']) expect(await statusOn(day)).toBe('revoked');
  });

  it('cannot end twice, before the beginning, after the decision, in the future, or what has expired', async () => {
    await grant('2023-01-10', '2026-01-10');
    await expect(end('2022-12-31')).rejects.toMatchObject({ code: 'invalid' });
    await expect(end('2025-05-02', '2025-05-01')).rejects.toMatchObject({ code: 'invalid' });
    await expect(end('2026-11-22')).rejects.toMatchObject({ code: 'invalid' });
    await expect(end('2026-01-11')).rejects.toMatchObject({ code: 'conflict', faults: [{ code: 'expired' }] });
    expect(await statusOn('2026-11-21')).toBe('expired');
    await end('2025-05-01');
    await expect(end('2025-06-01')).rejects.toMatchObject({ code: 'conflict', faults: [{ code: 'ended' }] });
    await expect(end('2025-04-01')).rejects.toMatchObject({ code: 'conflict', faults: [{ code: 'ended' }] });
    expect(await statusOn('2025-04-30')).toBe('valid');
  });

  it('goes by what is known that day: an ending that lies ahead does not stand in the way', async () => {
    await grant('2024-01-10', '2027-01-10');
    await sql`update registry.recognition set ended_on = '2026-12-24', ended_by = 'revoked' where product_id = ${id}`.execute(base.db);
    await end('2026-11-20');
    expect(await statusOn('2026-11-20')).toBe('revoked');
  });

  it('of many at once exactly one ends it', async () => {
    await grant('2025-01-10', '2028-01-10');
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => end('2026-05-01')));
    expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
  });

  it('covers what a late list tells only afterwards, but not a new grant', async () => {
    await grant('2025-01-10', '2028-01-10', 3);
    await end('2026-05-01');
    await grant('2025-09-01', '2028-09-01', 4);
    expect(await statusOn('2026-05-01')).toBe('revoked');
    expect(await statusOn('2026-04-30')).toBe('valid');
    await grant('2026-08-01', '2029-08-01', 3);
    expect(await statusOn('2026-08-01')).toBe('valid');
  });
});

describe('extendRecognition', () => {
  const extend = (until: string, day: string) =>
    transact(base.db, (tx) => extendRecognition(tx, ctx(day), { productId: id, until, reason: 'Hồ sơ nộp muộn vì lũ' }));

  it('keeps the effect for at most 180 days after the printed end, with a reason', async () => {
    await grant('2023-01-10', '2026-01-10');
    await expect(extend('2026-07-10', '2026-01-20')).rejects.toMatchObject({ code: 'invalid' });
    await expect(extend('2026-01-10', '2026-01-20')).rejects.toMatchObject({ code: 'invalid' });
    await expect(extend('2026-01-15', '2026-01-20')).rejects.toMatchObject({ code: 'invalid' });
    await extend('2026-07-09', '2026-01-20');
    expect(await statusOn('2026-07-09')).toBe('extended');
    expect(await statusOn('2026-07-10')).toBe('expired');
    await end('2026-03-01');
    expect(await statusOn('2026-03-01')).toBe('revoked');
    await expect(extend('2026-07-01', '2026-03-02')).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the public record', () => {
  type Entry = { no: number; body: string; previous: Buffer; hash: Buffer };
  const record = async () => (await sql<Entry>`select * from registry.pub_record order by no`.execute(base.db)).rows;

  it('holds every step, chained over canonical bodies', async () => {
    const before = (await record()).length;
    await grant('2023-01-10', '2026-01-10');
    await transact(base.db, (tx) => extendRecognition(tx, ctx('2026-01-20'), { productId: id, until: '2026-03-09', reason: 'x' }));
    await end('2026-02-01');
    await sql`delete from registry.recognition where product_id = ${id}`.execute(base.db);
    const all = await record();
    expect(all.slice(before).map((e) => JSON.parse(e.body).kind)).toEqual(['recognised', 'extended', 'withdrawn', 'removed']);
    let previous = Buffer.alloc(32);
    for (const [i, e] of all.entries()) {
      expect(e.no).toBe(i + 1);
      expect(e.previous.equals(previous)).toBe(true);
      previous = createHash('sha256').update(previous).update(e.body).digest();
      expect(e.hash.equals(previous)).toBe(true);
      const parsed = JSON.parse(e.body);
      expect(e.body).toBe(JSON.stringify(parsed, Object.keys(parsed).sort()));
    }
  });

  it('grows by the rows of one statement in one go, and not by changes that say nothing new', async () => {
    const before = (await record()).length;
    await sql`insert into registry.recognition (product_id, star, valid_from, valid_until)
      select ${id}, 3, date '2000-01-01' + n, date '2003-01-01' + n from generate_series(1, 500) n`.execute(base.db);
    await sql`update registry.recognition set score = 60 where product_id = ${id}`.execute(base.db);
    expect((await record()).length).toBe(before + 500);
  });

  it('is written by nobody else', async () => {
    const tries = [
      sql`update registry.public_record set body = '{}' where no = 1`,
      sql`delete from registry.public_record where no = 1`,
      sql`insert into registry.public_record values (99999, '{}', '', '')`,
      sql`update registry.public_head set no = 0`,
    ];
    for (const t of tries) await expect(t.execute(base.db)).rejects.toThrow(/written by the register alone/);
  });
});
