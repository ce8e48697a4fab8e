// From a plan to the products that fit it, with the points each word earned. Scratch memory is reused: no search runs inside another.
import { HIDDEN, statusAt } from './attributes.ts';
import { NAME, PLACE, PRODUCER } from './dictionary.ts';
import type { Store } from './store.ts';
import type { Ask, Plan, Reading } from './understand.ts';

const IN_NAME = 100;
const IN_PRODUCER = 40;
const IN_PLACE = 30;
/** A product with fewer points for its only word has it outside the name, or by a reading set ASIDE. */
export const NOT_IN_NAME = 41;
/** The exact spelling of a word with marks, and of one without. */
const EXACT = 60;
const EXACT_PLAIN = 6;
/** A list this much longer than the candidates is not walked through. */
const LOOK_INTO = 25;

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
  private cover = new Uint8Array(1024);
  private penalty = new Uint8Array(1024);
  private form = new Int8Array(1024);
  private generation = 0;

  /** Products that have every word. `fields` limits where. */
  all(store: Store, plan: Plan, fields = 7): void {
    this.prepare(store.size);
    const asks = [...plan.asks].sort((a, b) => a.size - b.size);
    asks.forEach((ask, i) => {
      if (i === 0) this.first(store, ask, fields);
      else if (this.count > 0) this.next(store, ask, fields, i);
    });
  }

  /** Products that have most of the words: only those with the best number of them. */
  most(store: Store, plan: Plan): void {
    this.prepare(store.size);
    const { stamp, own, points, cover } = this;
    const base = this.generation;
    let best = 0;
    let n = 0;
    plan.asks.forEach((ask, i) => {
      for (const reading of ask.readings) {
        const list = store.dictionary.postings[reading.term] as Uint32Array;
        const length = store.dictionary.lengths[reading.term] as number;
        for (let k = 0; k < length; k++) {
          const entry = list[k] as number;
          const d = entry >>> 8;
          if (statusAt(store.packed[d] as number) === HIDDEN) continue;
          const gain = worth(entry, reading, ask);
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
  }

  /** True when only hidden products were found, or none. */
  nothing(store: Store): boolean {
    for (let c = 0; c < this.count; c++) if (statusAt(store.packed[this.found[c] as number] as number) !== HIDDEN) return false;
    return true;
  }

  /** Every product, hidden ones too. */
  everything(store: Store): void {
    this.prepare(store.size);
    for (let d = 0; d < store.size; d++) this.found[d] = d;
    this.points.fill(0, 0, store.size);
    this.count = store.size;
  }

  only(store: Store, slot: number): void {
    this.prepare(store.size);
    this.found[0] = slot;
    this.points[slot] = IN_NAME;
    this.count = 1;
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
    const { stamp, points, found, generation } = this;
    let n = 0;
    const one = ask.readings.length === 1 ? ask.readings[0] : undefined;
    if (one) {
      // One list holds every product once: nothing to compare.
      const list = store.dictionary.postings[one.term] as Uint32Array;
      const length = store.dictionary.lengths[one.term] as number;
      for (let k = 0; k < length; k++) {
        const entry = list[k] as number;
        if ((entry & fields) === 0) continue;
        const d = entry >>> 8;
        stamp[d] = generation;
        points[d] = worth(entry, one, ask);
        found[n++] = d;
      }
      this.count = n;
      return;
    }
    for (const reading of ask.readings) {
      const list = store.dictionary.postings[reading.term] as Uint32Array;
      const length = store.dictionary.lengths[reading.term] as number;
      for (let k = 0; k < length; k++) {
        const entry = list[k] as number;
        if ((entry & fields) === 0) continue;
        const d = entry >>> 8;
        const gain = worth(entry, reading, ask);
        if (stamp[d] !== generation) {
          stamp[d] = generation;
          points[d] = gain;
          found[n++] = d;
        } else if (gain > (points[d] as number)) points[d] = gain;
      }
    }
    this.count = n;
  }

  private next(store: Store, ask: Ask, fields: number, i: number): void {
    const { stamp, points, found, own } = this;
    const before = this.generation + i - 1;
    const now = before + 1;
    let cost = 0;
    for (const { term } of ask.readings) {
      const length = store.dictionary.lengths[term] as number;
      cost += length > this.count && store.dictionary.denseOf(term, store.size) ? this.count : length;
    }
    if (cost > this.count * LOOK_INTO) {
      this.lookInto(store, ask, fields, now);
      return;
    }
    for (const reading of ask.readings) {
      const list = store.dictionary.postings[reading.term] as Uint32Array;
      const length = store.dictionary.lengths[reading.term] as number;
      const table = length > this.count ? store.dictionary.denseOf(reading.term, store.size) : undefined;
      if (table) {
        for (let c = 0; c < this.count; c++) {
          const d = found[c] as number;
          const entry = table[d] as number;
          if ((entry & fields) === 0) continue;
          const gain = worth(entry, reading, ask);
          if (stamp[d] === before) {
            stamp[d] = now;
            own[d] = gain;
          } else if (gain > (own[d] as number)) own[d] = gain;
        }
        continue;
      }
      for (let k = 0; k < length; k++) {
        const entry = list[k] as number;
        const d = entry >>> 8;
        const seen = stamp[d] as number;
        if (seen < before || seen > now || (entry & fields) === 0) continue;
        const gain = worth(entry, reading, ask);
        if (seen === before) {
          stamp[d] = now;
          own[d] = gain;
        } else if (gain > (own[d] as number)) own[d] = gain;
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
    const exact = ask.marked === ask.word ? EXACT_PLAIN : EXACT;
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
      if (gain < 0) continue;
      stamp[d] = now;
      points[d] = (points[d] as number) + gain;
      found[n++] = d;
    }
    this.count = n;
    for (const r of ask.readings) penalty[r.term] = 0;
  }
}

function worth(entry: number, reading: Reading, ask: Ask): number {
  const gain = (POINTS[entry & 7] as number) - reading.penalty;
  if ((entry & NAME) !== 0 && reading.form >= 0 && ((entry >>> 3) & 31) === reading.form) {
    return gain + (ask.marked === ask.word ? EXACT_PLAIN : EXACT);
  }
  return Math.max(gain, 0);
}

function bestOf(words: Int32Array, penalty: Uint8Array, value: number, gain: number): number {
  let best = gain;
  for (let j = 0; j < words.length; j++) {
    const p = penalty[words[j] as number] as number;
    if (p !== 0 && value + 1 - p > best) best = Math.max(0, value + 1 - p);
  }
  return best;
}
