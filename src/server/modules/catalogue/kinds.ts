// Names of whole kinds of products: 'đồ uống' finds what stands in that group or set, whatever its name.
import { GROUPS, type Group } from '#shared/vocabulary.ts';
import { Phrases } from './phrases.ts';

/** Index words of a product's group and set; no text can be read as one of them. */
export const kindTerms = (group: Group | null, set: number | null): string[] => [
  ...(group ? [`#${group}`] : []),
  ...(set ? [`#${set}`] : []),
];

export const isKind = (word: string): boolean => word[0] === '#';

/** One bit for a group or a set; 0 for any other word. */
export function kindBit(word: string): number {
  if (!isKind(word)) return 0;
  const group = GROUPS.indexOf(word.slice(1) as Group);
  return group >= 0 ? 1 << group : 1 << (GROUPS.length - 1 + Number(word.slice(1)));
}

/** Bits of a product's group and set, as the packed attributes number them. */
export const kindBits = (group: number, set: number): number =>
  (group < GROUPS.length ? 1 << group : 0) | (set > 0 ? 1 << (GROUPS.length - 1 + set) : 0);

/** Names of kinds, folded; the index words of those that bear it. */
export const KIND_NAMES = new Phrases<string[]>({
  'thuc pham': ['#I'],
  'thuc pham chuc nang': ['#18'],
  'do uong': ['#II'],
  'thuc uong': ['#II'],
  'nuoc giai khat': ['#17', '#16'],
  'duoc lieu': ['#III'],
  'thao duoc': ['#III'],
  'thuoc nam': ['#III'],
  'my pham': ['#19'],
  'thu cong': ['#IV'],
  'thu cong my nghe': ['#IV'],
  'my nghe': ['#IV'],
  'do thu cong': ['#IV'],
  'hang thu cong': ['#IV'],
  'luu niem': ['#IV'],
  'do luu niem': ['#IV'],
  'qua luu niem': ['#IV'],
  'sinh vat canh': ['#V'],
  'cay canh': ['#24'],
  'du lich': ['#VI'],
  'du lich sinh thai': ['#VI'],
  'du lich cong dong': ['#VI'],
  'trai cay': ['#1'],
  'hoa qua': ['#1'],
  'rau qua': ['#1', '#7'],
  'rau cu': ['#1'],
  'rau cu qua': ['#1'],
  'do an vat': ['#5'],
  'do an nhanh': ['#5'],
  'gia vi': ['#10', '#9'],
  'ngu coc': ['#3'],
  'hai san': ['tom', 'muc', 'cua', 'ghe', 'hau', 'ngheu'],
  'thuy san': ['tom', 'muc', 'cua', 'ghe', 'hau', 'luon'],
  'banh keo': ['banh', 'keo'],
});
