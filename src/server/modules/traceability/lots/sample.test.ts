import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { SYSTEM } from '#server/modules/identity/index.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { putProduct, putTerm } from '../../../../../tests/support/recognised.ts';
import { findLotStory, findRecalls } from '../events/index.ts';
import { loadSampleLots } from './sample.ts';

const base = testDatabase();
const ctx = () => testCtx(base.db, '2026-11-22T12:00:00+07:00', SYSTEM);

describe('sample lots', () => {
  const products: string[] = [];
  beforeAll(async () => {
    for (const [n, province] of [
      [1, '08'],
      [2, '12'],
      [3, '22'],
    ] as const) {
      products.push(await putProduct(base.db, n, province));
      await putTerm(base.db, products.at(-1) ?? '', 4, '2026-01-01', '2029-01-01');
    }
    await sql`update registry.product set sample = true`.execute(base.db);
    await sql`update registry.producer set sample = true`.execute(base.db);
  });

  it('are told once, have a story, and one of them is under recall', async () => {
    const territory = await loadTerritory(base.db);
    expect(await loadSampleLots(ctx(), territory)).toBe(true);
    expect(await loadSampleLots(ctx(), territory)).toBe(false);
    const recalls = (await Promise.all(products.map((p) => findRecalls(base.db, p)))).flat();
    expect(recalls).toHaveLength(1);
    for (const productId of products) {
      const story = await findLotStory(base.db, { productId, lot: '261110-2' });
      expect(story).toMatchObject({ sample: true, tests: [{ passed: true }] });
      expect(story?.steps.map((s) => [s.kind, s.households])).toEqual([
        ['buy', 5],
        ['process', undefined],
      ]);
      expect(story?.lots).toHaveLength(6);
      expect(story?.recalled).toBeUndefined();
    }
  });
});
