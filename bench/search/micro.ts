// `node bench/search/micro.ts DATA COUNT`: the index alone, microseconds per search.

import { parseSearch } from '#server/modules/catalogue/index.ts';
import { buildIndex } from '#server/modules/catalogue/search-index.ts';
import { queries } from '../http/http.ts';
import { openUnits } from './house.ts';
import { synthesise } from './synthetic.ts';

const [data = '/tmp/catdata', count = '17068'] = process.argv.slice(2);
const { territory, close } = await openUnits({ SANVAT_DATA: data });
await close();
globalThis.gc?.();
const before = process.memoryUsage();
let t = performance.now();
const keeps = Number(count) <= 200_000;
const index = buildIndex(synthesise(territory, Number(count)), territory, '2026-11-21', keeps);
console.log('build ms', Math.round(performance.now() - t));
globalThis.gc?.();
const after = process.memoryUsage();
console.log(
  'heap MB',
  (after.heapUsed - before.heapUsed) >> 20,
  'buffers MB',
  (after.arrayBuffers - before.arrayBuffers) >> 20,
  'rss',
  after.rss >> 20,
  'terms',
  index.store.dictionary.words.length,
);
const { store } = index;
const cards = Array.from({ length: Math.min(17068, store.size) }, (_, i) => index.card(store.ids[i] as string)).filter(
  (c) => c !== undefined,
);
const texts = queries(cards).map((u) => u.slice(u.indexOf('?') + 1));
for (let round = 0; round < 3; round++) {
  t = performance.now();
  const cpu = process.cpuUsage();
  let bytes = 0;
  const times = new Float64Array(texts.length);
  texts.forEach((text, i) => {
    const t0 = performance.now();
    bytes += index.searchBytes(parseSearch(new URLSearchParams(text)), 'vi', 1).body.length;
    times[i] = performance.now() - t0;
  });
  const total = process.cpuUsage(cpu).user / 1000;
  times.sort();
  console.log(
    `${texts.length} queries: mean CPU ${((total * 1000) / texts.length).toFixed(1)} µs, p50 ${((times[times.length >> 1] ?? 0) * 1000).toFixed(0)}, p99 ${((times[Math.floor(times.length * 0.99)] ?? 0) * 1000).toFixed(0)} µs, max ${((times.at(-1) ?? 0) * 1000).toFixed(0)}; ${Math.round(bytes / texts.length)} bytes`,
  );
}
