// Texts cut into the words of the dictionary, the same way for what is indexed and what is asked.
import { fold, foldMarks } from '#shared/text/fold.ts';
import { withoutOdd } from './odd-signs.ts';

/** Legal forms (and a word borrowed in syllables) are one word each, so that 'hợp tác xã' and 'HTX' meet and nothing else matches their syllables. */
const LEGAL: [string[], string][] = [
  [['hop', 'tac', 'xa'], 'htx'],
  [['to', 'hop', 'tac'], 'tht'],
  [['cong', 'ty'], 'cty'],
  [['trach', 'nhiem', 'huu', 'han'], 'tnhh'],
  [['ho', 'kinh', 'doanh'], 'hkd'],
  [['doanh', 'nghiep', 'tu', 'nhan'], 'dntn'],
  [['so', 'co', 'la'], 'socola'],
];
/** Syllables of legal forms, known even where no text has them alone. */
export const LEGAL_SYLLABLES: ReadonlySet<string> = new Set(LEGAL.flatMap(([parts]) => parts));
const LEGAL_FIRST = new Set(LEGAL.map(([parts]) => parts[0]));

/** A word folded and as it is written. */
export type Word = { word: string; marked: string };

const LETTER_DIGIT = /(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu;
const MOST_KEPT = 50_000;
type Folded = { words: Word[]; legal: boolean };
let kept = new Map<string, Folded>();

/** Folded words with their written forms; 'ST25' and 'ST 25' are both st + 25. */
export function wordsOf(text: string): Word[] {
  const found: Word[] = [];
  let legal = false;
  const plain = withoutOdd(text);
  for (let from = 0, to = 0; to <= plain.length; to++) {
    if (to < plain.length && inWord(plain.charCodeAt(to))) continue;
    const part = plain.slice(from, to);
    from = to + 1;
    if (part === '') continue;
    // Syllables repeat: folding each one once makes a build several times faster.
    let folded = kept.get(part);
    if (!folded) {
      const words = fresh(part);
      folded = { words, legal: words.some((w) => LEGAL_FIRST.has(w.word)) };
      if (kept.size >= MOST_KEPT) kept = new Map();
      kept.set(part, folded);
    }
    for (const w of folded.words) found.push(w);
    legal ||= folded.legal;
  }
  return legal ? legalForms(found) : found;
}

/** 1 part of a word, 2 not; 0 not asked yet. */
const classes = new Uint8Array(0x10000);

function inWord(code: number): boolean {
  let known = classes[code];
  if (!known) {
    known = /[\p{L}\p{N}\p{M}]/u.test(String.fromCharCode(code)) ? 1 : 2;
    classes[code] = known;
  }
  return known === 1;
}

/** Whether the text may go on in its last word. */
export const endsInWord = (text: string): boolean => inWord(text.charCodeAt(text.length - 1));

function fresh(part: string): Word[] {
  const marked = foldMarks(part);
  const pieces = /\p{N}/u.test(marked) && /\p{L}/u.test(marked) ? marked.replace(LETTER_DIGIT, '$1$2 ').split(' ') : [marked];
  return pieces.map((piece) => ({ word: fold(piece), marked: piece })).filter((w) => w.word !== '' && !w.word.includes(' '));
}

/** The same words with every legal form as one word. */
export function legalForms<W extends Word>(words: readonly W[]): (W | Word)[] {
  const out: (W | Word)[] = [];
  for (let i = 0; i < words.length; ) {
    const form = LEGAL.find(([parts]) => parts.every((p, j) => words[i + j]?.word === p));
    if (form) {
      out.push({ word: form[1], marked: form[1] });
      i += form[0].length;
    } else out.push(words[i++] as W);
  }
  return out;
}

/** Other spellings that people type for a province, by its folded name. */
export const PROVINCE_ALIASES: Record<string, string[]> = {
  'ho chi minh': ['hcm', 'tphcm', 'sg', 'sai gon', 'saigon'],
  'ha noi': ['hanoi', 'hnoi', 'hn'],
  'hai phong': ['hp'],
  'dak lak': ['dac lac', 'daklak', 'daclac'],
  'dak nong': ['dac nong', 'daknong', 'dacnong'],
  'bac kan': ['bac can'],
  'ba ria vung tau': ['brvt'],
  'kon tum': ['kontum', 'con tum'],
  hue: ['thua thien hue'],
};

/** The same thing north and south; each written form with the word it may be sold under. */
export const SYNONYMS = new Map<string, [form: string, other: string]>(
  Object.entries({
    tra: ['trà', 'che'],
    che: ['chè', 'tra'],
    lon: ['lợn', 'heo'],
    heo: ['heo', 'lon'],
    ngo: ['ngô', 'bap'],
    bap: ['bắp', 'ngo'],
    mi: ['mì', 'my'],
    my: ['mỳ', 'mi'],
    // 'Bánh trưng': the commonest slip of all.
    trung: ['trưng', 'chung'],
  }),
);

/** A code without its signs: '01-123.4567' → '011234567'. */
export const codeKey = (text: string): string => fold(text).replaceAll(' ', '');
