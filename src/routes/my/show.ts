import { dayOf, showDay } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';

/** '22/11/2026 08:05', at Hà Nội's clock. */
export function showInstant(at: Date, lang: Lang): string {
  const local = new Date(at.getTime() + 7 * 3_600_000).toISOString();
  return `${showDay(dayOf(at), lang)} ${local.slice(11, 16)}`;
}

const BROWSERS = [
  ['Edg/', 'Edge'],
  ['CocCoc', 'Cốc Cốc'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;
const SYSTEMS = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const;

/** 'Chrome, Windows', from what the browser says of itself; undefined when it says nothing known. */
export function deviceOf(agent: string | null): string | undefined {
  const named = [BROWSERS, SYSTEMS].map((list) => list.find(([mark]) => agent?.includes(mark))?.[1]).filter(Boolean);
  return named.length > 0 ? named.join(', ') : agent?.split(/[\s/]/)[0] || undefined;
}
