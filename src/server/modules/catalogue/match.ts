// From a plan to the products that fit it, with the points each word earned. Scratch memory is reused: no search runs inside another.
import { HIDDEN, statusAt } from './attributes.ts';
import { NAME, PLACE, PRODUCER } from './dictionary.ts';
import { bestOf, exactOf, IN_NAME, IN_PLACE, IN_PRODUCER, SPELT, weigh, welcome } from './points.ts';
import type { Named } from './signs.ts';
import type { Store } from './store.ts';
import type { Ask, Plan, Reading } from './understand.ts';

/** A list this much longer than the candidates is not walked through. */
const LOOK_INTO = 25;
/** The stamp of a generation that no word uses. */
const LAST_STAMP = 31;

export class Matcher {
  /** The fitting products; the first `count` entries hold. */
  found = new Uint32Array(1024);
  count = 0;
  /** Points so far, by product. */
  points = new Int32Array(1024);
  private stamp = new Uint32Array(1024);
  private own = new Int32Array(1024);
  private readonly base = new Int32Array(8);
  private readonly base2 = new Int32Array(8);
  private cover = new Uint8Array(1024);
  private penalty = new Uint8Array(1024);
  private form = new Int8Array(1024);
  private generation = 0;

  /** Products that have every word. `fields` limits where. */
  all(store: Store, plan: Plan, fields = 7): void {
    if (plan.whole) this.ofKind(store, plan.whole, plan, fields);
    else this.allOf(store, plan.asks, fields);
    if (plan.beside) welcome(this.points, store, plan.beside);
  }

  /** Products that have the words of a kind's name, and all of that kind: each list is walked through once. */
  private ofKind(store: Store, { terms, asks }: NonNullable<Plan['whole']>, plan: Plan, fields: number): void {
    this.allOf(store, asks, fields);
    const { stamp, points, found, base } = this;
    const seen = this.generation + LAST_STAMP;
    for (let c = 0; c < this.count; c++) stamp[found[c] as number] = seen;
    let n = this.count;
    for (const term of terms) {
      const list = store.dictionary.postings[term] as Uint32Array;
      const length = store.dictionary.lengths[term] as number;
      weigh({ term, penalty: 0, form: -1 }, base);
      for (let k = 0; k < length; k++) {
        const entry = list[k] as number;
        if ((entry & fields) === 0) continue;
        const d = entry >>> 8;
        const gain = (base[entry & 7] as number) * plan.asks.length;
        if (stamp[d] !== seen) {
          stamp[d] = seen;
          points[d] = gain;
          found[n++] = d;
        } else if (gain > (points[d] as number)) points[d] = gain;
      }
    }
    this.count = n;
  }

  private allOf(store: Store, words: readonly Ask[], fields: number): void {
    this.prepare(store.size);
    const asks = [...words].sort((a, b) => a.size - b.size);
    const [rarest, second] = asks;
    const both = rarest !== undefined && second !== undefined && this.firstBoth(store, rarest, second, fields);
    if (rarest && !both) this.first(store, rarest, fields);
    for (let i = both ? 2 : 1; i < asks.length && this.count > 0; i++) this.next(store, asks[i] as Ask, fields, i);
  }

  /** Products that have most of the words: only those with the best number of them, which is returned. */
  most(store: Store, plan: Plan): number {
    this.prepare(store.size);
    const { stamp, own, points, cover } = this;
    const base = this.generation;
    let best = 0;
    let n = 0;
    plan.asks.forEach((ask, i) => {
      for (const reading of ask.readings) {
        const list = store.dictionary.postings[reading.term] as Uint32Array;
        const length = store.dictionary.lengths[reading.term] as number;
        const spelt = weigh(reading, this.base);
        for (let k = 0; k < length; k++) {
          const entry = list[k] as number;
          const d = entry >>> 8;
          if (statusAt(store.packed[d] as number) === HIDDEN) continue;
          const gain = (this.base[entry & 7] as number) + ((entry & SPELT) === spelt ? exactOf(ask) : 0);
          const seen = stamp[d] as number;
          if (seen <= base) {
            this.found[n++] = d;
            points[d] = gain;
            own[d] = gain;
            cover[d] = 1;
          } else if (seen === base + i + 1) {
            if (gain > (own[d] as number)) {
              points[d] = (points[d] as number) + gain - (own[d] as number);
              own[d] = gain;
            }
          } else {
            points[d] = (points[d] as number) + gain;
            own[d] = gain;
            cover[d] = (cover[d] as number) + 1;
          }
          stamp[d] = base + i + 1;
          if ((cover[d] as number) > best) best = cover[d] as number;
        }
      }
    });
    this.count = 0;
    for (let k = 0; k < n; k++) if (cover[this.found[k] as number] === best) this.found[this.count++] = this.found[k] as number;
    return best;
  }

