// What people say around a product's name ('mua … ở đâu', 'chai 500 ml'), and what the thing is called elsewhere in the country.
import { fold } from '#shared/text/fold.ts';
import type { Dictionary } from './dictionary.ts';
import { Phrases } from './phrases.ts';
import { type Word, wordsOf } from './words.ts';

const PHRASES = [
  'mua', 'tìm', 'shop', 'online',
  'mua bán', 'mua online', 'bán online', 'đặt mua', 'cần mua', 'cần tìm', 'tìm mua', 'tìm kiếm', 'nơi bán', 'chỗ bán', 'shop bán', 'cửa hàng bán', 'có bán',
  'mua ở đâu', 'bán ở đâu', 'ở đâu bán', 'ở đâu có', 'ở đâu', 'địa chỉ bán', 'giá rẻ', 'giá sỉ', 'giá gốc', 'giá tốt', 'giá bán', 'giá bao nhiêu', 'bao nhiêu tiền', 'bao nhiêu',
  'sỉ lẻ', 'bán sỉ', 'bán lẻ', 'chính hãng', 'chính gốc', 'chính hiệu', 'uy tín', 'loại ngon', 'loại tốt', 'ngon nhất', 'ngon rẻ', 'giao tận nơi', 'giao hàng', 'quà biếu', 'làm quà',
  'cho tôi xem', 'cho tôi hỏi', 'cho tôi tìm', 'cho tôi mua', 'cho tôi', 'cho mình xem', 'cho mình hỏi', 'cho mình', 'cho hỏi', 'tôi muốn mua', 'tôi muốn tìm', 'tôi cần mua', 'tôi cần tìm', 'tôi cần',
  'tôi muốn', 'mình muốn mua', 'mình cần mua', 'mình cần tìm', 'mình cần', 'mình muốn', 'tìm giúp tôi', 'tìm giúp mình', 'tìm giúp', 'tìm cho tôi', 'xin hỏi về', 'xin hỏi', 'hỏi về',
  'cho em hỏi', 'cho em', 'em muốn mua', 'em cần mua', 'em cần', 'công dụng của', 'công dụng', 'tác dụng của', 'tác dụng', 'cách dùng', 'cách làm', 'cách nấu', 'cách chế biến',
  'có tốt không', 'có ngon không', 'là gì', 'bao nhiêu sao', 'mấy sao', 'của htx nào', 'của ai', 'chất lượng cao', 'chất lượng tốt', 'đạt chuẩn', 'được chứng nhận', 'chứng nhận',
  'ship toàn quốc', 'giao toàn quốc', 'nhà làm',
  // alone only with their marks: 'ban' and 'gia' are too much else
  'bán', 'giá',
]; // biome-ignore format: a list
const MARKED_ONLY = new Set(['ban', 'gia']);
const TALK = new Phrases<string[]>(Object.fromEntries(PHRASES.map((phrase) => [fold(phrase), wordsOf(phrase).map((w) => w.marked)])));
const LAST_WORDS = new Set(PHRASES.map((phrase) => fold(phrase.slice(phrase.lastIndexOf(' ') + 1))));
const LONGEST = 4;

/** How many words of talk begin here; marks that are written must be its own. */
function talkAt(words: readonly Word[], i: number): number {
  const talk = TALK.at(words, i)?.value;
  if (!talk) return 0;
  const said = talk.every((marked, j) => {
    const typed = words[i + j] as Word;
    return typed.marked === marked || (typed.marked === typed.word && !(talk.length === 1 && MARKED_ONLY.has(typed.word)));
  });
  return said ? talk.length : 0;
}

/** Without the talk at either end; what stands beside its neighbour somewhere in the register ('giá đỗ', 'gia vị') is no talk. */
export function withoutTalk(words: Word[], dictionary: Dictionary): Word[] {
  const meet = (a: Word | undefined, b: Word | undefined) =>
    dictionary.bigrams.count(dictionary.find(a?.word ?? ''), dictionary.find(b?.word ?? '')) > 0;
  let from = 0;
  let to = words.length;
  for (let length = talkAt(words, 0); length > 0; length = talkAt(words, from)) {
    const next = from + length;
    if (next >= to || meet(words[next - 1], words[next])) break;
    from = next;
  }
  while (to - from > 1 && LAST_WORDS.has((words[to - 1] as Word).word)) {
    const start = ending(words, from + 1, to);
    if (start < 0 || meet(words[start - 1], words[start])) break;
    to = start;
  }
  return from === 0 && to === words.length ? words : words.slice(from, to);
}

/** Where talk begins that ends with the text; −1 for none. */
function ending(words: readonly Word[], least: number, to: number): number {
  for (let start = Math.max(least, to - LONGEST); start < to; start++) if (talkAt(words, start) === to - start) return start;
  return -1;
}

