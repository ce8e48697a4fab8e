// From a written address to its parts. Several readings are offered, the plainest first; the resolver takes the best.
import type { UnitKind } from '#shared/text/fold.ts';
import { lookUp, mayBe, type Names, type Piece, pieceOf, sameName } from './names.ts';
import type { Unit } from './unit.ts';

export type Reading = {
  /** Province units that the text names; empty when it names none. */
  provinces: Unit[];
  /** A province was written that nobody knows. */
  unknownProvince: boolean;
  districts: Piece[];
  communes: Piece[];
  /** The only part may name a district or a commune. */
  either: boolean;
};

const MARKED =
  /(?<=[\s.,;:)(-])(?=(?:(?<!thị\s)xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu)[\s.:]|(?:tp|tx|tt)[.\s]|[hqpx]\.\s?\p{L})/giu;
const UNMARKED = /(?<=[\s.,;:)(-])(?=(?:(?<!thi\s)xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh|dac khu)\s)/giu;

const split = (text: string): string[] => text.split(/[,;\n\r|()[\]/]+|\.\s*$/u).filter((t) => t.trim() !== '');

/** Ways of cutting an address into parts: at commas; before words like xã and huyện; before the same words without marks. */
export function cuts(text: string): string[][] {
  const plain = split(
    text
      .normalize('NFC')
      .replace(/\s+-\s+(?=(?:(?<!thị\s)xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|tp\.?|tx\.?|tt\.?)\s)/giu, ', '),
  );
  const marked = plain.flatMap((p) => p.split(MARKED));
  const unmarked = marked.flatMap((p) => p.split(UNMARKED));
  return [plain, marked, unmarked].filter((c, i, all) => i === 0 || c.length !== all[i - 1]?.length);
}

const isCity = (u: Unit) => u.kind === 'Thành phố';

export function provincesOf(names: Names, piece: Piece): Unit[] {
  const found = lookUp(names, 'province', piece);
  // 'TT. Huế' is no town but the province's name, shortened
  if (piece.kind === 'thi tran' || piece.kind === 'town')
    return lookUp(names, 'province', { ...piece, kind: null, keys: piece.keys.slice(1) });
  // 'TP. Cà Mau' is the city in the province of that name
  return piece.kind === 'thanh pho' && !found.some(isCity) ? [] : found;
}

/** Nothing but the word for a kind: 'TP. Cà Mau' has no name before 'Cà Mau'. */
const KIND_ONLY = /^(?:xa|phuong|thi tran|huyen|quan|thi xa|thanh pho|tinh|dac khu|tp|tx|tt|[hqpxt])$/u;

/** Finds a name that closes a piece ('Phú Cần Tiểu Cần Trà Vinh'); gives the units and what stands before it. */
export function tail(piece: Piece, find: (p: Piece) => Unit[]): { found: Unit[]; end: Piece; rest: Piece } | undefined {
  const parts = piece.written.split(/\s+/u);
  for (let n = Math.min(6, parts.length - 1); n >= 1; n--) {
    const end = pieceOf(
      parts
        .slice(-n)
        .join(' ')
        .replace(/^[-–—\s]+/u, ''),
    );
    const rest = pieceOf(
      parts
        .slice(0, -n)
        .join(' ')
        .replace(/[-–—\s]+$/u, ''),
    );
    if (!end || !rest || KIND_ONLY.test(rest.words.join(' '))) continue;
    const found = find(end).filter((u) => sameName(end, u));
    if (found.length > 0) return { found, end, rest };
  }
  return undefined;
}

/** Tỉnh lộ 5 is a road. */
const ROAD = /^(?:lo|duong)\b|^\d/u;

