// `npm run bench [-- NAME …] [--json FILE] [--keep FOLDER]`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { benchCapture } from './capture/capture.ts';
import { benchHttp } from './http/http.ts';
import { benchImport } from './import/import.ts';
import { benchQueues } from './queues/queues.ts';
import { benchResolver } from './resolver/resolver.ts';
import { benchScore } from './score/score.ts';
import { benchSearch } from './search/search.ts';
import { benchShops } from './shops/shops.ts';
import { benchSourcing } from './sourcing/sourcing.ts';
import type { Line } from './table.ts';
import { benchTimetable } from './timetable/timetable.ts';
import { benchTrace } from './trace/trace.ts';
import { benchVerify } from './verify/verify.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' }, keep: { type: 'string' } } });
const root = values.keep ?? mkdtempSync(path.join(tmpdir(), 'sanvat-bench-'));
/** Benches leave events, lots and open servers' files behind: each has a data folder, and so a database, of its own. */
const envOf = (name: string) => ({
  SANVAT_DATA: path.join(root, name),
  PORT: '0',
  SANVAT_SAMPLE: '1',
  NODE_ENV: 'production',
  DATABASE_URL: '',
});
type Env = ReturnType<typeof envOf>;
const benches: Record<string, (env: Env) => Promise<Line[]>> = {
  http: benchHttp,
  search: benchSearch,
  import: benchImport,
  resolver: benchResolver,
  score: async () => benchScore(),
  queues: benchQueues,
  capture: benchCapture,
  trace: benchTrace,
  verify: benchVerify,
  sourcing: () => benchSourcing(),
  timetable: () => benchTimetable(),
};
/** Only when named: it installs other people's packages. */
const apart: typeof benches = { shops: benchShops };
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const results: Record<string, Line[]> = {};
try {
  for (const name of names) {
    const bench = benches[name] ?? apart[name];
    if (!bench) throw new Error(`no bench ${name}: ${Object.keys({ ...benches, ...apart }).join(', ')}`);
    results[name] = await bench(envOf(name));
  }
} finally {
  if (!values.keep) rmSync(root, { recursive: true, force: true });
}
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, at: new Date().toISOString(), results }, null, 2)}\n`);
