import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { breaches, sources, TIERS } from './support/architecture.ts';

const house = [...sources('src')];

describe('the house', () => {
  it('has no import against its direction, no second door, no cycle, no file over 400 lines', () => {
    expect(breaches(house)).toEqual([]);
  });

  it('has no file over 400 lines beside the product either', () => {
    const beside = ['tests', 'bench', 'scripts', 'static'].flatMap((dir) => [...sources(dir)]);
    expect(beside.length).toBeGreaterThan(60);
    expect(beside.filter(({ text }) => text.split('\n').length > 401).map(({ file }) => file)).toEqual([]);
  });

  it('gives every module a tier and a door', () => {
    for (const name of readdirSync('src/server/modules')) {
      expect(TIERS, name).toHaveProperty(name);
      expect(readdirSync(`src/server/modules/${name}`), name).toContain('index.ts');
      expect(readdirSync(`src/server/modules/${name}`), name).toContain('README.md');
    }
  });

  const bad = (file: string, text: string) => breaches([...house, { file, text }]).map((b) => b.what);

  it('catches a deliberately bad import: a lower module reaching up', () => {
    expect(bad('src/server/modules/territory/bad.ts', "import { readFacts } from '#server/modules/registry/index.ts';")).toEqual([
      'src/server/modules/registry/index.ts: territory (tier 1) may not import registry (tier 3)',
    ]);
  });

  it('catches a way round a door, a page in the server, the domain in the platform and server code in ui', () => {
    expect(bad('src/server/modules/statistics/bad.ts', "import { fold } from '../registry/rules/validity.ts';")).toHaveLength(1);
    expect(bad('src/server/modules/registry/bad.ts', "import x from '../../../routes/x.svelte';")).toHaveLength(1);
    expect(bad('src/server/platform/bad.ts', "import { standing } from '#server/modules/registry/index.ts';")).toHaveLength(1);
    expect(bad('src/ui/bad.svelte', "<script>\nimport { openDb } from '#server/platform/db.ts';\n</script>")).toHaveLength(1);
    expect(bad('src/shared/bad.ts', "import { openDb } from '#server/platform/db.ts';")).toHaveLength(1);
  });

  it('catches a cycle, an overlong file and a foreign table', () => {
    expect(
      breaches([
        { file: 'src/shared/a.ts', text: "import './b.ts';" },
        { file: 'src/shared/b.ts', text: "import type { A } from './a.ts';" },
      ]),
    ).toHaveLength(1);
    expect(bad('src/shared/long.ts', 'x\n'.repeat(401))).toEqual(['401 lines']);
    expect(bad('src/server/modules/statistics/sql.ts', 'const q = `select 1 from registry.product`;')).toHaveLength(1);
    expect(bad('src/server/modules/statistics/sql.ts', 'const q = `select 1 from registry.pub_recognition`;')).toEqual([]);
  });
});
