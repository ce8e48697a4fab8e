// Names of units made comparable: known variants, no spaces, and the levels a written kind may mean.
import { fold, foldMarks, splitUnit, type UnitKind } from '#shared/text/fold.ts';
import { readAliases } from './reference.ts';
import type { Unit } from './unit.ts';

export type Names = { province: Map<string, Unit[]>; district: Map<string, Unit[]>; commune: Map<string, Unit[]> };

const aliases = readAliases();
const words = Object.entries(aliases.words).map(([from, to]) => [new RegExp(`(?<![a-z])${from}(?![a-z])`, 'gu'), to] as const);

/** i and y are the same sound at the end of a syllable after these: Mỹ = Mĩ, Vỹ = Vĩ, Quý = Quí. */
const BEFORE_Y = '(?:[bcdghklmnrstvx]|[knt]h|qu)';
const LAST_Y = new RegExp(`(?<![a-z])(${BEFORE_Y})y(?![a-z])`, 'gu');
const LAST_Y_MARKED = new RegExp(`(?<!\\p{L})(${BEFORE_Y})([yýỳỷỹỵ])(?!\\p{L})`, 'gu');
const I_FOR: Record<string, string> = { y: 'i', ý: 'í', ỳ: 'ì', ỷ: 'ỉ', ỹ: 'ĩ', ỵ: 'ị' };

const ROMAN: Record<string, string> = { i: '1', ii: '2', iii: '3' };
const LAST_ROMAN = /(?<=\S )i{1,3}$/u;

/** A folded name as one word: Đắc Lắc = Đăk Lăk, Mỹ = Mĩ, H'Leo = HLeo, NT Trần Phú = Trần Phú, Hòa Tú II = Hòa Tú 2. */
export function compact(folded: string): string {
  let text = folded.replace(/^(?:nt|nong truong) /u, '').replace(LAST_ROMAN, (n) => ROMAN[n] ?? n);
  for (const [from, to] of words) text = text.replace(from, to);
  return text.replace(LAST_Y, '$1i').replaceAll(' ', '');
}

const communes = new Map(aliases.communes.map((c) => [c.code, c.written]));

export function buildNames(units: readonly Unit[]): Names {
  const names: Names = { province: new Map(), district: new Map(), commune: new Map() };
  const add = (map: Map<string, Unit[]>, key: string, unit: Unit) => {
    const list = map.get(key);
    if (!list) map.set(key, [unit]);
    else if (!list.includes(unit)) list.push(unit);
  };
  for (const u of units) {
    add(names[u.level], compact(u.folded), u);
    if (u.level === 'district') {
      const earlier = aliases.districts.filter((d) => d.province === u.provinceCode && foldMarks(d.now) === foldMarks(u.fullName));
      for (const written of earlier.flatMap((d) => d.written)) add(names.district, compact(written), u);
    }
    if (u.level === 'commune' && u.validUntil !== null)
      for (const written of communes.get(u.code) ?? []) add(names.commune, compact(written), u);
    if (u.level !== 'province') continue;
    for (const written of aliases.provinces[u.name] ?? []) add(names.province, compact(written), u);
  }
  return names;
}

/** One written part of an address. */
export type Piece = {
  kind: UnitKind | null;
  /** A kind that only the lack of marks suggests: it counts for units found under the first key. */
  bareKind: UnitKind | null;
  /** Keys to look under, likelier first. */
  keys: string[];
  /** The name with its marks; null when it was written without. */
  marks: string | null;
  /** Folded words of the name, to look for a name at the end of it. */
  words: string[];
  written: string;
};

const pieces = new Map<string, Piece | null>();
/** Lists repeat the same districts and provinces: the last few thousand texts are remembered. */
export function pieceOf(text: string): Piece | null {
  let piece = pieces.get(text);
  if (piece === undefined) {
    if (pieces.size >= 4096) pieces.clear();
    piece = readPiece(text);
    pieces.set(text, piece);
  }
  return piece;
}

const PLAIN = /^\p{ASCII}*$/u;

function readPiece(text: string): Piece | null {
  const written = text
    .normalize('NFC')
    .trim()
    .replace(/[\s,]+\d{5,6}$/u, '') // a postcode
    .replace(/(?<=\S)\s+cũ$/iu, ''); // 'xã Trà Dơn cũ': no unit's name ends so
  const whole = fold(written);
  if (!whole || /^(viet ?nam|vn|\d{5,6})$/u.test(whole)) return null;
  const { kind, key, marks, bare } = unitIn(written);
  const keys = [...new Set([key, whole].map(compact))];
  return {
    kind: bare ? null : kind,
    bareKind: bare ? kind : null,
    keys,
    marks: PLAIN.test(written) ? null : oneWay(marks),
    words: key.split(' '),
    written,
  };
}