export function readPieces(names: Names, texts: string[]): Reading {
  const pieces = texts.map(pieceOf).filter((p) => p !== null);
  let provinces: Unit[] = [];
  const take = (test: (p: Piece) => boolean) => {
    for (let i = pieces.length - 1; i >= 0 && provinces.length === 0; i--) {
      const piece = pieces[i];
      if (!piece || !test(piece)) continue;
      provinces = provincesOf(names, piece);
      if (provinces.length > 0) pieces.splice(i, 1);
    }
  };
  take((p) => p.kind === 'tinh');
  take(() => true);
  const last = pieces.at(-1);
  const cut = provinces.length === 0 && last ? tail(last, (p) => provincesOf(names, p)) : undefined;
  if (cut) {
    provinces = cut.found;
    pieces[pieces.length - 1] = cut.rest;
  }
  const unknownProvince = provinces.length === 0 && pieces.some((p) => p.kind === 'tinh' && !ROAD.test(p.words.join(' ')));
  const codes = new Set(provinces.map((p) => p.code));
  const within = (u: Unit) => codes.size === 0 || codes.has(u.provinceCode);
  const districtsOf = (p: Piece) => lookUp(names, 'district', p).filter(within);
  const communeIn = (p: Piece) => lookUp(names, 'commune', p).some(within);
  let districts = pieces.filter((p) => p.kind !== null && p.kind !== 'town' && mayBe(p, 'district'));
  if (districts.length === 0) districts = pieces.filter((p) => districtsOf(p).length > 0).slice(-1); // 'An Lão, An Lão, Bình Định'
  if (districts.length === 0) {
    for (const [i, piece] of pieces.entries()) {
      if (lookUp(names, 'commune', piece).length > 0) continue; // 'Nam Đồ Sơn' is a name, not something in Đồ Sơn
      const cut = tail(piece, districtsOf);
      if (!cut) continue;
      pieces[i] = cut.rest;
      districts = [cut.end];
    }
  }
  const named = pieces.filter((p) => p.kind !== null && mayBe(p, 'commune') && p.kind !== 'town');
  const open = pieces.filter((p) => mayBe(p, 'commune'));
  const others = open.filter((p) => !districts.includes(p));
  const either = named.length === 0 && others.length === 0 && open.length === 1 && open[0] === districts[0] && open.every(communeIn);
  const communes = named.length > 0 ? named : either ? open : others;
  return { provinces, unknownProvince, districts, communes, either };
}

export function readParts(names: Names, parts: { commune?: string; district?: string; province?: string }): Reading {
  const as = (text: string | undefined, kinds: UnitKind[], numbered?: UnitKind): Piece[] => {
    const piece = text ? pieceOf(text) : null;
    if (!piece) return [];
    if (numbered && /^\d{1,2}$/u.test(piece.keys[0] ?? '')) return [{ ...piece, keys: [`${numbered}${Number(piece.keys[0])}`] }];
    return [piece.kind && !kinds.includes(piece.kind) ? { ...piece, kind: null } : piece];
  };
  const province = as(parts.province, ['tinh', 'thanh pho'])[0];
  let provinces = province ? provincesOf(names, { ...province, kind: null }) : [];
  if (province && provinces.length === 0) provinces = readPieces(names, split(parts.province ?? '')).provinces;
  return {
    provinces,
    unknownProvince: province !== undefined && provinces.length === 0,
    districts: as(parts.district, ['huyen', 'quan', 'thi xa', 'thanh pho', 'town'], 'quan'),
    communes: as(parts.commune, ['xa', 'phuong', 'thi tran', 'dac khu', 'town'], 'phuong'),
    either: false,
  };
}

/** What an address adds to a commune that has a column of its own. */
export type Around = {
  provinces: Unit[];
  /** 'tỉnh …' was written and nobody knows it. */
  unknownProvince: boolean;
  districts: Piece[];
  /** The province bears its kind ('tỉnh Hòa Bình') or closes an address of several parts: a bare 'Hòa Bình' may be a hamlet. */
  sure: boolean;
};

/** The province and districts that the parts name outright; never a name inside a part ('ấp Hòa Bình', 'đường Hà Nội'). */
export function readAround(names: Names, texts: string[]): Around {
  const pieces = texts.map(pieceOf).filter((p) => p !== null);
  const districts = pieces.filter(
    (p) => p.kind !== null && p.kind !== 'town' && mayBe(p, 'district') && provincesOf(names, p).length === 0,
  );
  const marked = pieces.filter((p) => p.kind === 'tinh' && !ROAD.test(p.words.join(' ')));
  const cities = pieces.filter((p) => p.kind === 'thanh pho');
  for (const piece of [...marked, ...cities].reverse()) {
    const provinces = provincesOf(names, piece);
    if (provinces.length > 0) return { provinces, unknownProvince: false, districts, sure: true };
  }
  const last = pieces.at(-1);
  // 'Q.Gò Vấp TPHCM' is a district and, without a comma, its province
  const cut = last && districts.includes(last) ? tail(last, (p) => provincesOf(names, p)) : undefined;
  if (cut)
    return { provinces: cut.found, unknownProvince: false, districts: districts.map((d) => (d === last ? cut.rest : d)), sure: false };
  const provinces = last?.kind === null ? provincesOf(names, last) : [];
  return { provinces, unknownProvince: marked.length > 0, districts, sure: provinces.length > 0 && pieces.length > 1 };
}
