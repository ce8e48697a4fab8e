import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../../tests/support/database.ts';
import { importProducts } from './import-products.ts';

const REAL = '../shared/data/products-real.csv';

describe('the real list', () => {
  const base = testDatabase();
  it.skipIf(!existsSync(REAL))('goes in, row by row accounted for', async () => {
    const territory = await loadTerritory(base.db);
    const file = readFileSync(REAL);
    const ctx = testCtx(base.db);
    const t0 = Date.now();
    const r = await importProducts(ctx, { file, fileName: 'products-real.csv', decidedOn: '2024-06-01' }, { territory });
    console.log(Date.now() - t0, 'ms', r.rows, r.created, r.updated, r.unchanged, r.needsPerson.length, r.rejected.length);
    for (const x of r.rejected) console.log('REJ', x.row, x.field, x.code, x.message);
    for (const x of r.needsPerson) console.log('PERS', x.row, x.reason, JSON.stringify(x.candidates));
    const w: Record<string, number> = {};
    for (const x of r.warnings) w[x.code] = (w[x.code] ?? 0) + 1;
    console.log(w);
    for (const x of r.warnings)
      if (!['province_level', 'date_future'].includes(x.code)) console.log('W', x.row, x.field, x.code, x.message);
    const again = await importProducts(ctx, { file, fileName: 'products-real.csv', decidedOn: '2024-06-01' }, { territory });
    console.log(again.rows, again.created, again.updated, again.unchanged, again.needsPerson.length, again.rejected.length);
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: r.created + r.updated + r.unchanged });
  });
});
