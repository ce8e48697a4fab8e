// A producer's name as a key: legal forms and the trade words of company names written out, case and marks away.
import { fold, foldMarks } from '#shared/text/fold.ts';

/** Forms that hold several words; applied in this order to the folded name. */
const FORMS: [RegExp, string][] = [
  [/\bh t x\b/g, 'htx'],
  [/\bt n h h\b/g, 'tnhh'],
  [/\bm t v\b/g, 'mtv'],
  [/\bl?h htx\b|\blhhtx\b/g, 'lien hiep hop tac xa'],
  [/\bhtx ?dvnn\b/g, 'hop tac xa dich vu nong nghiep'],
  [/\bhtx ?nn\b/g, 'hop tac xa nong nghiep'],
  [/\bhtx\b/g, 'hop tac xa'],
  [/\btht\b/g, 'to hop tac'],
  [/\bhkd\b/g, 'ho kinh doanh'],
  [/\bctcp\b|\bct cp\b/g, 'cong ty co phan'],
  [/\b(?:cty|cti|c ty)\b/g, 'cong ty'],
  [/\bct (?=tnhh\b)/g, 'cong ty '],
  [/\bcong ty cp\b/g, 'cong ty co phan'],
  [/\btnhh\b/g, 'trach nhiem huu han'],
  [/\bmtv\b|\b0?1 ?tv\b|\b0?1 thanh vien\b/g, 'mot thanh vien'],
  [/\bhai tv\b|\b0?2 ?tv\b|\b0?2 thanh vien\b/g, 'hai thanh vien'],
  [/\bdntn\b/g, 'doanh nghiep tu nhan'],
  [/\bcssx(?=kd\b|\b)/g, 'co so sx'],
  [/\bcsxs\b|\bcs sx\b/g, 'co so san xuat'],
  [/\bcnc\b/g, 'cong nghe cao'],
  [/\bdvnn\b/g, 'dich vu nong nghiep'],
];

/** The trade words that lists run together in any order: SX-TM-DV, SXKD, TMDV, XNK. */
const TRADES: Record<string, string> = {
  xnk: 'xuat nhap khau',
  sx: 'san xuat',
  tm: 'thuong mai',
  dv: 'dich vu',
  kd: 'kinh doanh',
  cb: 'che bien',
  dt: 'dau tu',
  xd: 'xay dung',
};
const TRADE = /^(?:xnk|sx|tm|dv|kd|cb|dt|xd)+$/;
/** Alone, these two are too often something else (điện thoại, xã đội). */
const ONLY_TOGETHER = new Set(['dt', 'xd', 'cb']);

const spell = (word: string): string => {
  if (!TRADE.test(word) || ONLY_TOGETHER.has(word)) return word;
  return (word.match(/xnk|sx|tm|dv|kd|cb|dt|xd/g) ?? []).map((part) => TRADES[part]).join(' ');
};

const LEGAL = [
  'lien hiep hop tac xa',
  'hop tac xa',
  'to hop tac',
  'ho kinh doanh',
  'cong ty co phan',
  'cong ty trach nhiem huu han',
  'doanh nghiep tu nhan',
  'trach nhiem huu han',
];

/** The key under which a producer is one and the same: 'HTX NN Tân Cương' = 'Hợp tác xã nông nghiệp Tân Cương' = 'HOP TAC XA NONG NGHIEP TAN CUONG'. */
export function nameKey(name: string): string {
  let key = fold(name.replace(/&/g, ' và '));
  for (const [form, full] of FORMS) key = key.replace(form, full);
  key = key.split(' ').map(spell).join(' ');
  // 'Hợp tác xã (HTX) Minh Ngọc' names its form twice
  for (const form of LEGAL) key = key.replace(`${form} ${form}`, form);
  return key;
}

const FORMS_ALONE = new Set([
  ...LEGAL,
  'ho san xuat',
  'ho san xuat kinh doanh',
  'ho gia dinh',
  'ho',
  'co so',
  'co so san xuat',
  'cong ty',
  'doanh nghiep',
  'trang trai',
]);

/** A legal form without a name ('Hộ kinh doanh') names nobody: two such rows need not be one producer. */
export const namesNobody = (name: string): boolean => FORMS_ALONE.has(nameKey(name));

const FORM =
  /^(?:\d{1,2}[.)]\s*|[-–+•]\s*)?(?:htx|hợp tác xã|tổ hợp tác|tht|hộ|hkd|công ty|cty|cơ sở|doanh nghiệp|dntn|trang trại|liên hiệp)\s/iu;
const BETWEEN = /\s*[;/]\s*|,\s+|\s+(?:và|&|\+|cùng)\s+|\s+(?=\d{1,2}[.)]\s)/iu;

/** Two or more producers in one text: each part bears a legal form and a name of its own ('HTX A; Công ty B'). `lines`: the text as its lines. */
export function namesSeveral(text: string, lines: readonly string[] = []): boolean {
  const several = (parts: readonly string[]) => parts.filter((part) => FORM.test(part.trim()) && !namesNobody(part)).length > 1;
  return several(text.normalize('NFC').split(BETWEEN)) || several(lines);
}

/** The key of a product's name: marks away. */
export const productKey = (name: string): string => fold(name.replace(/&/g, ' và '));

/** Written without a single mark: 'HTX Sen' as much as a list typed without marks. */
export const isBare = (name: string): boolean =>
  foldMarks(name)
    .normalize('NFD')
    .search(/\p{M}|đ/u) === -1;

const wordsOf = (text: string): string =>
  foldMarks(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Two names with the same letters: `same` when their marks agree or one is written without any,
 * `other` when both bear marks and the marks differ (Dưa and Dứa are different fruit).
 */
export function compareMarks(a: string, b: string): 'same' | 'bare' | 'other' {
  if (wordsOf(a) === wordsOf(b)) return 'same';
  return isBare(a) || isBare(b) ? 'bare' : 'other';
}

/** Two producers of one key whose own words bear other marks: 'Mẫu' and 'Mậu'; legal forms written out or short are no difference. */
export function ownMarksDiffer(a: string, b: string): boolean {
  if (isBare(a) || isBare(b)) return false;
  const known = new Map<string, Set<string>>();
  for (const word of wordsOf(a).split(' ')) known.set(fold(word), (known.get(fold(word)) ?? new Set()).add(word));
  return wordsOf(b)
    .split(' ')
    .some((word) => known.get(fold(word))?.has(word) === false);
}
