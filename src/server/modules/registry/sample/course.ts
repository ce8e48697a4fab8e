// The recognitions of one sample product as they come: entries, renewals, changes of star, lapses, revocations, late filing.
import type { StarKey } from '#shared/vocabulary.ts';
import { decisionDay, lastOf, num } from './calendar.ts';
import type { Random } from './random.ts';

export type Act = {
  star: StarKey;
  from: number;
  until: number;
  extendedUntil: number | null;
  endedOn: number | null;
  endedBy: 'revoked' | 'superseded' | null;
};

/** The history ends here; nothing is promised later. */
export const END = num('2027-12-31');
const FIRST = num('2019-01-02');
/** Late filing keeps a recognition's effect only under QĐ 26/2026 (điều 12.3). */
const LATE_FILING = num('2026-05-22');

export class Course {
  readonly acts: Act[] = [];
  readonly random: Random;
  readonly #office: string;
  /** No renewal and no change of star falls before this day: what is published stays. */
  #opened = FIRST;

  constructor(random: Random, office: string) {
    this.random = random;
    this.#office = office;
  }

  /** Who sits for a star: the district for three, the province for four, the centre for five. */
  officeFor(star: StarKey): string {
    return star === '5' ? 'centre' : star === '3' ? this.#office : this.#office.slice(0, 2);
  }

  /** What has come until then stays as it is. */
  keepUntil(last: number): void {
    this.#opened = last + 1;
  }

  grant(star: StarKey, from: number): void {
    const previous = this.acts.at(-1);
    if (previous && previous.endedOn === null && from <= (previous.extendedUntil ?? previous.until)) {
      previous.endedOn = from;
      previous.endedBy = 'superseded';
    }
    this.acts.push({ star, from, until: lastOf(from), extendedUntil: null, endedOn: null, endedBy: null });
  }

  enter(star: StarKey, low: number, high: number): void {
    this.grant(star, decisionDay(this.random, this.officeFor(star), low, high));
  }

  revoke(low: number, high: number): void {
    const act = this.#now();
    act.endedOn = decisionDay(this.random, this.officeFor(act.star), Math.max(low, act.from + 30), Math.min(high, act.until), true);
    act.endedBy = 'revoked';
  }

  /** Keeps the product in force through `until`, where it must carry `target`. */
  carry(until: number, target: StarKey): void {
    for (;;) {
      const act = this.#now();
      const steps = path(act.star, target);
      const next = steps[0];
      if (next !== undefined) {
        const low = Math.min(Math.max(act.from + 75, this.#opened), until, act.until);
        const end = Math.min(until, act.until);
        const falling = next === '3' && act.star === '4';
        const high = steps.length > 1 ? low + Math.floor((end - low) / steps.length) : end;
        this.enter(next, falling ? Math.max(low, end - 150) : low, high);
      } else if (act.until < until + 20) {
        this.enter(act.star, Math.max(act.from + 60, act.until - 90, this.#opened), Math.min(act.until, until));
      } else {
        this.keepUntil(until);
        return;
      }
    }
  }

  /** The free course of things after the published figures, until the product ends or the history does. */
  live(start: number): void {
    while (this.#nextTerm(start));
  }

  #now(): Act {
    return this.acts.at(-1) as Act;
  }

  /** What becomes of the present recognition: false when nothing follows it. */
  #nextTerm(start: number): boolean {
    const act = this.#now();
    const from = Math.max(start, act.from + 1);
    if (act.star === '5p') {
      // the centre answers within months: five stars, or the province recognises four on the central result
      const low = Math.max(from, act.from + 100);
      return this.#goOn(this.random.chance(0.62) ? '5' : '4', low, Math.max(low + 40, act.from + 300));
    }
    const inspected = Math.max(from, act.from + 90);
    if (this.random.chance(0.008) && inspected < act.until) {
      this.#fall(act, inspected);
      return false;
    }
    const rise = act.star === '3' ? 0.07 : act.star === '4' ? 0.025 : 0;
    if (this.random.chance(rise) && act.until - from > 200)
      return this.#goOn(act.star === '3' ? '4' : '5p', Math.max(from, act.from + 240), act.until - 30);
    return this.#runOut(act, from);
  }

  #fall(act: Act, low: number): void {
    const on = decisionDay(this.random, this.officeFor(act.star), low, act.until, true);
    if (on > END) return;
    act.endedOn = on;
    act.endedBy = 'revoked';
  }

  /** The term runs out: it lapses, is filed late, comes back after a gap, or is renewed in time. */
  #runOut(act: Act, from: number): boolean {
    const fate = this.random.next();
    const again = this.#anew(act.star);
    if (fate < 0.11) return false;
    if (fate < 0.16 && act.until >= LATE_FILING && act.until < END) {
      act.extendedUntil = act.until + this.random.pick([60, 90, 120, 150, 180]);
      return !this.random.chance(0.2) && this.#goOn(again, Math.max(from, act.until + 15), act.extendedUntil);
    }
    const after = Math.max(from, act.until + 12);
    if (fate < 0.2) return this.#goOn(again, after, after + 180);
    return this.#goOn(again, Math.max(from, act.until - 100), Math.max(from, act.until - 1));
  }

  #anew(star: StarKey): StarKey {
    const fate = this.random.next();
    if (star === '3') return fate < 0.06 ? '4' : '3';
    if (star === '4') return fate < 0.05 ? '3' : fate < 0.07 ? '5p' : '4';
    return fate < 0.08 ? '4' : '5';
  }

  /** False when the act would fall beyond the history's end. */
  #goOn(star: StarKey, low: number, high: number): boolean {
    if (low > END) return false;
    const on = decisionDay(this.random, this.officeFor(star), low, high);
    if (on > END) return false;
    this.grant(star, on);
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
