import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { transact } from '#server/platform/db.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { recordAct, verifyChain } from './index.ts';

const base = testDatabase();
const act = (n: number) => ({ verb: 'test', subjectKind: 'thing', subjectId: String(n), detail: { n, tên: 'mật ong' } });

describe('the record of acts', () => {
  it('chains acts, also those written at the same time', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, n) => transact(base.db, (tx) => recordAct(tx, testCtx(base.db), act(n)))));
    expect(await verifyChain(base.db)).toEqual({ acts: 40 });
  });

  it('leaves no act behind when its change is rolled back', async () => {
    await expect(
      transact(base.db, async (tx) => {
        await recordAct(tx, testCtx(base.db), act(99));
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await verifyChain(base.db)).toEqual({ acts: 40 });
  });

  it('cannot be changed by the running product', async () => {
    await expect(base.db.updateTable('audit.act').set({ verb: 'other' }).where('no', '=', 3).execute()).rejects.toThrow(
      /permission denied/,
    );
    await expect(base.db.deleteFrom('audit.act').execute()).rejects.toThrow(/permission denied/);
  });

  it('shows a row that somebody changed with the owner’s rights', async () => {
    const owner = new pg.Client({ connectionString: base.url });
    await owner.connect();
    await expect(owner.query("update audit.act set verb = 'other' where no = 7")).rejects.toThrow(/append-only/);
    await owner.query('alter table audit.act disable trigger append_only');
    await owner.query('update audit.act set detail = \'{"n": 8}\' where no = 7');
    await owner.end();
    expect(await verifyChain(base.db)).toEqual({ acts: 6, brokenAt: 7 });
  });
});