  /** True when only hidden products were found, or none. */
  nothing(store: Store): boolean {
    for (let c = 0; c < this.count; c++) if (statusAt(store.packed[this.found[c] as number] as number) !== HIDDEN) return false;
    return true;
  }

  /** Every product, hidden ones too. */
  everything(store: Store): void {
    this.prepare(store.size);
    const { found } = this;
    for (let d = 0; d < store.size; d++) found[d] = d;
    this.points.fill(0, 0, store.size);
    this.count = store.size;
  }

  /** These products alone, the first of them before the others. */
  only(store: Store, { slots, first }: Named): void {
    this.prepare(store.size);
    slots.forEach((slot, i) => {
      this.found[i] = slot;
      this.points[slot] = i < first ? IN_NAME : 0;
    });
    this.count = slots.length;
  }

  /** Of what was found, these only. */
  keep(slots: ReadonlySet<number>): void {
    const kept = this.found.subarray(0, this.count).filter((slot) => slots.has(slot));
    this.found.set(kept);
    this.count = kept.length;
  }

  private prepare(size: number): void {
    if (this.stamp.length < size) {
      const room = size + (size >> 2) + 1024;
      this.found = new Uint32Array(room);
      this.points = new Int32Array(room);
      this.stamp = new Uint32Array(room);
      this.own = new Int32Array(room);
      this.cover = new Uint8Array(room);
      this.generation = 0;
    }
    this.generation += 32;
    if (this.generation > 0xffff_ff00) {
      this.stamp.fill(0);
      this.generation = 32;
    }
    this.count = 0;
  }

  private first(store: Store, ask: Ask, fields: number): void {
    const { stamp, points, found, generation, base } = this;
    const alone = ask.readings.length === 1;
    let n = 0;
    for (const reading of ask.readings) {
      const list = store.dictionary.postings[reading.term] as Uint32Array;
      const length = store.dictionary.lengths[reading.term] as number;
      const spelt = weigh(reading, this.base);
      const exact = exactOf(ask);
      for (let k = 0; k < length; k++) {
        const entry = list[k] as number;
        if ((entry & fields) === 0) continue;
        const d = entry >>> 8;
        const gain = (base[entry & 7] as number) + ((entry & SPELT) === spelt ? exact : 0);
        // One list holds every product once: nothing to compare.
        if (alone || stamp[d] !== generation) {
          stamp[d] = generation;
          points[d] = gain;
          found[n++] = d;
        } else if (gain > (points[d] as number)) points[d] = gain;
      }
    }
    this.count = n;
  }

  /** The two rarest words at once, where the rarest has one reading: most products with the first lack the second. False: not done. */
  private firstBoth(store: Store, rarest: Ask, second: Ask, fields: number): boolean {
    const [reading, ...others] = rarest.readings;
    if (!reading || others.length > 0) return false;
    if (second.readings.length > 1) {
      const length = store.dictionary.lengths[reading.term] as number;
      if (this.costOf(store, second, length) > length * LOOK_INTO) return false;
      this.firstWithMany(store, rarest, second, fields);
      return true;
    }
    const table = store.dictionary.denseOf((second.readings[0] as Reading).term, store.size);
    if (table) this.firstTwo(store, rarest, second, table, fields);
    return table !== undefined;
  }

