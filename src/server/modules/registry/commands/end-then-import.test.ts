import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { transact } from '#server/platform/db.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { importProducts } from '../imports/import-products.ts';
import { readFacts } from '../queries/read-facts.ts';
import { known, standing } from '../rules/validity.ts';
import { endRecognition } from './end-recognition.ts';
import { lockProduct } from './lock-product.ts';

const base = testDatabase();
let territory: Territory;
beforeAll(async () => {
  territory = await loadTerritory(base.db);
});
const HEAD = 'name;producer;commune;district;province;stars;score;decision_no;decision_date;issuer';
const row = (stars: number, no: string, day: string) =>
  `Gạo thơm;HTX Tân Cương;xã Tân Cương;TP. Thái Nguyên;tỉnh Thái Nguyên;${stars};;${no};${day};UBND tỉnh Thái Nguyên`;
const load = (...rows: string[]) =>
  importProducts(testCtx(base.db), { file: Buffer.from([HEAD, ...rows].join('\n')), fileName: 'list.csv' }, { territory });
const statusOn = async (day: string) => {
  for await (const [facts] of readFacts(base.db)) return facts && standing(known(facts.recognitions, day), day)?.status;
  return undefined;
};

const somebodyWaits = async () => {
  for (;;) {
    const waiting = sql`select pid from pg_locks where not granted and locktype <> 'advisory'`;
    if ((await waiting.execute(base.db)).rows.length > 0) return;
    await setTimeout(20);
  }
};

describe('a list loaded after or beside an act on its products', () => {
  it('does not give the star back, whichever older decision it states; a new decision does', async () => {
    await load(row(3, '12/QĐ-UBND', '2025-01-10'));
    const { id } = await base.db.selectFrom('registry.product').select('id').executeTakeFirstOrThrow();
    const act = { productId: id, endedOn: '2026-05-01', endedBy: 'revoked' as const, cause: 'Điều 8', decidedOn: '2026-05-01' };
    await transact(base.db, (tx) => endRecognition(tx, testCtx(base.db), act));
    const lists = [
      [row(3, '12/QĐ-UBND', '2025-01-10')],
      [row(4, '12/QĐ-UBND', '2025-01-12')],
      [row(4, '40/QĐ-UBND', '2025-11-20')],
      [row(3, '7/QĐ-UBND', '2024-06-01')],
    ];
    for (const list of lists) {
      await load(...list);
      for (const day of ['2026-05-01', '2026-11-21', '2028-01-01']) expect(await statusOn(day), list[0]).toBe('revoked');
    }
    await load(row(3, '99/QĐ-UBND', '2026-09-01'));
    expect(await statusOn('2026-08-31')).toBe('revoked');
    expect(await statusOn('2026-09-01')).toBe('valid');
  });

  it('waits for what is done to a product at the same moment, and leaves it standing', async () => {
    const other = (score: string) => row(3, '15/QĐ-UBND', '2025-03-10').replace('Gạo thơm', 'Gạo nếp').replace(';;', `;${score};`);
    await load(other(''));
    const { id } = await base.db.selectFrom('registry.product').select('id').where('name', '=', 'Gạo nếp').executeTakeFirstOrThrow();
    const { going } = await transact(base.db, async (tx) => {
      await lockProduct(tx, id);
      const going = load(other('64'));
      await somebodyWaits();
      await tx.updateTable('registry.recognition').set({ extended_until: '2028-05-01' }).where('product_id', '=', id).execute();
      return { going };
    });
    expect(await going).toMatchObject({ updated: 1 });
    const kept = await base.db
      .selectFrom('registry.recognition')
      .select(['score', 'extended_until'])
      .where('product_id', '=', id)
      .execute();
    expect(kept).toEqual([{ score: 64, extended_until: '2028-05-01' }]);
  });
});
