// Settings have one home, src/server/platform/config.ts: README and everything in deploy/ name those and no others.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { SETTINGS } from '#server/platform/config.ts';
import { WEB_ENV, WEB_FLAGS } from '../scripts/flags.mjs';

const read = (file: string) => readFileSync(file, 'utf8');
/** What the programs around the product know, which is no setting of ours. */
const OTHERS = new Set(['NODE_ENV', 'POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB', 'PGDATA', 'PGPASSWORD', 'GLIBC_TUNABLES']);
const strange = (names: Iterable<string>) => [...new Set(names)].filter((n) => !SETTINGS.includes(n) && !OTHERS.has(n));

it('README lists every setting and no other', () => {
  const table = read('README.md').split('## Settings')[1]?.split('\n## ')[0] ?? '';
  const named = table.split('\n').flatMap((line) => [...(/^\|([^|]*)\|/.exec(line)?.[1] ?? '').matchAll(/`([A-Z_]+)`/g)].map((m) => m[1]));
  expect(named.sort()).toEqual([...SETTINGS].sort());
});

it('the unit, the container and the compose file name only settings that exist', () => {
  const unit = [...read('deploy/sanvat.service').matchAll(/^Environment=(\w+)=/gm)].map((m) => m[1] as string);
  const example = [...read('deploy/sanvat.env.example').matchAll(/^#?(\w+)=/gm)].map((m) => m[1] as string);
  const image = [...read('deploy/Containerfile').matchAll(/^ENV (.*)$/gm)].flatMap((m) =>
    [...(m[1] as string).matchAll(/(\w+)=/g)].map((n) => n[1] as string),
  );
  const compose = read('deploy/compose.yaml');
  const variables = [...compose.matchAll(/^ {6}([A-Z_]+):/gm), ...compose.matchAll(/\$\{(\w+)/g)].map((m) => m[1] as string);
  for (const names of [unit, example, image, variables]) expect(names.length).toBeGreaterThan(0);
  expect(strange([...unit, ...example, ...image, ...variables])).toEqual([]);
});

it('the scripts of deploy/ are sound and read only settings that exist', () => {
  for (const file of readdirSync('deploy').filter((f) => f.endsWith('.sh'))) {
    expect(spawnSync('sh', ['-n', `deploy/${file}`]).status, file).toBe(0);
    expect(strange([...read(`deploy/${file}`).matchAll(/\$\{?([A-Z][A-Z_]+)/g)].map((m) => m[1] as string)), file).toEqual([]);
  }
});

it('the unit and the image start the product as `npm start` does', () => {
  expect(read('deploy/sanvat.service')).toContain(`node ${WEB_FLAGS.join(' ')} src/web.ts`);
  for (const [name, value] of Object.entries(WEB_ENV)) {
    expect(read('deploy/sanvat.service')).toContain(`Environment=${name}=${value}\n`);
    expect(read('deploy/Containerfile')).toContain(` ${name}=${value}\n`);
  }
  expect(read('deploy/Containerfile')).toContain(`CMD ${JSON.stringify(['node', ...WEB_FLAGS, 'src/web.ts']).replaceAll(',', ', ')}`);
});

type Locked = { dev?: boolean; devOptional?: boolean; cpu?: string[]; os?: string[] };
it('NOTICE credits every package that the product runs with', () => {
  const notice = read('NOTICE');
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  // builds of one package for single platforms go under its name
  const shipped = Object.entries(packages).filter(
    ([at, p]) => at !== '' && !p.dev && !p.devOptional && !p.cpu && !p.os && !at.endsWith('-wasm32'),
  );
  const names = [...new Set(shipped.map(([at]) => at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length)))];
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter((name) => !new RegExp(`(?<![\\w/-])${RegExp.escape(name)}(?![\\w/-])`).test(notice))).toEqual([]);
});
