// Before words are looked up: keystrokes become marks, joined words come apart, English becomes Vietnamese.
import { fold, foldMarks } from '#shared/text/fold.ts';
import { telex } from '#shared/text/telex.ts';
import type { Dictionary } from './dictionary.ts';
import { ENGLISH_WORDS } from './english.ts';
import { splitKeys, splitWord, termOf } from './joined.ts';
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

/** English words between words. */
const LINKS = new Set(['from', 'of', 'in', 'the', 'with', 'and', 'for', 'made']);

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
    else if (LINKS.has(w.word) && words.length > 1) into.altered = true;
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
  const parts = splitWord(dictionary, w.word) ?? (term < 0 ? splitKeys(dictionary, w.marked, telex) : undefined);
  if (parts && parts.count > written) {
    into.altered = true;
    into.joined = true;
    for (const part of parts.words) into.words.push({ ...meant(dictionary, part), sure: true });
  } else if (keys !== undefined && (term >= 0 || LEGAL_SYLLABLES.has(fold(keys)))) {
    into.altered = true;
    into.words.push({ ...meant(dictionary, { word: fold(keys), marked: foldMarks(keys) }), sure: true });
  } else into.words.push(w);
}
