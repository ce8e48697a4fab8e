// `npm run bench [-- NAME …] [--json FILE]`
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
import { benchSourcing } from './sourcing/sourcing.ts';
import type { Line } from './table.ts';
import { benchTimetable } from './timetable/timetable.ts';
import { benchTrace } from './trace/trace.ts';
import { benchVerify } from './verify/verify.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
const data = mkdtempSync(path.join(tmpdir(), 'sanvat-bench-'));
const env = { SANVAT_DATA: data, PORT: '0', SANVAT_SAMPLE: '1', NODE_ENV: 'production', DATABASE_URL: '' };
const benches: Record<string, () => Promise<Line[]>> = {
  http: () => benchHttp(env),
  search: () => benchSearch(env),
  import: () => benchImport(env),
  resolver: () => benchResolver(env),
  score: async () => benchScore(),
  queues: () => benchQueues(env),
  capture: () => benchCapture(env),
  trace: () => benchTrace(env),
  verify: () => benchVerify(env),
  sourcing: benchSourcing,
  timetable: benchTimetable,
};
const names = positionals.length > 0 ? positionals : Object.keys(benches);
const results: Record<string, Line[]> = {};
try {
  for (const name of names) {
    const bench = benches[name];
    if (!bench) throw new Error(`no bench ${name}: ${Object.keys(benches).join(', ')}`);
    results[name] = await bench();
  }
} finally {
  rmSync(data, { recursive: true, force: true });
}
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ node: process.version, at: new Date().toISOString(), results }, null, 2)}\n`);