  /** In two passes without a branch on a product: whether it has both words is a coin tossed to the processor. */
  private firstTwo(store: Store, rarest: Ask, second: Ask, table: Uint8Array, fields: number): void {
    const { stamp, points, found, base, base2, generation } = this;
    const reading = rarest.readings[0] as Reading;
    const list = store.dictionary.postings[reading.term] as Uint32Array;
    const length = store.dictionary.lengths[reading.term] as number;
    const spelt = weigh(reading, this.base);
    const spelt2 = weigh(second.readings[0] as Reading, base2);
    const exact = exactOf(rarest);
    const exact2 = exactOf(second);
    let n = 0;
    for (let k = 0; k < length; k++) {
      const entry = list[k] as number;
      found[n] = entry;
      // Three bits of fields: 7 more of them reach the next bit unless there are none.
      n += ((((table[entry >>> 8] as number) & fields) + 7) & ((entry & fields) + 7)) >> 3;
    }
    for (let c = 0; c < n; c++) {
      const entry = found[c] as number;
      const d = entry >>> 8;
      const other = table[d] as number;
      stamp[d] = generation + 1;
      points[d] =
        (base[entry & 7] as number) +
        ((entry & SPELT) === spelt ? exact : 0) +
        (base2[other & 7] as number) +
        ((other & SPELT) === spelt2 ? exact2 : 0);
      found[c] = d;
    }
    this.count = n;
  }

  /** The second may be read in several ways: the best of them is noted by product before. */
  private firstWithMany(store: Store, rarest: Ask, second: Ask, fields: number): void {
    const { stamp, points, found, own, base } = this;
    const { dictionary } = store;
    const reading = rarest.readings[0] as Reading;
    const first = dictionary.postings[reading.term] as Uint32Array;
    const many = dictionary.lengths[reading.term] as number;
    const noted = this.generation;
    const exact2 = exactOf(second);
    for (const r of second.readings) {
      const length = dictionary.lengths[r.term] as number;
      const table = length > many ? dictionary.denseOf(r.term, store.size) : undefined;
      const list = table ? first : (dictionary.postings[r.term] as Uint32Array);
      const spelt = weigh(r, base);
      for (let k = 0; k < (table ? many : length); k++) {
        const d = (list[k] as number) >>> 8;
        const entry = table ? (table[d] as number) : (list[k] as number);
        if ((entry & fields) === 0) continue;
        const gain = (base[entry & 7] as number) + ((entry & SPELT) === spelt ? exact2 : 0);
        if (stamp[d] !== noted || gain > (own[d] as number)) own[d] = gain;
        stamp[d] = noted;
      }
    }
    const spelt = weigh(reading, this.base);
    const exact = exactOf(rarest);
    let n = 0;
    for (let k = 0; k < many; k++) {
      const entry = first[k] as number;
      const d = entry >>> 8;
      if (stamp[d] !== noted || (entry & fields) === 0) continue;
      stamp[d] = noted + 1;
      points[d] = (base[entry & 7] as number) + ((entry & SPELT) === spelt ? exact : 0) + (own[d] as number);
      found[n++] = d;
    }
    this.count = n;
  }

  private next(store: Store, ask: Ask, fields: number, i: number): void {
    const now = this.generation + i;
    if (this.costOf(store, ask, this.count) > this.count * LOOK_INTO) this.lookInto(store, ask, fields, now);
    else if (ask.readings.length === 1) this.nextAlone(store, ask, fields, now);
    else this.nextOfMany(store, ask, fields, now);
  }

  /** Entries to look at for a word beside so many candidates. */
  private costOf({ dictionary, size }: Store, { readings }: Ask, count: number): number {
    let cost = 0;
    for (const { term } of readings) cost += dictionary.looksFor(term, count, size);
    return cost;
  }

