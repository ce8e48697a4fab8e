// `node bench/search/mrr.ts [--misses]`: how far down the first right answer stands, beside PostgreSQL full text and MiniSearch on the same products.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import MiniSearch from 'minisearch';
import { openHouse } from '#server/app.ts';
import { emptySearch } from '#server/modules/catalogue/index.ts';
import { buildIndex } from '#server/modules/catalogue/search-index.ts';
import { isInForce, type ProductFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { type Db, openDb } from '#server/platform/db.ts';
import { dayOf } from '#shared/dates.ts';
import { fold } from '#shared/text/fold.ts';
import { readQueries } from '../queries/queries.ts';
import { type Line, printTable } from '../table.ts';

/** Ranks beyond this count as not found. */
const DEEP = 20;
type Engine = (q: string) => Promise<string[]> | string[];

export async function compareRelevance(db: Db, url: string, territory: Territory, misses = false): Promise<Line[]> {
  const day = dayOf(new Date());
  const all: ProductFacts[] = [];
  for await (const batch of readFacts(db)) all.push(...batch);
  const live = all.filter((p) => isInForce(standing(p.recognitions, day)?.status ?? 'expired'));
  const byId = new Map(live.map((p) => [p.id, p]));
  const index = buildIndex(all, territory, day);
  // One connection of the owner: the peer's table is a temporary one.
  const own = openDb(url, { max: 1 });
  const engines: Record<string, Engine> = {
    ours: (q) => index.search({ ...emptySearch(), q, pageSize: DEEP }, 'vi', 0).items.map((c) => c.id),
    postgres: await postgres(own, live, territory),
    minisearch: miniSearch(live, territory),
  };
  const queries = readQueries();
  const asked = queries.filter((query) => live.some(query.fits));
  const sums = new Map<string, Record<string, number>>();
  for (const { q, kind, fits } of asked) {
    for (const [name, engine] of Object.entries(engines)) {
      const ids = await engine(q);
      const at = ids.slice(0, DEEP).findIndex((id) => fits(byId.get(id) as ProductFacts));
      const reciprocal = at < 0 ? 0 : 1 / (at + 1);
      if (name === 'ours' && misses && at !== 0) console.log(`${kind}: ${q} → ${at + 1} ${byId.get(ids[0] ?? '')?.name ?? '-'}`);
      for (const key of [kind, 'all']) {
        const sum = sums.get(key) ?? { n: 0 };
        sum[name] = (sum[name] ?? 0) + reciprocal;
        if (name === 'ours') sum.n = (sum.n ?? 0) + 1;
        sums.set(key, sum);
      }
    }
  }
  await own.destroy();
  const of = (sum: Record<string, number>, name: string) => (sum[name] ?? 0) / (sum.n ?? 1);
  const lines = [...sums].map(([kind, sum]): Line => {
    const best = Math.max(of(sum, 'postgres'), of(sum, 'minisearch'));
    return {
      what: kind === 'all' ? `MRR, all ${sum.n} queries` : `MRR, ${kind} (${sum.n})`,
      ours: of(sum, 'ours').toFixed(3),
      beside: `PostgreSQL unaccent ${of(sum, 'postgres').toFixed(3)}, MiniSearch ${of(sum, 'minisearch').toFixed(3)}`,
      ratio: best > 0 ? (of(sum, 'ours') / best).toFixed(2) : '',
      target: kind === 'all' ? '> both' : '',
      met: kind === 'all' ? of(sum, 'ours') > best : undefined,
    };
  });
  printTable(
    'Search: rank of the first right answer',
    lines,
    `${live.length} products in force, ${queries.length - asked.length} of ${queries.length} queries without a right answer left out, ranks to ${DEEP}`,
  );
  return lines;
}

const placeText = (p: ProductFacts, territory: Territory) =>
  [
    p.place.communeCode && territory.commune(p.place.communeCode)?.fullName,
    p.written.commune,
    p.written.district,
    territory.province(p.place.provinceCode, 34)?.name,
    p.place.oldProvinceCode && territory.province(p.place.oldProvinceCode, 63)?.name,
  ]
    .filter(Boolean)
    .join(' ');

/** Weighted full text without marks, the last word as a beginning. */
async function postgres(db: Db, live: ProductFacts[], territory: Territory): Promise<Engine> {
  await sql`create temp table doc (id text primary key, name text, producer text, place text, star int, words tsvector)`.execute(db);
  for (let i = 0; i < live.length; i += 2000) {
    const rows = live
      .slice(i, i + 2000)
      .map((p) => ({ id: p.id, name: p.name, producer: p.producer.name, place: placeText(p, territory) }));
    await sql`insert into doc (id, name, producer, place) select * from json_to_recordset(${JSON.stringify(rows)}::json) r(id text, name text, producer text, place text)`.execute(
      db,
    );
  }
  await sql`update doc set words = setweight(to_tsvector('simple', unaccent(name)), 'A') || setweight(to_tsvector('simple', unaccent(producer)), 'C') || setweight(to_tsvector('simple', unaccent(place)), 'D')`.execute(
    db,
  );
  await sql`create index on doc using gin (words)`.execute(db);
  return async (q) => {
    const { rows } = await sql<{ id: string }>`
      with asked as (select to_tsquery('simple', nullif(replace(plainto_tsquery('simple', unaccent(${q}))::text, '''', ''), '') || ':*') as words)
      select d.id from doc d, asked a where d.words @@ a.words order by ts_rank_cd(d.words, a.words, 1) desc, d.id limit ${DEEP}`.execute(
      db,
    );
    return rows.map((r) => r.id);
  };
}

/** Folded words, boosted name, beginnings on the last word, one slip in five letters, all words needed. */
function miniSearch(live: ProductFacts[], territory: Territory): Engine {
  const engine = new MiniSearch({ fields: ['name', 'producer', 'place'], tokenize: (text) => fold(text).split(' ') });
  engine.addAll(live.map((p) => ({ id: p.id, name: p.name, producer: p.producer.name, place: placeText(p, territory) })));
  return (q) =>
    engine
      .search(q, {
        boost: { name: 4, producer: 1.5 },
        combineWith: 'AND',
        prefix: (_, i, terms) => i === terms.length - 1,
        fuzzy: (term) => (term.length > 2 ? 0.25 : false),
      })
      .map((r) => r.id as string);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.env.SANVAT_DATA;
  const data = given ?? mkdtempSync(path.join(tmpdir(), 'sanvat-mrr-'));
  const house = await openHouse({ ...process.env, SANVAT_DATA: data, SANVAT_SAMPLE: '1' });
  try {
    await compareRelevance(house.database.db, house.database.url, house.territory, process.argv.includes('--misses'));
  } finally {
    await house.close();
    if (!given) rmSync(data, { recursive: true, force: true });
  }
}
