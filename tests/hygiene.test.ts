// What keeps the tree clean is a test like any other.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const run = (args: string[]) => {
  const r = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, VITEST: '', FORCE_COLOR: '0' },
    timeout: 240_000,
  });
  return { status: r.status, said: `${r.stdout}${r.stderr}`.slice(-4000) };
};
const CLEAN = { status: 0, said: expect.any(String) };

it(
  'is formatted and linted (Biome)',
  () => expect(run(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=20'])).toEqual(CLEAN),
  120_000,
);
it(
  'is typed (svelte-check)',
  () => expect(run(['node_modules/svelte-check/bin/svelte-check', '--fail-on-warnings', '--output', 'machine'])).toEqual(CLEAN),
  240_000,
);
it('holds nothing unused (knip)', () => expect(run(['node_modules/knip/bin/knip.js', '--no-progress'])).toEqual(CLEAN), 120_000);
it('has a lock that every platform can install from', () => expect(run(['scripts/complete-lock.mjs', '--check'])).toEqual(CLEAN));
