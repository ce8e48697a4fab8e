// One row of a list as facts about a product, its producer and its recognitions; or the reason why it gives none.
import { isId } from '#shared/ids.ts';
import { fold } from '#shared/text/fold.ts';
import type { Group, ProducerType } from '#shared/vocabulary.ts';
import { groupFrom } from '../rules/groups.ts';
import { namesNobody, namesSeveral } from '../rules/names.ts';
import { producerType } from '../rules/producer-types.ts';
import { type Cells, cellsOf, type DataRow, type Defaults, Refused } from './cells.ts';
import type { Field } from './headings.ts';
import { type Rejection, rejection, type Warning, withCell } from './notes.ts';
import { type RoundFacts, readRounds } from './read-rounds.ts';
import { columnName } from './sheet.ts';

export type RowFacts = {
  row: number;
  /** Our own id, when the list is one of ours. */
  id: string | null;
  code: string | null;
  oldCode: string | null;
  name: string;
  producer: { name: string; type: ProducerType; typeStated: string | null; representative: string | null; phone: string | null };
  place: { address: string | null; commune: string | null; district: string | null; province: string | null; unitCode: string | null };
  /** Named over the headings of the list, for rows that name none. */
  listProvince: string | null;
  group: { stated: string | null; group: Group | null; set: number | null };
  /** The list says that the recognition was withdrawn but not when. */
  saysRevoked: boolean;
  /** Ascending by day; the undated last. */
  rounds: RoundFacts[];
};
/** `cell`: the cell that a field stands in ('B7'), for what is said about the row later. */
export type Reading = {
  row: number;
  facts?: RowFacts;
  rejection?: Rejection;
  warnings: Warning[];
  cell: (field: string) => string | undefined;
};

export function readRow(data: DataRow, defaults: Defaults): Reading {
  const warnings: Warning[] = [];
  const cells = cellsOf(data, warnings);
  const reading = { row: data.row.number, warnings, cell: cellsNamed(data) };
  try {
    return { ...reading, facts: read(cells, defaults) };
  } catch (e) {
    if (!(e instanceof Refused)) throw e;
    return { ...reading, rejection: withCell(rejection(data.row.number, e.field, e.code, e.detail), reading.cell(e.field)) };
  }
}

/** Where a list has no column of the very name, the one that would say it. */
const INSTEAD: Partial<Record<string, Field[]>> = {
  decidedOn: ['decidedOn2', 'decidedOn1', 'decisionNo'],
  province: ['address', 'district', 'commune', 'unitCode'],
  star: ['star2', 'star1', 'score'],
};

/** Holds on to the headings, not to the row: a nation's list is not kept in memory for its addresses. */
function cellsNamed({ headings: { columns }, row: { number } }: DataRow): Reading['cell'] {
  return (field) => {
    const column = [field as Field, ...(INSTEAD[field] ?? [])].map((f) => columns.get(f)).find((c) => c !== undefined);
    return column === undefined ? undefined : `${columnName(column)}${number}`;
  };
}

function read(cells: Cells, defaults: Defaults): RowFacts {
  const { text, warn } = cells;
  const name = nameOf(cells);
  if (!name || fold(name) === '') throw new Refused('name', 'missing', { vi: 'Thiếu tên sản phẩm.', en: 'The product has no name.' });
  const { name: producer, phone } = producerOf(cells);
  if (!producer || fold(producer) === '')
    throw new Refused('producer', 'missing', { vi: 'Thiếu tên chủ thể.', en: 'The producer has no name.' });
  if (namesNobody(producer)) {
    const message = {
      vi: `"${producer}" chỉ là loại hình, không phải tên chủ thể.`,
      en: `"${producer}" is a legal form, not a producer's name.`,
    };
    throw new Refused('producer', 'form_only', message);
  }
  if (namesSeveral(producer, cells.cell('producer').lines)) {
    const message = {
      vi: `Ghi nhiều chủ thể: "${producer}"; hãy tách mỗi chủ thể một dòng.`,
      en: `Several producers are named: "${producer}"; give each a row of its own.`,
    };
    throw new Refused('producer', 'producer_several', message);
  }
  const saysRevoked = refuseUnlessRecognised(cells);
  const rounds = readRounds(cells, defaults);
  const typeStated = text('producerType');
  const type = producerType(typeStated, producer);
  if (!type.known) {
    warn('producerType', 'producer_type', {
      vi: `Không rõ loại hình của "${producer}"; ghi là "khác".`,
      en: `The type of "${producer}" is not known; entered as "other".`,
    });
  }
  const stated = text('group') ?? (cells.has('group') || cells.has('set') ? null : (cells.above.group ?? null));
  const set = text('set');
  const bySet = groupFrom(set);
  const group = bySet.group ? bySet : groupFrom(stated);
  return {
    row: cells.row,
    id: readId(cells),
    ...readCode(cells),
    name,
    producer: {
      name: producer,
      type: type.type,
      typeStated,
      representative: text('representative'),
      phone: readPhone(text('phone')) ?? phone,
    },
    place: readPlace(cells),
    listProvince: cells.above.list.province ?? null,
    group: { stated: stated ?? set, group: group.group, set: group.set },
    saysRevoked,
    rounds,
  };
}

