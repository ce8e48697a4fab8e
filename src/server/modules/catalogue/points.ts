// What a word of a search is worth where it stands.
import { NAME, PRODUCER } from './dictionary.ts';
import type { Store } from './store.ts';
import type { Ask, Beside, Reading } from './understand.ts';

export const IN_NAME = 100;
export const IN_PRODUCER = 40;
export const IN_PLACE = 30;
/** A product with fewer points for its only word has it outside the name, or by a reading set ASIDE. */
export const NOT_IN_NAME = 41;
/** A package of the size that is asked for, and packed so. */
const THE_SIZE = 120;
const THE_PACKING = 20;
/** The exact spelling of a word with marks, and of one without. */
const EXACT = 60;
const EXACT_PLAIN = 6;

/** Form and the name's field of a posting. */
export const SPELT = 0xf9;
const POINTS = Int32Array.from({ length: 8 }, (_, fields) =>
  fields & NAME ? IN_NAME : fields & PRODUCER ? IN_PRODUCER : fields ? IN_PLACE : 0,
);

/** Points of a reading by the fields it stands in; gives the mark of an entry spelt as asked. */
export function weigh(reading: Reading, base: Int32Array): number {
  for (let f = 0; f < 8; f++) base[f] = Math.max((POINTS[f] as number) - reading.penalty, 0);
  return reading.form < 0 ? -1 : (reading.form << 3) | NAME;
}

/** What the asked spelling is worth: more when its marks were typed. */
export const exactOf = (ask: Ask): number => (ask.marked === ask.word ? EXACT_PLAIN : EXACT);

/** The best that any of these words is worth, no less than `gain`; `penalty` by word, one more than it is, 0 for words not asked for. */
export function bestOf(words: Int32Array, penalty: Uint8Array, value: number, gain: number): number {
  let best = gain;
  for (let j = 0; j < words.length; j++) {
    const p = penalty[words[j] as number] as number;
    if (p !== 0 && value + 1 - p > best) best = Math.max(0, value + 1 - p);
  }
  return best;
}

/** More for those of the size and in the packing that stand beside the name. */
export function welcome(points: Int32Array, store: Store, { packings, size }: Beside): void {
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