const UNITS = new Set([
  'g',
  'gr',
  'gram',
  'gam',
  'kg',
  'ky',
  'ml',
  'l',
  'lit',
  'cc',
  'cai',
  'goi',
  'hop',
  'chai',
  'tui',
  'lon',
  'hu',
  'lo',
  'mieng',
]);
const PACKS = new Set(['chai', 'tui', 'hop', 'goi', 'hu', 'lo', 'lon', 'can', 'bao', 'combo', 'set', 'thung', 'khay', 'loai', 'hang']);
const NUMBER = /^\d{1,7}$/;
const MONEY = new Set(['k', 'nghin', 'ngan', 'trieu', 'tr', 'd', 'dong', 'vnd', 'vnđ']);
/** What stands before a price. */
const ABOUT = new Set(['gia', 'duoi', 'tren', 'tam', 'khoang', 'tu', 'den', 'hon', 'gan', 'chi']);
/** Praise and politeness that many names have too: left out only where nothing has the words. */
const FILLERS = new Set(['ngon', 'ạ', 'nhé', 'nha', 'review', 'top']);
const STARS: Record<string, string> = { ba: '3', bon: '4', nam: '5' };

/** How many words of a price begin here: 'dưới 100k', 'giá 25.000đ', '200 nghìn/kg'. */
function priceAt(words: readonly Word[], i: number): number {
  let to = i;
  while (ABOUT.has(words[to]?.word ?? '')) to++;
  const digits = to;
  while (NUMBER.test(words[to]?.word ?? '')) to++;
  const money = MONEY.has(words[to]?.word ?? '');
  if (to === digits || (!money && words[to - 1]?.word !== '000')) return 0;
  if (money) to++;
  return (UNITS.has(words[to]?.word ?? '') ? to + 1 : to) - i;
}

/** Without any talk, prices, sizes and packages: 'mua thịt lợn sấy 500 g' → 'thịt lợn sấy'; 'ba sao' as a number. */
function bare(words: readonly Word[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const { word, marked } = words[i] as Word;
    const next = words[i + 1]?.word;
    const said = priceAt(words, i) || talkAt(words, i);
    if (said > 0) i += said - 1;
    else if (FILLERS.has(marked)) continue;
    else if (NUMBER.test(word) && next !== undefined && UNITS.has(next)) i++;
    else if (PACKS.has(word) && next !== undefined && NUMBER.test(next)) i += UNITS.has(words[i + 2]?.word ?? '') ? 2 : 1;
    else if (PACKS.has(word) && next === undefined && kept.length > 0) break;
    else if (next === 'sao' && STARS[word]) kept.push(STARS[word]);
    else kept.push(marked);
  }
  return kept;
}

/** One name and the other, both ways. */
const ELSEWHERE: [string, string][] = [
  ['lạc', 'đậu phộng'], ['vừng', 'mè'], ['sắn', 'khoai mì'], ['dứa', 'khóm'], ['dứa', 'thơm'], ['trứng vịt', 'hột vịt'], ['trứng gà', 'hột gà'],
  ['na', 'mãng cầu'], ['dưa chuột', 'dưa leo'], ['roi', 'mận'], ['hoa', 'bông'], ['ruốc', 'chà bông'], ['giấm', 'dấm'], ['miến', 'bún tàu'], ['đỗ', 'đậu'], ['mướp đắng', 'khổ qua'],
  ['rau mùi', 'ngò'], ['cá quả', 'cá lóc'], ['cá chuối', 'cá lóc'], ['chanh leo', 'chanh dây'], ['giò lụa', 'chả lụa'], ['xì dầu', 'nước tương'], ['củ đậu', 'củ sắn'],
  ['hồng xiêm', 'sa bô chê'], ['đậu phụ', 'đậu hũ'], ['bánh tráng', 'bánh đa'], ['nem rán', 'chả giò'], ['lạp xưởng', 'lạp sườn'], ['cà phê', 'coffe'], ['siro', 'si rô'], ['bánh chưng', 'bánh trưng'],
  ['ô long', 'oolong'], ['mắc ca', 'macca'], ['macca', 'macadamia'],
]; // biome-ignore format: a table
const OTHER_NAMES = new Map<string, { from: Word[]; to: string }[]>();
for (const [a, b] of ELSEWHERE) {
  for (const [said, meant] of [
    [a, b],
    [b, a],
  ] as const) {
    const from = wordsOf(said);
    const first = from[0]?.word ?? '';
    OTHER_NAMES.set(first, [...(OTHER_NAMES.get(first) ?? []), { from, to: meant }]);
  }
}
const MOST = 4;

/** Other texts worth a look when no product has the words: without talk and sizes, then with the other names for what is named. */
export function otherWords(q: string): string[] {
  const words = wordsOf(q);
  const plain = bare(words);
  const base = plain.length === 0 ? words.map((w) => w.marked) : plain;
  const text = base.join(' ');
  const found = text === words.map((w) => w.marked).join(' ') ? [] : [text];
  const left = wordsOf(text);
  for (let i = 0; i < left.length && found.length < MOST; i++) {
    for (const { from, to } of OTHER_NAMES.get((left[i] as Word).word) ?? []) {
      const fits = from.every((w, j) => {
        const typed = left[i + j];
        return typed?.word === w.word && (typed.marked === typed.word || typed.marked === w.marked);
      });
      if (fits) found.push([...base.slice(0, i), to, ...base.slice(i + from.length)].join(' '));
    }
  }
  return found.slice(0, MOST);
}
