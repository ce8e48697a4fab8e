import { parseSearch } from '#server/modules/catalogue/index.ts';
import { buildIndex } from '#server/modules/catalogue/search-index.ts';
import { understand } from '#server/modules/catalogue/understand.ts';
import { queries } from '../http/http.ts';
import { openUnits } from './house.ts';
import { synthesise } from './synthetic.ts';

const count = Number(process.argv[2] ?? 17068);
const { territory, close } = await openUnits({ SANVAT_DATA: '/tmp/catdata' });
await close();
const index = buildIndex(synthesise(territory, count), territory, '2026-11-21', count <= 200000);
const { store } = index;
const cards = Array.from({ length: Math.min(17068, store.size) }, (_, i) => index.card(store.ids[i] as string)).filter(
  (c) => c !== undefined,
);
const texts = queries(cards).map((u) => u.slice(u.indexOf('?') + 1));
const best = texts.map(() => Infinity);
const R = count > 100000 ? 1 : 4;
const use = count > 100000 ? texts.slice(0, 1500) : texts;
for (let r = 0; r < R + 1; r++)
  use.forEach((t, i) => {
    const a = performance.now();
    index.searchBytes(parseSearch(new URLSearchParams(t)), 'vi', 1);
    best[i] = Math.min(best[i] as number, performance.now() - a);
  });
const order = use.map((_, i) => i).sort((a, b) => (best[b] as number) - (best[a] as number));
const sum = use.reduce((a, _, i) => a + (best[i] as number), 0);
console.log(
  'mean of best',
  ((sum / use.length) * 1000).toFixed(1),
  'p99',
  ((best[order[Math.floor(use.length / 100)] as number] as number) * 1000).toFixed(0),
);
for (const i of [...order.slice(0, 12), ...order.filter((_, k) => k > 300 && k % 300 === 0).slice(0, 25)]) {
  const q = parseSearch(new URLSearchParams(use[i]));
  const p = understand(store.dictionary, store.places, q.q);
  console.log(
    ((best[i] as number) * 1000).toFixed(0),
    decodeURIComponent(use[i] as string),
    index.search(q, 'vi', 1).total,
    p.asks.map((a) => `${a.word}:${a.readings.length}r/${a.size}`).join(' '),
  );
}
