// The columns of the three lists that we write. Every heading is one that the import reads back.
import type { Territory } from '#server/modules/territory/index.ts';
import { showDay } from '#shared/dates.ts';
import type { Status } from '#shared/vocabulary.ts';
import type { RecognitionFacts } from '../facts.ts';
import { GROUP_NAMES, SET_NAMES } from '../rules/groups.ts';
import { PRODUCER_TYPE_LABELS } from '../rules/producer-types.ts';
import { standing } from '../rules/validity.ts';
import type { Listed } from './read-products.ts';

export type Value = string | number | { day: string } | null;
export type Column = { heading: string /** Title over the columns of one round. */; over?: string; width?: number };
export type ListForm = {
  columns: Column[];
  title: (asOf: string) => string | null;
  rows: (product: Listed, no: number, asOf: string, territory: Territory) => Value[][];
};

const STATUS_LABELS: Record<Status, string> = {
  valid: 'Còn hạn',
  expiring: 'Sắp hết',
  extended: 'Gia hạn',
  expired: 'Hết hạn',
  revoked: 'Thu hồi',
  superseded: 'Thay thế',
};

const day = (text: string | null): Value => (text ? { day: text } : null);
const groupOf = (p: Listed): string | null =>
  p.groupStated ?? (p.set ? (SET_NAMES[p.set - 1] ?? null) : p.group ? GROUP_NAMES[p.group] : null);
const provinceOf = (p: Listed, territory: Territory): string => p.province ?? territory.province(p.provinceCode, 34)?.fullName ?? '';
const communeOf = (p: Listed, territory: Territory): string | null =>
  p.commune ?? (p.address === null && p.communeCode ? (territory.commune(p.communeCode)?.fullName ?? null) : null);

/** 'Tiềm năng 5 sao' for a potential five. */
const starText = (r: RecognitionFacts): string => (r.potentialFive ? 'Tiềm năng 5 sao' : `${r.star} sao`);

const csv: ListForm = {
  columns: [
    'product_id', 'product_code', 'name', 'producer', 'producer_type', 'representative', 'phone', 'address', 'commune', 'district', 'province', 'product_group',
    'criteria_set', 'stars', 'potential_five', 'score', 'status', 'decision_no', 'decision_date', 'issuer', 'valid_from', 'valid_until', 'ended_on', 'ended_by', 'cause', 'extended_until',
  ].map((heading) => ({ heading })), // biome-ignore format: a table
  title: () => null,
  rows: (p, _no, asOf, territory) =>
    p.recognitions.map((r) => [
      p.id, p.code ?? p.oldCode, p.name, p.producer, p.producerType, p.representative, p.phone, p.address, communeOf(p, territory), p.district, provinceOf(p, territory),
      p.groupStated ?? p.group, p.set, r.star, r.potentialFive ? 1 : null, r.score, standing([r], asOf)?.status ?? null, r.decisionNo, day(r.decidedOn), r.issuer,
      day(r.validFrom), day(r.validUntil), day(r.endedOn), r.endedBy, r.cause, day(r.extendedUntil),
    ]), // biome-ignore format: a table
};

const ROUND = ['Sao', 'Ngày', 'Năm', 'Số quyết định', 'Cơ quan'];
const roundValues = (r: RecognitionFacts | undefined): Value[] => {
  const on = r ? (r.decidedOn ?? r.validFrom) : null;
  return r && on ? [starText(r), day(on), Number(on.slice(0, 4)), r.decisionNo, r.issuer] : [null, null, null, null, null];
};

const workbook21: ListForm = {
  columns: [
    { heading: 'STT', width: 6 },
    { heading: 'Tên sản phẩm', width: 32 },
    { heading: 'Nhóm sản phẩm', width: 20 },
    { heading: 'Loại hình chủ thể', width: 16 },
    { heading: 'Tên chủ thể', width: 32 },
    { heading: 'Xã/phường', width: 18 },
    { heading: 'Địa chỉ', width: 36 },
    { heading: 'Người đại diện', width: 20 },
    { heading: 'Điện thoại', width: 14 },
    { heading: 'Hạng sao hiện tại', width: 16 },
    { heading: 'Ngày hết hạn', width: 12 },
    ...ROUND.map((heading) => ({ over: 'Lần công nhận 1', heading, width: 14 })),
    ...ROUND.map((heading) => ({ over: 'Lần công nhận 2', heading, width: 14 })),
    { heading: 'Ghi chú', width: 16 },
    { heading: 'Mã Sản Vật', width: 12 },
  ],
  title: (asOf) => `DANH SÁCH SẢN PHẨM OCOP ĐẾN NGÀY ${showDay(asOf)}`,
  rows: (p, no, asOf, territory) => {
    const [first, second] = p.recognitions.slice(-2);
    const now = standing(p.recognitions, asOf);
    const commune = communeOf(p, territory);
    const address = p.address ?? [commune, p.district, provinceOf(p, territory)].filter(Boolean).join(', ');
    return [
      [
        no, p.name, groupOf(p), p.typeStated ?? PRODUCER_TYPE_LABELS[p.producerType], p.producer, commune, address, p.representative, p.phone,
        now ? starText(now.current) : null, day((second ?? first)?.validUntil ?? null), ...roundValues(first), ...roundValues(second),
        now ? STATUS_LABELS[now.status] : null, p.id,
      ],
    ]; // biome-ignore format: a table
  },
};

/** Table PTNT_OCOP as QĐ 5277/QĐ-BNNMT spells it: the present state only; texts cut to its lengths. */
const ptnt: ListForm = {
  columns: [
    'MA_OCOP',
    'Ma_DonViHanhChinh',
    'Ma_ThoiGian',
    'Ma_SanPham',
    'TenSanPham',
    'XepHang',
    'ChuTheSXKD',
    'DoanhThuNam',
    'TrangThai',
  ].map((heading) => ({ heading })),
  title: () => null,
  rows: (p, no, asOf) => {
    const now = standing(p.recognitions, asOf);
    if (!now) return [];
    return [
      [
        no,
        p.communeCode ?? p.provinceCode,
        asOf.slice(0, 4),
        p.id,
        p.name.slice(0, 255),
        `${now.current.star}*`,
        p.producer.slice(0, 255),
        null,
        STATUS_LABELS[now.status],
      ],
    ];
  },
};

export const FORMS = { csv, workbook21, ptnt } as const;
export type ExportLayout = keyof typeof FORMS;
