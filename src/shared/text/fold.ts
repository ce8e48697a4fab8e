// Vietnamese text made comparable. For matching only, never for display.

const TONES = '\u0300\u0301\u0303\u0309\u0323';
const SHAPES = '\u0302\u0306\u031b'; // circumflex, breve, horn
const LATE = new RegExp(`([${TONES}])([aey][${SHAPES}]*)`, 'gu');
/** hòa → hoà, thúy → thuý, qùa → quà: in oa, oe, uy and qu- the tone goes to the later vowel. */
const PLACED = new RegExp(`(?<=o)[${TONES}](?=[ae])[ae][${SHAPES}]*|(?<=u)[${TONES}](?=y)y|(?<=qu)[${TONES}][aeo][${SHAPES}]*`, 'gu');

const PLAIN = /^\p{ASCII}*$/u;

/** Lower case without any mark: 'Nước mắm Phú Quốc' → 'nuoc mam phu quoc'. */
export function fold(text: string): string {
  if (PLAIN.test(text))
    return text
      .toLowerCase()
      .replace(/[^a-z0-9]+/gu, ' ')
      .trim();
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[đð]/gu, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Lower case with its marks, one spelling for either tone placement (hoà = hòa). */
export function foldMarks(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(PLACED, (found) => found.replace(LATE, '$2$1'))
    .normalize('NFC')
    .replace(/ð/gu, 'đ')
    .replace(/['’‘ʼ`´]/gu, "'")
    .replace(/\s*[-–—‐‑]\s*/gu, ' - ')
    .replace(/\s+/gu, ' ')
    .trim();
}

export type UnitKind =
  | 'tinh'
  | 'thanh pho'
  | 'huyen'
  | 'quan'
  | 'thi xa'
  | 'xa'
  | 'phuong'
  | 'thi tran'
  | 'dac khu'
  /** English 'town': a thị xã or a thị trấn. */
  | 'town';

// Short forms need their dot (or a number behind them): 'P. Tân An', 'P12', but not 'P Tân An'.
const PREFIXES: [UnitKind, RegExp][] = [
  ['thanh pho', /^(?:thành phố(?=[.\s:])|thanh pho(?=[.\s:])|tp(?=[.\s])|t\.\s?p(?=[.\s]))[.\s:]*/u],
  ['thi xa', /^(?:thị xã(?=[.\s:])|thi xa(?=[.\s:])|tx(?=[.\s])|t\.\s?x(?=[.\s]))[.\s:]*/u],
  ['thi tran', /^(?:thị trấn(?=[.\s:])|thi tran(?=[.\s:])|tt(?=[.\s])|t\.\s?t(?=[.\s]))[.\s:]*/u],
  ['dac khu', /^(?:đặc khu|dac khu)[.\s:]+/u],
  ['huyen', /^(?:huyện(?: đảo)?(?=[\s.])|h\.|distri(?:ct|k)(?=\s\D))[.\s:]*/u],
  ['quan', /^(?:quận(?=[\s.\d])|q\.|q(?=\s?\d)|district(?=\s\d))[.\s:]*/u],
  ['phuong', /^(?:phường(?=[\s.\d])|ph?\.|f\.|[pf](?=\s?\d)|ward(?=\s\d))[.\s:]*/u],
  ['xa', /^(?:xã(?=[\s.])|x\.|[ck]omm?une(?=\s))[.\s:]*/u],
  ['tinh', /^(?:tỉnh(?=[\s.])|t\.|province(?: of)?(?=\s))[.\s:]*/u],
];
/** Words that are a prefix only in a text without marks: 'quan son' may be quận Sơn or the name Quan Sơn. */
const BARE: [UnitKind, RegExp][] = [
  ['huyen', /^huyen\s+/u],
  ['quan', /^quan\s*(?=\d)|^quan\s+/u],
  ['phuong', /^phuong\s*(?=\d)|^phuong\s+/u],
  ['xa', /^xa\s+/u],
  ['tinh', /^tinh\s+/u],
];
const SUFFIXES: [UnitKind, RegExp][] = [
  ['tinh', /\sprovince$/u],
  ['thanh pho', /\scity$/u],
  ['huyen', /\sdistrict$/u],
  ['xa', /\scommune$/u],
  ['phuong', /\sward$/u],
  ['town', /\stown(?:ship)?$/u],
  ['dac khu', /\sspecial (?:zone|administrative region)$/u],
];

/** The kind a unit's name is written with, and its folded short name, that name with its marks; `bare` when only the missing marks suggest that kind. */
export function splitUnit(text: string): { kind: UnitKind | null; key: string; marks: string; bare: boolean } {
  let rest = foldMarks(text).replace(/[\s.,;:]+$/u, '');
  let kind: UnitKind | null = null;
  let bare = false;
  for (const [k, pattern] of SUFFIXES) {
    const cut = rest.replace(pattern, '');
    if (cut !== rest) {
      [kind, rest] = [k, cut];
      break;
    }
  }
  const unmarked = /^[\p{ASCII}]*$/u.test(rest);
  for (const [k, pattern] of unmarked ? [...PREFIXES, ...BARE] : PREFIXES) {
    const cut = rest.replace(pattern, '');
    if (cut === rest || fold(cut) === '') continue;
    bare = BARE.some(([b, p]) => b === k && p === pattern);
    [kind, rest] = [k, cut];
    break;
  }
  const name = fold(rest);
  if (kind && /^\d+$/u.test(name)) return { kind, key: `${kind} ${Number(name)}`, marks: rest, bare: false };
  return { kind, key: name, marks: rest, bare };
}

/** The folded short name of an administrative unit: 'TP. Thanh Hóa' → 'thanh hoa', 'P.12' → 'phuong 12'. */
export const foldUnit = (text: string): string => splitUnit(text).key;
