// Words typed without spaces, and whole phrases in keystrokes without spaces: cut where known words stand beside each other.
import { fold, foldMarks } from '#shared/text/fold.ts';
import type { Dictionary } from './dictionary.ts';
import type { Word } from './words.ts';

/** Longer words are not tried as several. */
const MOST_JOINED = 40;
const MOST_PARTS = 6;
/** Letters of a part, and keystrokes of one ('dduwowngf'). */
const LONGEST_PART = 8;
const LONGEST_KEYS = 10;
/** Two words are bound when at least one of so many products with the rarer has both together. */
const BOUND = 12;

type Part = Word & { term: number };
/** `count`: how often the rarest pair of neighbours stands together. */
export type Parts = { words: Part[]; count: number };

/** 'matong' → mat + ong. */
export function splitWord(dictionary: Dictionary, word: string): Parts | undefined {
  if (word.length < 4 || /\d/.test(word)) return undefined;
  return split(dictionary, word, LONGEST_PART, (letters) => {
    const term = termOf(dictionary, letters);
    return term < 0 ? undefined : { word: letters, marked: letters, term };
  });
}

/** 'nuwowcsmawms' → nước + mắm: each part is keystrokes of a known spelling, or a word as it stands. `undone` reads one syllable. */
export function splitKeys(dictionary: Dictionary, text: string, undone: (keys: string) => string | undefined): Parts | undefined {
  if (text.length < 5) return undefined;
  return split(dictionary, text.toLowerCase(), LONGEST_KEYS, (keys) => {
    const marked = undone(keys);
    if (marked !== undefined) {
      const part = { word: fold(marked), marked: foldMarks(marked) };
      const term = termOf(dictionary, part.word);
      if (term >= 0 && dictionary.formOf(term, part.marked) >= 0) return { ...part, term };
    }
    const term = /\d/.test(keys) ? -1 : termOf(dictionary, keys);
    return term < 0 ? undefined : { word: keys, marked: keys, term };
  });
}

/** Known words, each beside the next somewhere, so that the rarest pair is as usual as can be; two at least, six at most. */
function split(dictionary: Dictionary, text: string, longest: number, partOf: (letters: string) => Part | undefined): Parts | undefined {
  if (text.length > MOST_JOINED) return undefined;
  /** Ways to read the first letters, by their number. */
  const ways: Parts[][] = [[{ words: [], count: Number.POSITIVE_INFINITY }]];
  for (let to = 1; to <= text.length; to++) {
    const here: Parts[] = [];
    for (let from = Math.max(0, to - longest); from < to; from++) {
      const part = (ways[from] as Parts[]).length > 0 ? partOf(text.slice(from, to)) : undefined;
      if (!part) continue;
      const best = (ways[from] as Parts[]).reduce<Parts | undefined>((found, way) => {
        const count = Math.min(way.count, beside(dictionary, way.words.at(-1), part));
        return count > (found?.count ?? 0) && way.words.length < MOST_PARTS ? { words: [...way.words, part], count } : found;
      }, undefined);
      if (best) here.push(best);
    }
    ways.push(here);
  }
  return (ways[text.length] as Parts[]).filter((way) => way.words.length > 1).sort((a, b) => b.count - a.count)[0];
}

/** How often a word stands behind another; a lone letter stands there by chance. */
function beside(dictionary: Dictionary, before: Part | undefined, part: Part): number {
  if (before === undefined) return Number.POSITIVE_INFINITY;
  const count = dictionary.bigrams.count(before.term, part.term);
  const lone = part.word.length === 1 || before.word.length === 1;
  return lone && !areBound(dictionary, before.term, part.term, count) ? 0 : count;
}

/** −1 for a word that no product has. */
export const termOf = (dictionary: Dictionary, word: string): number => {
  const term = dictionary.find(word);
  return term >= 0 && (dictionary.live[term] as number) > 0 ? term : -1;
};

export const areBound = (dictionary: Dictionary, a: number, b: number, count: number): boolean =>
  count * BOUND >= Math.min(dictionary.live[a] as number, dictionary.live[b] as number);
