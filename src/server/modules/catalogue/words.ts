// Texts cut into the words of the dictionary, the same way for what is indexed and what is asked.
import { fold, foldMarks } from '#shared/text/fold.ts';

/** Legal forms are one word each, so that 'hợp tác xã' and 'HTX' meet and nothing else matches their syllables. */
const LEGAL: [string[], string][] = [
  [['hop', 'tac', 'xa'], 'htx'],
  [['to', 'hop', 'tac'], 'tht'],
  [['cong', 'ty'], 'cty'],
  [['trach', 'nhiem', 'huu', 'han'], 'tnhh'],
  [['ho', 'kinh', 'doanh'], 'hkd'],
  [['doanh', 'nghiep', 'tu', 'nhan'], 'dntn'],
];
const LEGAL_FIRST = new Set(LEGAL.map(([parts]) => parts[0]));

/** A word folded and as it is written. */
export type Word = { word: string; marked: string };

const LETTER_DIGIT = /(\p{L})(?=\p{N})|(\p{N})(?=\p{L})/gu;

/** Folded words with their written forms; 'ST25' and 'ST 25' are both st + 25. */
export function wordsOf(text: string): Word[] {
  const marked = foldMarks(text).split(/[^\p{L}\p{N}]+/u);
  const found: Word[] = [];
  for (const part of marked) {
    if (part === '') continue;
    if (/\p{N}/u.test(part) && /\p{L}/u.test(part)) {
      for (const piece of part.replace(LETTER_DIGIT, '$1$2 ').split(' ')) found.push({ word: fold(piece), marked: piece });
    } else found.push({ word: fold(part), marked: part });
  }
  return legalForms(found.filter((w) => w.word !== ''));
}

function legalForms(words: Word[]): Word[] {
  if (!words.some((w) => LEGAL_FIRST.has(w.word))) return words;
  const out: Word[] = [];
  for (let i = 0; i < words.length; ) {
    const form = LEGAL.find(([parts]) => parts.every((p, j) => words[i + j]?.word === p));
    if (form) {
      out.push({ word: form[1], marked: form[1] });
      i += form[0].length;
    } else out.push(words[i++] as Word);
  }
  return out;
}

/** Other spellings that people type for a province, by its folded name. */
export const PROVINCE_ALIASES: Record<string, string[]> = {
  'ho chi minh': ['hcm', 'tphcm', 'sai gon', 'saigon'],
  'ha noi': ['hanoi'],
  'dak lak': ['dac lac', 'daklak', 'daclac'],
  'dak nong': ['dac nong', 'daknong', 'dacnong'],
  'bac kan': ['bac can'],
  'ba ria vung tau': ['brvt'],
  'kon tum': ['kontum', 'con tum'],
  hue: ['thua thien hue'],
};

/** A code without its signs: '01-123.4567' → '011234567'. */
export const codeKey = (text: string): string => fold(text).replaceAll(' ', '');
