import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTerritory } from '#server/modules/territory/index.ts';
import type { AppError } from '#server/platform/errors.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { registryCommands } from './cli.ts';
import type { ImportReport } from './imports/import-products.ts';

const dir = mkdtempSync(join(tmpdir(), 'sanvat-lists-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(dir, name), text);
  return join(dir, name);
};
const HEAD = 'name,producer,province,stars,decision_date\n';
const good = () => file('good.csv', `${HEAD}Gạo,HTX A,tỉnh Lâm Đồng,4,2024-05-05\nNgô,HTX A,tỉnh Lâm Đồng,,2024-05-05\n`);
const bad = () => file('bad.csv', `${HEAD}Gạo,HTX A,tỉnh Lâm Đồng,,2024-05-05\n`);

describe('sanvat import products, export products', () => {
  const base = testDatabase();
  const run = async (name: string, ...args: string[]) => {
    const command = registryCommands[name];
    if (!command) throw new Error(name);
    command.check?.(args);
    return command.run(testCtx(base.db), args, { territory: await loadTerritory(base.db) });
  };

  it('says done when something went in, refused when nothing did', async () => {
    const dry = await run('import products', good(), '--dry-run');
    expect([dry.ok, (dry.result as ImportReport).created]).toEqual([true, 1]);
    expect((await run('import products', good(), '--strict')).ok).toBe(false);
    expect((await run('import products', bad())).ok).toBe(false);
    const done = await run('import products', good());
    expect(done.ok).toBe(true);
    expect(done.result).toMatchObject({
      rows: 2,
      created: 1,
      updated: 0,
      unchanged: 0,
      needsPerson: [],
      rejected: [{ row: 3, field: 'star', code: 'missing' }],
    });
    expect(done.text).toContain('bị từ chối / rejected: 1');
    expect((await run('import products', good())).ok).toBe(true);
  });

  it('writes the file it is told to', async () => {
    const path = join(dir, 'out.xlsx');
    expect(await run('export products', path, '--as-of', '2024-12-31')).toMatchObject({
      ok: true,
      result: { layout: 'workbook21', products: 1, asOf: '2024-12-31' },
    });
    expect((await run('import products', path)).result).toMatchObject({ layout: 'workbook21', unchanged: 1 });
  });

  it('calls wrong usage by its name', () => {
    const fault = (name: string, ...args: string[]) => {
      try {
        registryCommands[name]?.check?.(args);
      } catch (e) {
        return (e as AppError).faults[0]?.code;
      }
      return 'accepted';
    };
    expect(fault('import products', good())).toBe('accepted');
    for (const args of [
      [],
      [good(), 'more'],
      [good(), '--layout', 'x'],
      [good(), '--decided-on', '2024-02-30'],
      [good(), '--what'],
      [join(dir, 'none.csv')],
    ]) {
      expect(fault('import products', ...args), args.join(' ')).toBe('usage');
    }
    for (const args of [[], ['x.pdf'], ['x.csv', '--layout', 'annex'], ['x.csv', '--as-of', 'now']])
      expect(fault('export products', ...args), args.join(' ')).toBe('usage');
  });
});
