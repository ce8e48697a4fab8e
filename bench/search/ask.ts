// `node bench/search/ask.ts DATA COUNT 'words' …`: what the index answers, for looking at it.

import { emptySearch } from '#server/modules/catalogue/index.ts';
import { buildIndex } from '#server/modules/catalogue/search-index.ts';
import { openUnits } from './house.ts';
import { synthesise } from './synthetic.ts';

const [data = '/tmp/catdata', count = '17068', ...words] = process.argv.slice(2);
const { territory, close } = await openUnits({ SANVAT_DATA: data });
await close();
console.time('build');
const index = buildIndex(synthesise(territory, Number(count)), territory, '2026-11-21');
console.timeEnd('build');
for (const q of words) {
  const r = index.search({ ...emptySearch(), q, pageSize: 8 }, 'vi', 1);
  console.log(`\n${q} → ${r.total} ${r.understoodAs ?? ''}`);
  for (const c of r.items) console.log('  ', c.star, c.name, '|', c.producer.name, '|', c.place.commune, c.place.province);
}
