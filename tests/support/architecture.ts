// Reads the imports of a tree and names every one that breaks the house (ARCHITECTURE.md, The rooms).
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const TIERS: Record<string, number> = {
  audit: 0,
  jobs: 0,
  territory: 1,
  identity: 2,
  registry: 3,
  notices: 3,
  assessment: 4,
  catalogue: 4,
  supervision: 5,
  traceability: 5,
  outlets: 6,
  export: 6,
  training: 6,
  sourcing: 7,
  promotion: 7,
  channels: 7,
  regions: 8,
  statistics: 9,
};
/** What only assemblers (and the module itself) may import beside the door. */
const ASSEMBLED = /^(api|cli|jobs|fixtures|hot)\.ts$/;
const ASSEMBLERS = new Set([
  'src/server/api.ts',
  'src/server/app.ts',
  'src/server/start-app.ts',
  'src/server/tasks.ts',
  'src/web.ts',
  'src/cli.ts',
]);
const MAX_LINES = 400;

type Source = { file: string; text: string };
export type Breach = { file: string; what: string };

export function* sources(dir: string): Generator<Source> {
  for (const e of readdirSync(dir, { withFileTypes: true })) {
    const file = path.posix.join(dir, e.name);
    if (e.isDirectory()) yield* sources(file);
    else if (/\.(ts|svelte|m?js|css)$/.test(e.name)) yield { file, text: readFileSync(file, 'utf8') };
  }
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

/** What a file imports, as paths in the tree or package names. */
export function importsOf({ file, text }: Source): { target: string; typeOnly: boolean }[] {
  return [...text.matchAll(IMPORT)].map((m) => {
    const spec = m[2] ?? m[3] ?? '';
    const target = spec.startsWith('#')
      ? `src/${spec.slice(1)}`
      : spec.startsWith('.')
        ? path.posix.join(path.posix.dirname(file), spec)
        : spec;
    return { target, typeOnly: m[1] !== undefined };
  });
}

const roomOf = (file: string) => /^src\/(server|shared|ui|routes)(?:\/(platform|modules|http))?(?:\/([^/]+))?/.exec(file);
const moduleOf = (file: string) => /^src\/server\/modules\/([^/]+)\//.exec(file)?.[1];

function breach(file: string, target: string, typeOnly: boolean): string | undefined {
  if (!target.startsWith('src/')) return undefined;
  const to = moduleOf(target);
  const from = moduleOf(file);
  const isTest = file.endsWith('.test.ts');
  const [, side, part] = roomOf(file) ?? [];
  if (side === 'shared' && !target.startsWith('src/shared/')) return 'shared imports only shared';
  if (side === 'ui' && !/^src\/(shared|ui)\//.test(target)) return 'ui imports only shared and ui';
  if (side === 'routes' && target.startsWith('src/server/') && !to && !typeOnly && !target.startsWith('src/server/platform/'))
    return 'routes import doors, ui and shared';
  if (side === 'server' && part === 'platform' && !/^src\/(server\/platform|shared)\//.test(target))
    return 'platform imports nothing above it';
  if (side === 'server' && /^src\/(ui|routes)\//.test(target)) return 'the server knows no page';
  if (!to || to === from) return undefined;
  const inside = target.slice(`src/server/modules/${to}/`.length);
  const assembler = ASSEMBLERS.has(file);
  if (isTest && (inside === 'index.ts' || ASSEMBLED.test(inside))) return undefined;
  if (inside !== 'index.ts' && !(assembler && ASSEMBLED.test(inside))) return `only the door of ${to} may be imported`;
  if (from) {
    const [a, b] = [TIERS[from], TIERS[to]];
    if (a === undefined || b === undefined) return `module ${a === undefined ? from : to} has no tier`;
    if (b >= a) return `${from} (tier ${a}) may not import ${to} (tier ${b})`;
  }
  return undefined;
}

/** Every breach of the house in a set of files: directions, doors, cycles, length, tables of others. */
export function breaches(files: readonly Source[]): Breach[] {
  const found: Breach[] = [];
  const graph = new Map<string, string[]>();
  for (const source of files) {
    const imports = importsOf(source);
    graph.set(
      source.file,
      imports.map((i) => i.target),
    );
    for (const { target, typeOnly } of imports) {
      const what = breach(source.file, target, typeOnly);
      if (what) found.push({ file: source.file, what: `${target}: ${what}` });
    }
    const lines = source.text.split('\n').length - 1;
    if (lines > MAX_LINES && !/shapes\.ts$/.test(source.file)) found.push({ file: source.file, what: `${lines} lines` });
    const own = moduleOf(source.file);
    if (own && !source.file.endsWith('.test.ts'))
      for (const [, schema = '', table = ''] of source.text.matchAll(/\b(?:from|join|into|update)\s+(\w+)\.(\w+)/gi))
        if (schema in TIERS && schema !== own && !table.startsWith('pub_'))
          found.push({ file: source.file, what: `reads ${schema}.${table} of another module` });
  }
  return [...found, ...cycles(graph)];
}

function cycles(graph: Map<string, string[]>): Breach[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: Breach[] = [];
  const visit = (file: string, trail: string[]): void => {
    if (state.get(file) === 'done' || !graph.has(file)) return;
    if (state.get(file) === 'open') {
      found.push({ file, what: `import cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}` });
      return;
    }
    state.set(file, 'open');
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    state.set(file, 'done');
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
