import { FIGURE_WORDS, readShownFigures, STAGES } from '#server/modules/sourcing/index.ts';
import type { PageServerLoad } from './$types';

/** What became of meetings and orders, for everybody: by month and by province, the steps never added to each other. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const db = await app.reader();
  const [whole, months, provinces] = await Promise.all([
    readShownFigures(db, { by: [] }),
    readShownFigures(db, { by: ['month'] }),
    readShownFigures(db, { by: ['province'] }),
  ]);
  type Row = (typeof whole.rows)[number];
  const lines = (rows: readonly Row[], keyOf: (r: Row) => string, labelOf: (key: string) => string) =>
    [...Map.groupBy(rows, keyOf)].map(([key, list]) => ({
      key,
      label: labelOf(key),
      stages: STAGES.map((stage) => list.find((r) => r.stage === stage) ?? { count: 0, amount: 0 }).map(({ count, amount }) => ({
        count,
        amount,
      })),
    }));
  return {
    sample: whole.sample,
    stages: STAGES.map((key) => ({ key, text: FIGURE_WORDS[key][lang] })),
    all: STAGES.map((stage) => ({ stage, count: 0, amount: 0, ...pick(whole.rows.find((r) => r.stage === stage)) })),
    months: lines(
      months.rows,
      (r) => r.month,
      (key) => `${key.slice(5)}/${key.slice(0, 4)}`,
    ),
    provinces: lines(
      provinces.rows,
      (r) => r.province,
      (key) => app.territory.province(key, 34)?.name ?? key,
    ),
  };
};

const pick = (row: { count: number; amount: number } | undefined) => (row ? { count: row.count, amount: row.amount } : {});