  /** The common case, in one pass. */
  private nextAlone(store: Store, ask: Ask, fields: number, now: number): void {
    const { stamp, points, found, base } = this;
    const reading = ask.readings[0] as Reading;
    const list = store.dictionary.postings[reading.term] as Uint32Array;
    const length = store.dictionary.lengths[reading.term] as number;
    const table = length > this.count ? store.dictionary.denseOf(reading.term, store.size) : undefined;
    const spelt = weigh(reading, this.base);
    const exact = exactOf(ask);
    const before = now - 1;
    let n = 0;
    if (table) {
      for (let c = 0; c < this.count; c++) {
        const d = found[c] as number;
        const entry = table[d] as number;
        if ((entry & fields) === 0) continue;
        stamp[d] = now;
        points[d] = (points[d] as number) + (base[entry & 7] as number) + ((entry & SPELT) === spelt ? exact : 0);
        found[n++] = d;
      }
    } else {
      for (let k = 0; k < length; k++) {
        const entry = list[k] as number;
        const d = entry >>> 8;
        if (stamp[d] !== before || (entry & fields) === 0) continue;
        stamp[d] = now;
        points[d] = (points[d] as number) + (base[entry & 7] as number) + ((entry & SPELT) === spelt ? exact : 0);
        found[n++] = d;
      }
    }
    this.count = n;
  }

  private nextOfMany(store: Store, ask: Ask, fields: number, now: number): void {
    const { stamp, points, found, own, base } = this;
    const before = now - 1;
    const exact = exactOf(ask);
    for (const reading of ask.readings) {
      const list = store.dictionary.postings[reading.term] as Uint32Array;
      const length = store.dictionary.lengths[reading.term] as number;
      const table = length > this.count ? store.dictionary.denseOf(reading.term, store.size) : undefined;
      const spelt = weigh(reading, this.base);
      const take = (d: number, entry: number) => {
        const gain = (base[entry & 7] as number) + ((entry & SPELT) === spelt ? exact : 0);
        if (stamp[d] === before) {
          stamp[d] = now;
          own[d] = gain;
        } else if (gain > (own[d] as number)) own[d] = gain;
      };
      if (table) {
        for (let c = 0; c < this.count; c++) {
          const d = found[c] as number;
          const entry = table[d] as number;
          if ((entry & fields) !== 0) take(d, entry);
        }
      } else {
        for (let k = 0; k < length; k++) {
          const entry = list[k] as number;
          const d = entry >>> 8;
          const seen = stamp[d] as number;
          if ((seen === before || seen === now) && (entry & fields) !== 0) take(d, entry);
        }
      }
    }
    let n = 0;
    for (let c = 0; c < this.count; c++) {
      const d = found[c] as number;
      if (stamp[d] !== now) continue;
      points[d] = (points[d] as number) + (own[d] as number);
      found[n++] = d;
    }
    this.count = n;
  }

  /** Few candidates, long lists: read the words of each candidate instead. */
  private lookInto(store: Store, ask: Ask, fields: number, now: number): void {
    const { stamp, points, found } = this;
    const { nameTerms, nameForms, nameOffset } = store;
    if (this.penalty.length < store.dictionary.words.length) {
      this.penalty = new Uint8Array(store.dictionary.words.length + 1024);
      this.form = new Int8Array(this.penalty.length);
    }
    const { penalty, form } = this;
    for (const r of ask.readings) {
      penalty[r.term] = r.penalty + 1;
      form[r.term] = r.form;
    }
    const exact = exactOf(ask);
    let n = 0;
    for (let c = 0; c < this.count; c++) {
      const d = found[c] as number;
      let gain = -1;
      if ((fields & NAME) !== 0) {
        for (let j = nameOffset[d] as number; j < (nameOffset[d + 1] as number); j++) {
          const term = nameTerms[j] as number;
          const p = penalty[term] as number;
          if (p === 0) continue;
          const here = IN_NAME + 1 - p + (form[term] === nameForms[j] ? exact : 0);
          if (here > gain) gain = here;
        }
      }
      // The best that the other fields could still add is known beforehand.
      if (gain < IN_PRODUCER && (fields & PRODUCER) !== 0) gain = bestOf(store.producerWords(d), penalty, IN_PRODUCER, gain);
      if (gain < IN_PLACE && (fields & PLACE) !== 0) gain = bestOf(store.placeWords(d), penalty, IN_PLACE, gain);
      if (gain < IN_PLACE && (fields & PLACE) !== 0) gain = bestOf(store.kindsOf(d), penalty, IN_PLACE, gain);
      if (gain < 0) continue;
      stamp[d] = now;
      points[d] = (points[d] as number) + gain;
      found[n++] = d;
    }
    this.count = n;
    for (const r of ask.readings) penalty[r.term] = 0;
  }
}
