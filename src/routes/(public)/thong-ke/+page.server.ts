import {
  OCOP_2025,
  parseStatistics,
  readHeadline,
  readSeries,
  readStatistics,
  type StatisticsQuery,
} from '#server/modules/statistics/index.ts';
import { dayOf } from '#shared/dates.ts';
import { asked } from '../asking.ts';
import { figures } from '../figures.ts';
import type { PageServerLoad } from './$types';

const PARAMETERS = ['asOf', 'map', 'by', 'province', 'count'];
/** The first recognitions of the programme were granted in 2019. */
const GROWTH_FROM = '2019-01-01';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const { territory } = app;
  // A form sends empty fields too; whatever else an address carries is not ours.
  const params = new URLSearchParams([...url.searchParams].filter(([name, value]) => PARAMETERS.includes(name) && value !== ''));
  const question = asked(lang, () => parseStatistics(params, dayOf(app.clock()), territory));
  const { asOf, map, province } = question;
  const ask = (more: Partial<StatisticsQuery>) => {
    const wanted = { ...question, ...more };
    return figures(app, ['statistics', wanted], (db) => readStatistics(db, territory, wanted));
  };
  const growth = { from: GROWTH_FROM, to: asOf, step: 'month', map, province } as const;
  const ends =
    province === undefined ? [...(asOf > OCOP_2025.until ? [OCOP_2025.until] : []), ...(asOf >= OCOP_2025.from ? [asOf] : [])] : [];
  const [found, stars, country, series, results] = await Promise.all([
    ask({}),
    ask({ by: 'star', count: 'products' }),
    ask({ by: 'province', province: undefined }),
    figures(app, ['series', growth], (db) => readSeries(db, growth)),
    Promise.all(ends.map(async (day) => ({ day, ...(await figures(app, ['headline', day], (db) => readHeadline(db, day))) }))),
  ]);
  const rows = (of: typeof found) => of.rows.map(({ label, ...row }) => ({ ...row, label: label[lang] }));
  return {
    question,
    today: dayOf(app.clock()),
    figures: {
      total: found.total,
      producers: found.producers,
      everRecognised: found.everRecognised,
      sample: found.sample,
      rows: rows(found),
    },
    five: stars.rows.find((r) => r.key === '5')?.count ?? 0,
    definitions: Object.entries(found.definitions).map(([key, text]) => ({ key, text: text[lang] })),
    country: { total: country.total, rows: rows(country) },
    series,
    programme: {
      decision: OCOP_2025.decision,
      decidedOn: OCOP_2025.decidedOn,
      name: OCOP_2025.programme[lang],
      from: OCOP_2025.from,
      until: OCOP_2025.until,
      source: OCOP_2025.source,
      targets: OCOP_2025.targets.map((t) => ({ ...t, label: t.label[lang] })),
      results,
    },
    provinces: territory.provinces(map).map((p) => ({ code: p.code, name: p.name })),
  };
};
