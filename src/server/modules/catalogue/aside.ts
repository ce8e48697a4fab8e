// Words that say nothing about which product: kinds of units before a place, 'OCOP', 'sản phẩm', 'N sao'.
import { fold } from '#shared/text/fold.ts';
import type { Dictionary } from './dictionary.ts';
import { Phrases } from './phrases.ts';
import type { Places } from './places.ts';
import type { Word } from './words.ts';

export type Kept<W> = {
  words: W[];
  /** 'N sao' in the words; −1 none. */
  star: number;
  /** '… tiềm năng 5 sao'. */
  potential: boolean;
};

/** Words for a kind of unit and links to a place, when written with their marks. */
const UNITS = new Set(['tỉnh', 'huyện', 'xã', 'phường', 'quận', 'tp', 'ở', 'tại']);
/** The same without marks mean something else as often ('tinh dau', 'xa phong'): left aside before a place only. */
const BARE_UNITS = new Set(['tinh', 'huyen', 'xa', 'phuong', 'quan', 'o', 'tai']);
/** In two words, by the first. */
const UNIT_PAIRS: Record<string, string[]> = { thành: ['phố'], thị: ['xã', 'trấn'], đặc: ['khu'] };
const BARE_PAIRS: Record<string, string[]> = { thanh: ['pho'], thi: ['xa', 'tran'], dac: ['khu'] };
const GENERIC_PAIRS: Record<string, string> = { san: 'pham', dac: 'san' };
/** Words that stand together so often belong together. */
const USUAL = 20;
const NUMBERS: Record<string, number> = { ba: 3, bốn: 4, bon: 4, năm: 5, nam: 5, three: 3, four: 4, five: 5 };

/** One look for the many words that are none of these. */
const FIRST = new Phrases<true>(
  Object.fromEntries(
    [
      ...[...UNITS, ...BARE_UNITS, ...Object.keys(UNIT_PAIRS), ...Object.keys(BARE_PAIRS), ...Object.keys(GENERIC_PAIRS)].map(fold),
      ...Object.keys(NUMBERS).map(fold),
      ...['3', '4', '5', 'ocop'],
    ].map((word) => [word, true]),
  ),
);

/** Without what says nothing. */
export function aside<W extends Word>(words: W[], dictionary: Dictionary, places: Places): Kept<W> {
  if (!words.some((w) => FIRST.begins(w.word))) return { words, star: -1, potential: false };
  const kept: Kept<W> = { words: [], star: -1, potential: false };
  for (let i = 0; i < words.length; i++) {
    const w = words[i] as W;
    const length = FIRST.begins(w.word) ? saysNothing(words, i, kept, dictionary, places) : 0;
    if (length === 0) kept.words.push(w);
    else i += length - 1;
  }
  return kept;
}

/** How many words from here on are left aside. */
function saysNothing(words: readonly Word[], i: number, kept: Kept<Word>, dictionary: Dictionary, places: Places): number {
  const w = words[i] as Word;
  if (w.word === 'ocop') return 1;
  const next = words[i + 1];
  if (next === undefined) return 0;
  const star = starsAt(w, next, dictionary);
  if (star > 0) {
    kept.star = star;
    kept.potential = star === 5 && kept.words.at(-2)?.word === 'tiem' && kept.words.at(-1)?.word === 'nang';
    if (kept.potential) kept.words.length -= 2;
    return 2;
  }
  if (GENERIC_PAIRS[w.word] === next.word) return 2;
  if (UNITS.has(w.marked)) return 1;
  const bare = w.marked === w.word;
  if ((bare ? BARE_PAIRS : UNIT_PAIRS)[w.marked]?.includes(next.marked))
    return words[i + 2] !== undefined && (!bare || places.isNamed(words, i + 2, 1)) ? 2 : 0;
  if (!bare || !BARE_UNITS.has(w.word) || !places.isNamed(words, i + 1, w.word === 'huyen' ? 1 : 2)) return 0;
  // 'xa phong phu' is soap before it is a commune.
  return dictionary.bigrams.count(dictionary.find(w.word), dictionary.find(next.word)) < USUAL ? 1 : 0;
}

function starsAt(w: Word, next: Word, dictionary: Dictionary): number {
  if (next.word !== 'sao' && next.word !== 'star' && next.word !== 'stars') return 0;
  if (/^[345]$/.test(w.word)) return Number(w.word);
  const number = NUMBERS[w.marked] ?? 0;
  // 'Ba Sao' is a place too.
  return number > 0 && dictionary.bigrams.count(dictionary.find(w.word), dictionary.find(next.word)) === 0 ? number : 0;
}