/** 'HTX A (ĐT: 0912 345 678)', 'HTX A\n0912.345.678': ten digits or more, the first a zero. */
const PHONE =
  /[\s,;:–-]*[([]?\s*(?:(?:số\s+)?(?:điện\s+thoại|sđt|đtdđ|đt|tel|phone|hotline|liên\s+hệ|di\s+động)[\s:.]*)?((?:\+84|0)\d?(?:[\s.-]?\d){8,9})\s*[)\]]?\.?$/iu;

/** The producer's name; a phone number written behind it is not part of it. */
function producerOf({ text, warn }: Cells): { name: string | null; phone: string | null } {
  const written = text('producer')?.normalize('NFC') ?? null;
  const found = written === null ? null : PHONE.exec(written);
  if (!written || !found?.[1] || found.index === 0) return { name: written, phone: null };
  const name = written.slice(0, found.index);
  warn('producer', 'producer_phone', {
    vi: `Số điện thoại ${found[1]} ghi sau tên chủ thể; tên là "${name}".`,
    en: `The phone number ${found[1]} stands behind the producer's name; the name is "${name}".`,
  });
  return { name, phone: found[1] };
}

const FOOTNOTE = /\s*(?:\(\*{1,3}\)|\*{1,3})$/u;

/** 'Gạo' in a cell that numbers its products: '1. Gạo', '- Gạo'. */
const BULLET = /^(?:\d{1,2}[.)]|[a-zđ]\)|[-–+•*])\s+(?=\p{L})/iu;

/** The product's name without the mark of a footnote or the sign of a list; refused where the cell lists several. */
function nameOf({ text, cell, warn }: Cells): string | null {
  const written = text('name');
  if (!written) return written;
  if ((cell('name').lines ?? []).filter((line) => BULLET.test(line)).length > 1) {
    throw new Refused('name', 'product_several', {
      vi: `Ghi nhiều sản phẩm trong một ô: "${written}"; hãy tách mỗi sản phẩm một dòng.`,
      en: `Several products stand in one cell: "${written}"; give each a row of its own.`,
    });
  }
  const name = written.replace(BULLET, '').replace(FOOTNOTE, '');
  if (name !== written)
    warn('name', 'footnote', {
      vi: `Bỏ dấu chú thích, dấu đầu dòng ở "${written}".`,
      en: `The mark of a footnote or of a list is left out of "${written}".`,
    });
  return name;
}

const NAMES_COMMUNE = /(?:^|[\s,.;–-])(?:xã|phường|thị trấn|đặc khu|tt|x|p)[\s.]/iu;
const NAMES_DISTRICT = /(?:^|[\s,.;–-])(?:huyện|quận|thị xã|thành phố|tỉnh|tx|tp|h|q|t)[\s.]/iu;

/** The place as written; a part that no column is for is the one that the title of the section names, unless the address names its own. */
function readPlace({ text, has, above }: Cells): RowFacts['place'] {
  const address = text('address');
  const under = (field: 'commune' | 'district' | 'province', named: RegExp): string | null =>
    has(field) ? text(field) : named.test(address ?? '') ? null : (above[field] ?? null);
  return {
    address,
    commune: under('commune', NAMES_COMMUNE),
    district: under('district', NAMES_DISTRICT),
    province: under('province', NAMES_DISTRICT),
    unitCode: readUnitCode(text('unitCode')),
  };
}

/** True when the list says "withdrawn"; refused where it says that nothing was granted yet: "proposed" without a decision. */
function refuseUnlessRecognised({ text }: Cells): boolean {
  const status = text('status');
  const key = fold(status ?? '');
  if (
    /\b(?:de xuat|du kien|dang danh gia|cho cong nhan|chua cong nhan|khong dat|proposed|oriented|pending)\b/.test(key) &&
    text('decisionNo') === null
  ) {
    throw new Refused('status', 'not_recognised', {
      vi: `Tình trạng "${status}": chưa được công nhận.`,
      en: `Status "${status}": not recognised yet.`,
    });
  }
  return /\b(?:thu hoi|revoked|withdrawn)\b/.test(key);
}

const readId = ({ text }: Cells): string | null => {
  const id = text('id') ?? text('code');
  return id && isId(id) ? id : null;
};

/** T-X-STT-20YY since 2025; before that with a district (province-district-commune-number-year). */
function readCode({ text, warn }: Cells): { code: string | null; oldCode: string | null } {
  const written = text('code')?.replace(/\s*[-–—]\s*/g, '-') ?? null;
  if (!written || isId(written)) return { code: null, oldCode: null };
  if (/^\d{1,2}-\d{1,5}-\d{1,6}-20\d{2}$/.test(written)) return { code: written, oldCode: null };
  if (/^\d{1,3}-\d{1,3}-\d{1,5}-\d{1,6}-20\d{2}$/.test(written)) return { code: null, oldCode: written };
  warn('code', 'code_form', {
    vi: `Mã sản phẩm "${written}" không đúng dạng; không dùng.`,
    en: `Product code "${written}" has no known form; not used.`,
  });
  return { code: null, oldCode: null };
}

const readUnitCode = (text: string | null): string | null =>
  text && /^\d{1,5}$/.test(text) ? text.padStart(text.length <= 2 ? 2 : 5, '0') : null;

/** A number cell loses the leading zero of a phone number. */
const readPhone = (text: string | null): string | null => (text && /^[1-9]\d{8,9}$/.test(text) ? `0${text}` : text);
