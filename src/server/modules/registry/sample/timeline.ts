// One product's recognitions from its plan, day by day: entries, renewals, changes of star, lapses, revocations, late filing.
import type { StarKey } from '#shared/vocabulary.ts';
import { decisionDay, lastOf, num } from './calendar.ts';
import type { PlannedProduct } from './plan.ts';
import type { Random } from './random.ts';

export type Act = {
  star: StarKey;
  from: number;
  until: number;
  extendedUntil: number | null;
  endedOn: number | null;
  endedBy: 'revoked' | 'superseded' | null;
};

export const A = num('2023-12-31');
export const B = num('2024-12-31');
export const C = num('2025-07-31');
/** Bắc Ninh stands still until then. */
const STILL = num('2025-09-30');
/** The history ends here; nothing is promised later. */
export const END = num('2027-12-31');
const FIRST = num('2019-01-02');
/** Late filing keeps a recognition's effect only under QĐ 26/2026 (điều 12.3). */
const LATE_FILING = num('2026-05-22');

const day = (text: string): number => num(text);

/** All recognitions of one planned product, ascending. `office(star)` names who sits for it, for the days of its rounds. */
export function makeActs(random: Random, product: PlannedProduct, office: string): Act[] {
  const acts: Act[] = [];
  const [a, b, c] = product.stars;
  const at = (star: StarKey): string => (star === '5' ? 'centre' : star === '3' ? office : `${office.slice(0, 2)}`);
  const now = (): Act => acts[acts.length - 1] as Act;

  const grant = (star: StarKey, from: number): void => {
    const previous = acts[acts.length - 1];
    if (previous && previous.endedOn === null && from <= (previous.extendedUntil ?? previous.until)) {
      previous.endedOn = from;
      previous.endedBy = 'superseded';
    }
    acts.push({ star, from, until: lastOf(from), extendedUntil: null, endedOn: null, endedBy: null });
  };
  const enter = (star: StarKey, low: number, high: number): void => grant(star, decisionDay(random, at(star), low, high));
  const revoke = (low: number, high: number): void => {
    const act = now();
    act.endedOn = decisionDay(random, at(act.star), Math.max(low, act.from + 30), Math.min(high, act.until), true);
    act.endedBy = 'revoked';
  };
  /** Keeps the product in force through `until`, where it must carry `target`. */
  const carry = (until: number, target: StarKey): void => {
    for (;;) {
      const act = now();
      const steps = path(act.star, target);
      const next = steps[0];
      if (next !== undefined) {
        const low = Math.min(Math.max(act.from + 75, opened), until, act.until);
        const end = Math.min(until, act.until);
        const falling = next === '3' && act.star === '4';
        const high = steps.length > 1 ? low + Math.floor((end - low) / steps.length) : end;
        enter(next, falling ? Math.max(low, end - 150) : low, high);
      } else if (act.until < until + 20) {
        enter(act.star, Math.max(act.from + 60, act.until - 90, opened), Math.min(act.until, until));
      } else {
        opened = until + 1;
        return;
      }
    }
  };
  let opened = FIRST;

  if (product.pattern === 'N') {
    const star = random.chance(0.8) ? '3' : random.chance(0.97) ? '4' : '5p';
    enter(star, product.still ? STILL + 1 : C + 1, END);
    live(C + 1);
    return acts;
  }

  // until A
  const year = product.year;
  if (product.pattern === 'X') {
    enter(random.chance(0.85) ? '3' : '4', day(`${year}-01-02`), day(`${year}-12-30`));
    if (random.chance(0.04)) revoke(day('2021-01-04') + random.below(300), A - 1);
    return acts;
  }
  if (product.pattern === '100L' || product.pattern === '101') {
    enter(a ?? '3', day('2021-01-04'), day('2021-12-30'));
  } else if (product.pattern === '110L') {
    if (year === '2019') {
      // two terms: the second begins within the stretch in which it must lapse three years later
      const second = decisionDay(random, at(a ?? '3'), day('2022-02-01'), day('2022-07-29'));
      const first = decisionDay(random, at(a ?? '3'), second - 1096 + 2, second - 1096 + 50, true);
      grant(a ?? '3', first);
      grant(a ?? '3', second);
    } else enter(a ?? '3', day('2022-01-04'), day('2022-07-29'));
  } else if (a) {
    const low = day(`${year}-01-02`);
    const fast = year === '2023' && a === '5';
    const high = day(fast ? `${year}-07-31` : `${year}-12-30`);
    enter(beginning(random, a, year ?? ''), low, year === '2022' && b === '4' && c === '3' ? day('2022-09-30') : high);
    carry(A, a);
  }
  opened = A + 1;

  // until B
  if (product.pattern === '100R') return revokeAndEnd(A + 1, B);
  if (a && b && product.pattern !== '110L') carry(B, b);
  else if (!a && b) {
    enter(b === '5' ? '5p' : b, A + 1, b === '5' ? day('2024-06-28') : B - 1);
    carry(B, b);
  }
  opened = B + 1;

  // until C
  if (product.pattern === '110R' || product.pattern === '010') return revokeAndEnd(B + 1, C);
  if (c) {
    if (product.pattern === '101') enter(c, B + 1, C);
    else if (product.pattern === '001') enter(c, B + 1, C - 1);
    carry(C, c);
    if (product.still) carry(STILL, c);
    live(product.still ? STILL + 1 : C + 1);
  }
  return acts;

  function revokeAndEnd(low: number, high: number): Act[] {
    revoke(low, high);
    return acts;
  }

  /** The free course of things after the published figures. */
  function live(start: number): void {
    for (;;) {
      const act = now();
      const from = Math.max(start, act.from + 1);
      if (act.star === '5p') {
        // the centre answers within months: five stars, or the province recognises four on the central result
        const low = Math.max(from, act.from + 100);
        const high = Math.max(low + 40, act.from + 300);
        if (!goOn(random.chance(0.62) ? '5' : '4', low, high)) return;
        continue;
      }
      if (random.chance(0.008) && Math.max(from, act.from + 90) < act.until) {
        const low = Math.max(from, act.from + 90);
        const on = decisionDay(random, at(act.star), low, act.until, true);
        if (on <= END) {
          act.endedOn = on;
          act.endedBy = 'revoked';
        }
        return;
      }
      const rise = act.star === '3' ? 0.07 : act.star === '4' ? 0.025 : 0;
      if (random.chance(rise) && act.until - from > 200) {
        if (!goOn(act.star === '3' ? '4' : '5p', Math.max(from, act.from + 240), act.until - 30)) return;
        continue;
      }
      // the term runs out
      const fate = random.next();
      const again = anew(act.star);
      if (fate < 0.11) return;
      if (fate < 0.16 && act.until >= LATE_FILING && act.until < END) {
        act.extendedUntil = act.until + random.pick([60, 90, 120, 150, 180]);
        if (random.chance(0.2) || !goOn(again, Math.max(from, act.until + 15), act.extendedUntil)) return;
      } else if (fate < 0.2) {
        // the producer comes back after a gap
        if (!goOn(again, Math.max(from, act.until + 12), Math.max(from, act.until + 12) + 180)) return;
      } else if (!goOn(again, Math.max(from, act.until - 100), Math.max(from, act.until - 1))) return;
    }
  }

  function anew(star: StarKey): StarKey {
    const fate = random.next();
    if (star === '3') return fate < 0.06 ? '4' : '3';
    if (star === '4') return fate < 0.05 ? '3' : fate < 0.07 ? '5p' : '4';
    return fate < 0.08 ? '4' : '5';
  }

  /** False when the act would fall beyond the history's end. */
  function goOn(star: StarKey, low: number, high: number): boolean {
    if (low > END) return false;
    const on = decisionDay(random, at(star), low, high);
    if (on > END) return false;
    grant(star, on);
    return true;
  }
}

/** The assessments that lead from one star to another: five stars only through the province's potential five. */
function path(from: StarKey, to: StarKey): StarKey[] {
  if (from === to) return [];
  if (to === '5' && from !== '5p') return ['5p', '5'];
  if (to === '5p' && from === '3') return ['4', '5p'];
  return [to];
}

/** The star a product began with, long before it shows `star` at the end of 2023. */
function beginning(random: Random, star: StarKey, year: string): StarKey {
  if (star === '5') return '5p';
  if (year >= '2022') return star;
  if (star === '5p') return '4';
  return star === '4' && random.chance(0.25) ? '3' : star;
}