const FIRST_PLAIN = /^[a-z]+\s/iu;
/** As splitUnit reads it; 'xa Sơn Tân', where only the word for the kind lost its mark, is read as without marks, with the marks of the name. */
function unitIn(written: string): ReturnType<typeof splitUnit> {
  const read = splitUnit(written);
  if (read.kind !== null || !FIRST_PLAIN.test(written)) return read;
  const plain = splitUnit(fold(written));
  return plain.bare ? { ...plain, marks: read.marks } : read;
}

/** Đắk, Đăk and Đắc, Pắk and Pắc, Ngọk and Ngọc, II and 2 are ways of writing one word. */
const oneWay = (marks: string): string =>
  marks
    .replace(/(?<!\p{L})(đ|p)[aăắ][kc](?!\p{L})/gu, '$1ăk')
    .replace(/(?<!\p{L})ng[oọ][kc](?!\p{L})/gu, 'ngọk')
    .replace(LAST_ROMAN, (n) => ROMAN[n] ?? n);
type Facts = { marks: string; kind: string; key: string };
const facts = new WeakMap<Unit, Facts>();
/** What comparing needs of a unit, worked out once. */
function factsOf(unit: Unit): Facts {
  let known = facts.get(unit);
  if (!known) {
    const name = /\d$/u.test(unit.name) ? unit.name.replace(/^\D+/u, '') : unit.name;
    known = { marks: oneWay(foldMarks(name)), kind: fold(unit.kind), key: compact(unit.folded) };
    facts.set(unit, known);
  }
  return known;
}

const iForY = (marks: string): string => marks.replace(LAST_Y_MARKED, (_, before: string, y: string) => before + (I_FOR[y] ?? y));

/** M'ta, Mta and M ta are one name. */
const glue = (marks: string): string => marks.replace(/[' ]+/gu, '');

/**
 * The written name has the unit's marks; null when it was written without ('xã Phu Can' is not another name than Phú Cần), or with i for y
 * ('Vỹ Dạ' is Vĩ Dạ unless a unit is written just so).
 */
export function marksAgree(piece: Piece, unit: Unit): boolean | null {
  const { marks, key } = factsOf(unit);
  // under another spelling of its name there are no marks to compare
  if (piece.marks === null || !piece.keys.includes(key)) return null;
  if (glue(piece.marks).endsWith(glue(marks))) return true;
  return PLAIN.test(piece.marks) || glue(iForY(piece.marks)).endsWith(glue(iForY(marks))) ? null : false;
}

/** False when the unit's own name, not another way of writing it, was written with other marks: Huệ is not Huế. */
export const sameName = (piece: Piece, unit: Unit): boolean => marksAgree(piece, unit) !== false;

const LEVELS: Record<UnitKind, Unit['level'][]> = {
  tinh: ['province'],
  'thanh pho': ['province', 'district'],
  huyen: ['district'],
  quan: ['district'],
  'thi xa': ['district'],
  xa: ['commune'],
  phuong: ['commune'],
  'thi tran': ['commune'],
  'dac khu': ['commune'],
  town: ['district', 'commune'],
};

export const mayBe = (piece: Piece, level: Unit['level']): boolean => piece.kind === null || LEVELS[piece.kind].includes(level);

export function kindAgrees(piece: Piece, unit: Unit): boolean | null {
  const written = piece.kind ?? (piece.bareKind && factsOf(unit).key === piece.keys[0] ? piece.bareKind : null);
  if (written === null) return null;
  const { kind } = factsOf(unit);
  return written === kind || (written === 'town' && (kind === 'thi xa' || kind === 'thi tran'));
}

/** Units of a level that the piece may name. Where 'xa' may be a prefix, the rest is a commune's name, the whole may be any. */
export function lookUp(names: Names, level: Unit['level'], piece: Piece): Unit[] {
  if (!mayBe(piece, level)) return [];
  const keys = piece.bareKind && !LEVELS[piece.bareKind].includes(level) ? piece.keys.slice(1) : piece.keys;
  return [...new Set(keys.flatMap((k) => names[level].get(k) ?? []))];
}
