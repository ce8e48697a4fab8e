// Before words are looked up: keystrokes become marks, joined words come apart, English becomes Vietnamese.
import { fold, foldMarks } from '#shared/text/fold.ts';
import { telex } from '#shared/text/telex.ts';
import type { Dictionary } from './dictionary.ts';
import { ENGLISH_WORDS } from './english.ts';
import { isKind } from './kinds.ts';
import { LEGAL_SYLLABLES, legalForms, type Word } from './words.ts';

/** A typed word as it was meant. `term`: see `termOf`; `also`: words that do as well; `sure`: not the beginning of another. */
export type Meant = Word & { term: number; also: string[]; sure: boolean };
export type Unfolded = {
  words: Meant[];
  /** Something was read as what it is not by its letters. */
  altered: boolean;
  /** A word was read as several. */
  joined: boolean;
};

/** Longer words are not tried as several. */
const MOST_JOINED = 40;
const MOST_PARTS = 6;
const LONGEST_PART = 8;
/** Two words are bound when at least one of so many products with the rarer has both together. */
const BOUND = 12;

export function unfold(dictionary: Dictionary, typed: readonly Word[]): Unfolded {
  const words = typed.map((w) => meant(dictionary, w));
  // Most texts are what they say.
  if (words.every((w, i) => w.term >= 0 && !isEnglish(words, i))) return { words, altered: false, joined: false };
  const into: Unfolded = { words: [], altered: false, joined: false };
  let changed = false;
  for (let i = 0; i < words.length; i++) {
    const w = words[i] as Meant;
    const english = isEnglish(words, i) ? ENGLISH_WORDS.at(words, i) : undefined;
    if (english) {
      into.altered = true;
      into.joined ||= english.value.length !== english.words.length;
      for (const { word, marked, instead } of english.value)
        into.words.push({
          ...meant(dictionary, { word, marked: isKind(word) ? w.word : marked }),
          also: [...instead, ...english.words],
          sure: true,
        });
      i += english.words.length - 1;
    } else if (w.term >= 0) into.words.push(w);
    else {
      const before = into.words.length;
      undo(dictionary, w, into);
      changed ||= into.words.length !== before + 1 || into.words[before] !== w;
    }
  }
  if (changed) into.words = legalForms(into.words).map((w) => ('term' in w ? w : meant(dictionary, w)));
  return into;
}

const NONE: string[] = [];
const meant = (dictionary: Dictionary, { word, marked }: Word): Meant => ({
  word,
  marked,
  term: termOf(dictionary, word),
  also: NONE,
  sure: false,
});

const isEnglish = (words: readonly Word[], i: number): boolean =>
  words[i]?.marked === words[i]?.word && ENGLISH_WORDS.at(words, i) !== undefined;

/** A word that nobody bears: keystrokes when that spelling is known, joined words, keystrokes without a known spelling; else as it is. */
function undo(dictionary: Dictionary, w: Meant, into: Unfolded): void {
  const keys = telex(w.marked);
  const term = keys === undefined ? -1 : termOf(dictionary, fold(keys));
  const written = term < 0 ? 0 : dictionary.formCount(term, dictionary.formOf(term, foldMarks(keys as string)));
  const parts = split(dictionary, w.word);
  if (parts && parts.count > written) {
    into.altered = true;
    into.joined = true;
    for (const t of parts.terms) {
      const word = dictionary.words[t] as string;
      into.words.push({ ...meant(dictionary, { word, marked: word }), sure: true });
    }
  } else if (keys !== undefined && (term >= 0 || LEGAL_SYLLABLES.has(fold(keys)))) {
    into.altered = true;
    into.words.push({ ...meant(dictionary, { word: fold(keys), marked: foldMarks(keys) }), sure: true });
  } else into.words.push(w);
}

type Parts = { terms: number[]; count: number };

/** 'matong' → mat + ong: known words, each beside the next somewhere, so that the rarest pair is as usual as can be; at most six. */
function split(dictionary: Dictionary, word: string): Parts | undefined {
  if (word.length < 4 || word.length > MOST_JOINED || /\d/.test(word)) return undefined;
  /** Ways to read the first letters, by their number. */
  const ways: Parts[][] = [[{ terms: [], count: Number.POSITIVE_INFINITY }]];
  for (let to = 1; to <= word.length; to++) {
    const here: Parts[] = [];
    for (let from = Math.max(0, to - LONGEST_PART); from < to; from++) {
      const term = (ways[from] as Parts[]).length > 0 ? termOf(dictionary, word.slice(from, to)) : -1;
      if (term < 0) continue;
      const best = (ways[from] as Parts[]).reduce<Parts | undefined>((found, way) => {
        const count = Math.min(way.count, beside(dictionary, way.terms.at(-1), term, to - from));
        return count > (found?.count ?? 0) && way.terms.length < MOST_PARTS ? { terms: [...way.terms, term], count } : found;
      }, undefined);
      if (best) here.push(best);
    }
    ways.push(here);
  }
  const found = (ways[word.length] as Parts[]).filter((way) => way.terms.length > 1).sort((a, b) => b.count - a.count)[0];
  return found;
}

/** How often a word stands behind another; a lone letter stands there by chance. */
function beside(dictionary: Dictionary, before: number | undefined, term: number, length: number): number {
  if (before === undefined) return Number.POSITIVE_INFINITY;
  const count = dictionary.bigrams.count(before, term);
  const lone = length === 1 || dictionary.words[before]?.length === 1;
  return lone && !areBound(dictionary, before, term, count) ? 0 : count;
}

/** −1 for a word that no product has. */
export const termOf = (dictionary: Dictionary, word: string): number => {
  const term = dictionary.find(word);
  return term >= 0 && (dictionary.live[term] as number) > 0 ? term : -1;
};

export const areBound = (dictionary: Dictionary, a: number, b: number, count: number): boolean =>
  count * BOUND >= Math.min(dictionary.live[a] as number, dictionary.live[b] as number);
