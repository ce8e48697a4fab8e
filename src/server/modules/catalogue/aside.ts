// Words that say nothing about which product: kinds of units before a place, 'OCOP', 'sản phẩm', 'đạt N sao'; and those that need not be in its name: 'chai', 'con', 'của'.
import { fold } from '#shared/text/fold.ts';
import type { Dictionary } from './dictionary.ts';
import { areBound } from './joined.ts';
import { Phrases } from './phrases.ts';
import type { Places } from './places.ts';
import type { Word } from './words.ts';

export type Kept<W> = {
  words: W[];
  /** 'N sao' in the words; −1 none. */
  star: number;
  /** '… tiềm năng 5 sao'. */
  potential: boolean;
  /** The folded name behind a word for a unit. */
  unit: string | undefined;
  /** Packings beside a name: welcome in it, not needed. */
  packings: string[];
};

/** Words for a kind of unit and links to a place, when written with their marks. */
const UNITS = new Set(['tỉnh', 'huyện', 'xã', 'phường', 'quận', 'tp', 'ở', 'tại']);
/** The same without marks mean something else as often ('tinh dau', 'xa phong'): left aside before a place only. */
const BARE_UNITS = new Set(['tinh', 'huyen', 'xa', 'phuong', 'quan', 'o', 'tai']);
/** In two words, by the first. */
const UNIT_PAIRS: Record<string, string[]> = { thành: ['phố'], thị: ['xã', 'trấn'], đặc: ['khu'] };
const BARE_PAIRS: Record<string, string[]> = { thanh: ['pho'], thi: ['xa', 'tran'], dac: ['khu'] };
/** Of these, the ones below a province. */
const UNIT_WORDS = new Set(['huyen', 'xa', 'phuong', 'quan', 'tp', 'thanh', 'thi', 'dac']);
const GENERIC_PAIRS: Record<string, string> = { san: 'pham', dac: 'san' };
/** Words that stand together so often belong together. */
const USUAL = 20;
/** What leads to 'N sao'. */
const GRADED = new Phrases<true>(
  Object.fromEntries(
    ['đạt', 'chuẩn', 'tiêu chuẩn', 'hạng', 'xếp hạng', 'phân hạng', 'được xếp', 'được', 'công nhận', 'chứng nhận', 'ocop'].map((text) => [
      fold(text),
      true,
    ]),
  ),
);
/** Packings, by their letters without marks. */
const PACKINGS = new Map(['chai', 'hũ', 'túi', 'hộp', 'gói', 'lọ', 'bịch', 'thùng'].map((text) => [fold(text), text]));
const SOFT = new Set([
  ...[...PACKINGS].flat(),
  ...'hủ con cái chiếc quả trái củ tấm đôi miếng viên bó nải vỉ khay giỏ cân ký kí món combo loại loai của từ bởi với những các mọi vài mấy một hai'.split(
    ' ',
  ),
]);
/** These stand beside anything by their letters: 'của' is 'cửa' and 'cua' as well. */
const LINKS = new Set(['của', 'từ', 'bởi', 'với', 'những', 'các', 'mọi']);
const NUMBERS: Record<string, number> = { ba: 3, bốn: 4, bon: 4, năm: 5, nam: 5, three: 3, four: 4, five: 5 };

/** One look for the many words that are none of these. */
const FIRST = new Phrases<true>(
  Object.fromEntries(
    [
      ...[...UNITS, ...BARE_UNITS, ...Object.keys(UNIT_PAIRS), ...Object.keys(BARE_PAIRS), ...Object.keys(GENERIC_PAIRS)].map(fold),
      ...Object.keys(NUMBERS).map(fold),
      ...['3', '4', '5', 'ocop', 'dat', 'chuan', 'tieu', 'hang', 'xep', 'phan', 'duoc', 'cong', 'chung'],
      ...[...SOFT].map(fold),
    ].map((word) => [word, true]),
  ),
);

