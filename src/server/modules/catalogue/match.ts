// From a plan to the products that fit it, with the points each word earned. Scratch memory is reused: no search runs inside another.
import { HIDDEN, statusAt } from './attributes.ts';
import { NAME, PLACE, PRODUCER } from './dictionary.ts';
import type { Named } from './signs.ts';
import type { Store } from './store.ts';
import type { Ask, Beside, Plan, Reading } from './understand.ts';

export const IN_NAME = 100;
const IN_PRODUCER = 40;
const IN_PLACE = 30;
/** A product with fewer points for its only word has it outside the name, or by a reading set ASIDE. */
export const NOT_IN_NAME = 41;
/** A package of the size that is asked for, and packed so. */
const THE_SIZE = 120;
const THE_PACKING = 20;
/** The exact spelling of a word with marks, and of one without. */
const EXACT = 60;
const EXACT_PLAIN = 6;
/** A list this much longer than the candidates is not walked through. */
const LOOK_INTO = 25;
/** The stamp of a generation that no word uses. */
const LAST_STAMP = 31;

/** Form and the name's field of a posting. */
const SPELT = 0xf9;
const POINTS = Int32Array.from({ length: 8 }, (_, fields) =>
  fields & NAME ? IN_NAME : fields & PRODUCER ? IN_PRODUCER : fields ? IN_PLACE : 0,
);

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
    if (plan.beside) this.welcome(store, plan.beside);
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
      this.weigh({ term, penalty: 0, form: -1 });
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

  /** More for those of the size and in the packing that stand beside the name. */
  private welcome(store: Store, { packings, size }: Beside): void {
    const { points } = this;
    const { dictionary, nameTerms, nameOffset } = store;
    const entries = (term: number) => dictionary.postings[term]?.subarray(0, dictionary.lengths[term]) ?? [];
    for (const { term, form } of packings)
      for (const entry of entries(term))
        if ((entry & SPELT) === ((form << 3) | NAME)) points[entry >>> 8] = (points[entry >>> 8] as number) + THE_PACKING;
    for (const { number, units } of size)
      for (const entry of entries(number)) {
        const d = entry >>> 8;
        const name = nameTerms.subarray(nameOffset[d], nameOffset[d + 1]);
        if (name.some((term, j) => term === number && units.includes(name[j + 1] ?? -1))) points[d] = (points[d] as number) + THE_SIZE;
      }
  }

  private allOf(store: Store, words: readonly Ask[], fields: number): void {
    this.prepare(store.size);
    const asks = [...words].sort((a, b) => a.size - b.size);
    const [rarest, second] = asks;
    const table = rarest && second && this.tableFor(store, rarest, second);
    if (table) this.firstTwo(store, rarest, second, table, fields);
    else if (rarest) this.first(store, rarest, fields);
    for (let i = table ? 2 : 1; i < asks.length && this.count > 0; i++) this.next(store, asks[i] as Ask, fields, i);
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
        const spelt = this.weigh(reading);
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
      const spelt = this.weigh(reading);
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

  /** Where two words with one reading each begin a search: the table of the second, if it has one. */
  private tableFor(store: Store, { readings: [a, ...more] }: Ask, { readings: [b, ...others] }: Ask): Uint8Array | undefined {
    return a && b && more.length + others.length === 0 ? store.dictionary.denseOf(b.term, store.size) : undefined;
  }

  /** The two rarest words in one pass: most products with the first lack the second. */
  private firstTwo(store: Store, rarest: Ask, second: Ask, table: Uint8Array, fields: number): void {
    const { stamp, points, found, base, base2, generation } = this;
    const reading = rarest.readings[0] as Reading;
    const list = store.dictionary.postings[reading.term] as Uint32Array;
    const length = store.dictionary.lengths[reading.term] as number;
    const spelt = this.weigh(reading);
    const spelt2 = this.weigh(second.readings[0] as Reading, base2);
    const exact = exactOf(rarest);
    const exact2 = exactOf(second);
    let n = 0;
    for (let k = 0; k < length; k++) {
      const entry = list[k] as number;
      const d = entry >>> 8;
      const other = table[d] as number;
      if ((other & fields) === 0 || (entry & fields) === 0) continue;
      stamp[d] = generation + 1;
      points[d] =
        (base[entry & 7] as number) +
        ((entry & SPELT) === spelt ? exact : 0) +
        (base2[other & 7] as number) +
        ((other & SPELT) === spelt2 ? exact2 : 0);
      found[n++] = d;
    }
    this.count = n;
  }

  private next(store: Store, ask: Ask, fields: number, i: number): void {
    const { dictionary } = store;
    const now = this.generation + i;
    let cost = 0;
    for (const { term } of ask.readings) {
      const length = dictionary.lengths[term] as number;
      cost += length > this.count && dictionary.denseOf(term, store.size) ? this.count : length;
    }
    if (cost > this.count * LOOK_INTO) this.lookInto(store, ask, fields, now);
    else if (ask.readings.length === 1) this.nextAlone(store, ask, fields, now);
    else this.nextOfMany(store, ask, fields, now);
  }

  /** The common case, in one pass. */
  private nextAlone(store: Store, ask: Ask, fields: number, now: number): void {
    const { stamp, points, found, base } = this;
    const reading = ask.readings[0] as Reading;
    const list = store.dictionary.postings[reading.term] as Uint32Array;
    const length = store.dictionary.lengths[reading.term] as number;
    const table = length > this.count ? store.dictionary.denseOf(reading.term, store.size) : undefined;
    const spelt = this.weigh(reading);
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
      const spelt = this.weigh(reading);
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

  /** Points of a reading by the fields it stands in; gives the mark of an entry spelt as asked. */
  private weigh(reading: Reading, base = this.base): number {
    for (let f = 0; f < 8; f++) base[f] = Math.max((POINTS[f] as number) - reading.penalty, 0);
    return reading.form < 0 ? -1 : (reading.form << 3) | NAME;
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

/** What the asked spelling is worth: more when its marks were typed. */
const exactOf = (ask: Ask): number => (ask.marked === ask.word ? EXACT_PLAIN : EXACT);

function bestOf(words: Int32Array, penalty: Uint8Array, value: number, gain: number): number {
  let best = gain;
  for (let j = 0; j < words.length; j++) {
    const p = penalty[words[j] as number] as number;
    if (p !== 0 && value + 1 - p > best) best = Math.max(0, value + 1 - p);
  }
  return best;
}
