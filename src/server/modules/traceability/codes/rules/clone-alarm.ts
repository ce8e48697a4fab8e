// Is one serial number on more than one package? Looked-up times and the provinces people gave, nothing else.

/** Rough centres of the 34 provinces (resolution 202/2025/QH15): latitude and longitude of the seat, to a tenth of a degree. */
const SEATS: Record<string, readonly [number, number]> = {
  '01': [21.0, 105.8],
  '04': [22.7, 106.3],
  '08': [21.8, 105.2],
  '11': [21.4, 103.0],
  '12': [22.4, 103.5],
  '14': [21.3, 103.9],
  '15': [21.7, 104.9],
  '19': [21.6, 105.8],
  '20': [21.9, 106.8],
  '22': [20.9, 107.1],
  '24': [21.3, 106.2],
  '25': [21.3, 105.4],
  '31': [20.9, 106.7],
  '33': [20.6, 106.1],
  '37': [20.3, 106.0],
  '38': [19.8, 105.8],
  '40': [18.7, 105.7],
  '42': [18.3, 105.9],
  '44': [17.5, 106.6],
  '46': [16.5, 107.6],
  '48': [16.1, 108.2],
  '51': [15.1, 108.8],
  '52': [13.8, 109.2],
  '56': [12.2, 109.2],
  '66': [12.7, 108.0],
  '68': [11.9, 108.4],
  '75': [10.9, 106.8],
  '79': [10.8, 106.7],
  '80': [10.5, 106.4],
  '82': [10.4, 106.3],
  '86': [10.3, 106.0],
  '91': [10.0, 105.1],
  '92': [10.0, 105.8],
  '96': [9.2, 105.2],
};

export type ScanRow = { day: string; province: string; times: number; firstHour: Date; lastHour: Date };
export type Alarm =
  | { kind: 'far'; provinces: [string, string]; km: number; hours: number }
  | { kind: 'spread'; provinces: number; days: number }
  | { kind: 'many'; times: number; day: string };

/** A package may fly: door to door nobody is faster than this. Nearer provinces say nothing. */
const KM_PER_HOUR = 250;
const FAR_KM = 300;
const SPREAD_PROVINCES = 5;
const SPREAD_DAYS = 7;
/** On one day; a shop shows a package often, but not more often than this. */
export const MANY_TIMES = 60;

/** Great-circle distance between two provinces in kilometres; undefined for a code that is none. */
export function kmBetween(a: string, b: string): number | undefined {
  const [from, to] = [SEATS[a], SEATS[b]];
  if (!from || !to) return undefined;
  const rad = (d: number) => (d * Math.PI) / 180;
  const [dLat, dLng] = [rad(to[0] - from[0]), rad(to[1] - from[1])];
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(rad(from[0])) * Math.cos(rad(to[0])) * Math.sin(dLng / 2) ** 2;
  return Math.round(2 * 6371 * Math.asin(Math.sqrt(h)));
}

/** The hours between two rows where they lie closest together. Stored hours are rounded down, so one hour is given on top. */
function hoursApart(a: ScanRow, b: ScanRow): number {
  const gap = Math.max(a.firstHour.getTime() - b.lastHour.getTime(), b.firstHour.getTime() - a.lastHour.getTime(), 0);
  return gap / 3_600_000 + 1;
}

/** The gravest sign that one number stands on several packages; undefined when nothing speaks for it. */
export function cloneAlarm(rows: readonly ScanRow[]): Alarm | undefined {
  const placed = rows.filter((r) => r.province !== '');
  for (const [i, a] of placed.entries())
    for (const b of placed.slice(i + 1)) {
      const km = kmBetween(a.province, b.province) ?? 0;
      const hours = hoursApart(a, b);
      if (km >= FAR_KM && km / hours > KM_PER_HOUR)
        return { kind: 'far', provinces: [a.province, b.province], km, hours: Math.round(hours) };
    }
  for (const a of placed) {
    const from = a.firstHour.getTime();
    const near = placed.filter((r) => r.firstHour.getTime() >= from && r.firstHour.getTime() < from + SPREAD_DAYS * 86_400_000);
    const provinces = new Set(near.map((r) => r.province)).size;
    if (provinces >= SPREAD_PROVINCES) return { kind: 'spread', provinces, days: SPREAD_DAYS };
  }
  const byDay = new Map<string, number>();
  for (const r of rows) byDay.set(r.day, (byDay.get(r.day) ?? 0) + r.times);
  for (const [day, times] of byDay) if (times > MANY_TIMES) return { kind: 'many', times, day };
  return undefined;
}