/** Without what says nothing. `open`: the last word may go on. */
export function aside<W extends Word>(words: W[], dictionary: Dictionary, places: Places, open: boolean): Kept<W> {
  if (!words.some((w) => FIRST.begins(w.word))) return { words, star: -1, potential: false, unit: undefined, packings: [] };
  const kept: Kept<W> = { words: [], star: -1, potential: false, unit: undefined, packings: [] };
  let softened = false;
  for (let i = 0; i < words.length; i++) {
    const w = words[i] as W;
    const first = FIRST.begins(w.word);
    const length = first ? saysNothing(words, i, kept, dictionary, places) : 0;
    if (length > 0) {
      i += length - 1;
      if (UNIT_WORDS.has(w.word)) kept.unit ??= places.unitAt(words, i + 1);
    } else if (first && isSoft(words, i, dictionary, open)) {
      if (kept.words.at(-1) === words[i - 1] && isCount(words[i - 1])) kept.words.pop();
      softened = true;
      const packing = PACKINGS.get(w.word);
      if (packing) kept.packings.push(packing);
    } else kept.words.push(w);
  }
  // Nothing but such words: then they are what is looked for.
  return softened && kept.words.length === 0 ? { ...kept, words, packings: [] } : kept;
}

const isCount = (w: Word | undefined): boolean => w !== undefined && /^\d{1,3}$/.test(w.word);

/** A word of counting, packing or linking that stands beside neither neighbour in the register: 'chai nước mắm', but not 'hộp quà'. The last word may become another one. */
function isSoft(words: readonly Word[], i: number, dictionary: Dictionary, open: boolean): boolean {
  const [before, w, after] = [words[i - 1], words[i] as Word, words[i + 1]];
  if (!SOFT.has(w.marked) || (open && !after && !isCount(before))) return false;
  const bound = (a: Word | undefined, b: Word | undefined) => {
    const [left, right] = [dictionary.find(a?.word ?? ''), dictionary.find(b?.word ?? '')];
    const count = left < 0 || right < 0 ? 0 : dictionary.bigrams.count(left, right);
    return count > 0 && ((w.marked !== w.word && !LINKS.has(w.marked)) || areBound(dictionary, left, right, count));
  };
  return !bound(before, w) && !bound(w, after);
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
  const graded = leadsToStar(words, i, dictionary);
  if (graded > 0) return graded;
  if (
    w.word === 'hang' &&
    /^[345]$/.test(next.word) &&
    dictionary.bigrams.count(dictionary.find('hang'), dictionary.find(next.word)) === 0
  ) {
    kept.star = Number(next.word);
    return 2;
  }
  if (GENERIC_PAIRS[w.word] === next.word) return 2;
  if (UNITS.has(w.marked)) return 1;
  const bare = w.marked === w.word;
  if ((bare ? BARE_PAIRS : UNIT_PAIRS)[w.marked]?.includes(next.marked))
    return words[i + 2] !== undefined && (!bare || places.isNamed(words, i + 2, 1)) ? 2 : 0;
  // Tinh Nghệ An is nobody's 'tinh nghệ'.
  if (bare && w.word === 'tinh' && (places.hintAt(words, i + 1)?.words ?? 0) > 1) return 1;
  if (!bare || !BARE_UNITS.has(w.word) || !places.isNamed(words, i + 1, w.word === 'huyen' ? 1 : 2)) return 0;
  // 'xa phong phu' is soap before it is a commune.
  return dictionary.bigrams.count(dictionary.find(w.word), dictionary.find(next.word)) < USUAL ? 1 : 0;
}

/** How many words from here on lead to 'N sao': 'đạt chuẩn OCOP 4 sao'. */
function leadsToStar(words: readonly Word[], i: number, dictionary: Dictionary): number {
  let to = i;
  for (let lead = GRADED.at(words, to); lead; lead = GRADED.at(words, to)) to += lead.words.length;
  const [number, sao] = [words[to], words[to + 1]];
  return to > i && number && sao && starsAt(number, sao, dictionary) > 0 ? to - i : 0;
}

function starsAt(w: Word, next: Word, dictionary: Dictionary): number {
  if (next.word !== 'sao' && next.word !== 'star' && next.word !== 'stars') return 0;
  if (/^[345]$/.test(w.word)) return Number(w.word);
  const number = NUMBERS[w.marked] ?? 0;
  // 'Ba Sao' is a place too.
  return number > 0 && dictionary.bigrams.count(dictionary.find(w.word), dictionary.find(next.word)) === 0 ? number : 0;
}
