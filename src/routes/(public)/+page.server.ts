import type { Card } from '#server/modules/catalogue/index.ts';
import { readHeadline } from '#server/modules/statistics/index.ts';
import { GROUPS } from '#shared/vocabulary.ts';
import { Shown } from '#ui/shown.ts';
import type { PageServerLoad } from './$types';
import { question } from './asking.ts';
import { figures } from './figures.ts';

/** The newest, one of each producer and two of each kind while others wait: a decision often names a whole village's melons. */
function varied(cards: readonly Card[], wanted: number): Card[] {
  const producers = new Set<string>();
  const sets = new Map<number | null, number>();
  const chosen = cards.filter((c) => {
    const alike = sets.get(c.set) ?? 0;
    if (producers.has(c.producer.id) || alike >= 2) return false;
    producers.add(c.producer.id);
    sets.set(c.set, alike + 1);
    return true;
  });
  return [...new Set([...chosen, ...cards])].slice(0, wanted);
}

export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const { catalogue, territory } = app;
  const { day } = catalogue;
  const { facets } = catalogue.search(question({ pageSize: '1' }), lang);
  const byProvince: Record<string, number> = {};
  for (const p of territory.provinces(34)) byProvince[p.code] = 0;
  for (const f of facets.province) byProvince[f.value] = f.count;
  const byGroup = new Map(facets.group.map((f) => [f.value, f.count]));
  return {
    headline: await figures(app, ['headline', day], (db) => readHeadline(db, day)),
    newest: new Shown(varied(catalogue.newest(60), 8)),
    byProvince,
    groups: GROUPS.map((key) => ({ key, count: byGroup.get(key) ?? 0 })),
    regions: territory.regions(34).map((r) => ({
      key: r.key,
      name: lang === 'vi' ? r.nameVi : r.nameEn,
      provinces: r.provinces.map((code) => ({ code, name: territory.province(code, 34)?.name ?? code })),
    })),
  };
};
