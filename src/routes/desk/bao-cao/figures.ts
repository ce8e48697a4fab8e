// One report: movements between two days and the parts of the last one.
import { inEffect, NATION, verbsOf } from '#server/modules/identity/index.ts';
import { type Dimension, readMovements, readStatistics } from '#server/modules/statistics/index.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import type { reportWords } from '#shared/messages/report.ts';
import { closed } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';
import { unitName } from '../units.ts';

const PARTS: readonly Dimension[] = ['star', 'producerType', 'group', 'year'];
/** Whoever sees dossiers of a province or of the nation may ask for its report. */
const READS = ['view_dossiers', 'view_grading', 'publish'] as const;

function unitsOf(locals: App.Locals, day: string): string[] {
  const { territory } = locals.app;
  const held = personOf(locals).assignments.filter(
    (a) => a.unit.length === 2 && inEffect(territory, a, day) && verbsOf(a).some((v) => READS.some((r) => r === v)),
  );
  const units = [...new Set(held.map((a) => a.unit))];
  return units.includes(NATION) ? [NATION, ...territory.provinces(34).map((p) => p.code)] : units;
}

/** The report asked for by `don-vi`, `tu`, `den`; closes the page to people without a province. */
export async function reportOf(locals: App.Locals, url: URL) {
  const { app, lang } = locals;
  const today = dayOf(app.clock());
  const units = unitsOf(locals, today);
  const unit = units.find((u) => u === url.searchParams.get('don-vi')) ?? units[0];
  if (!unit) closed(lang);
  const asked = { from: url.searchParams.get('tu') || `${Number(today.slice(0, 4)) - 1}-12-31`, to: url.searchParams.get('den') || today };
  const fits = isDay(asked.from) && isDay(asked.to) && asked.from < asked.to && asked.to <= today;
  const { from, to } = fits ? asked : { from: `${Number(today.slice(0, 4)) - 1}-12-31`, to: today };
  const province = unit === NATION ? undefined : unit;
  const db = await app.reader();
  const ask = (by: Dimension) => readStatistics(db, app.territory, { asOf: to, map: 34, by, province, count: 'products' });
  const dimensions: Dimension[] = province ? [...PARTS] : [...PARTS, 'province'];
  const [movements, ...parts] = await Promise.all([readMovements(db, { from, to, province }), ...dimensions.map(ask)]);
  const [stars] = parts;
  return {
    fits,
    unit,
    unitName: unitName(app.territory, unit, lang),
    units: units.map((value) => ({ value, label: unitName(app.territory, value, lang) })),
    from,
    to,
    today,
    total: stars?.total ?? 0,
    producers: stars?.producers ?? 0,
    ever: stars?.everRecognised ?? 0,
    sample: stars?.sample ?? false,
    movements,
    parts: parts.map((p) => ({
      by: p.by as keyof ReturnType<typeof reportWords>['by'],
      total: p.total,
      rows: p.rows.map((r) => ({ key: r.key, label: r.label[lang], count: r.count, share: r.share })),
    })),
  };
}
