// A small country and its products, for tests of this module.
import { lastDay, type ProductFacts, type RecognitionFacts } from '#server/modules/registry/index.ts';
import type { Group, ProducerType } from '#shared/vocabulary.ts';
import type { Gazetteer } from './types.ts';

const TODAY = [
  { code: '24', name: 'Bắc Ninh', region: 'north' },
  { code: '08', name: 'Tuyên Quang', region: 'north' },
  { code: '91', name: 'An Giang', region: 'south' },
];
const BEFORE = [
  { code: '24', name: 'Bắc Giang', to: '24' },
  { code: '27', name: 'Bắc Ninh', to: '24' },
  { code: '02', name: 'Hà Giang', to: '08' },
  { code: '08', name: 'Tuyên Quang', to: '08' },
  { code: '89', name: 'An Giang', to: '91' },
  { code: '91', name: 'Kiên Giang', to: '91' },
];
const COMMUNES = [
  { code: '1', name: 'Lục Ngạn', fullName: 'Xã Lục Ngạn', provinceCode: '24', old: '24', before: 'Thị trấn Chũ' },
  { code: '2', name: 'Từ Sơn', fullName: 'Phường Từ Sơn', provinceCode: '24', old: '27', before: 'Phường Đông Ngàn' },
  { code: '3', name: 'Mèo Vạc', fullName: 'Xã Mèo Vạc', provinceCode: '08', old: '02', before: 'Xã Giàng Chu Phìn' },
  { code: '4', name: 'Phú Quốc', fullName: 'Đặc khu Phú Quốc', provinceCode: '91', old: '91', before: 'Phường Dương Đông' },
];
const REGIONS = [
  { key: 'north', nameVi: 'Miền Bắc', nameEn: 'North', provinces: ['24', '08'] },
  { key: 'south', nameVi: 'Miền Nam', nameEn: 'South', provinces: ['91'] },
];

const province = (p: { code: string; name: string }, key: string) => ({
  code: p.code,
  name: p.name,
  fullName: `Tỉnh ${p.name}`,
  region: { key, nameVi: key, nameEn: key },
});

export const smallCountry: Gazetteer = {
  province: (code, map) => smallCountry.provinces(map).find((p) => p.code === code),
  provinces: (map) => (map === 34 ? TODAY.map((p) => province(p, p.region)) : BEFORE.map((p) => province(p, ''))),
  regions: () => REGIONS,
  commune: (code) => COMMUNES.filter((c) => c.code === code).map((c) => ({ ...c, lat: null, lng: null }))[0],
  communesOf: (code) => COMMUNES.filter((c) => c.provinceCode === code).map((c) => ({ ...c, lat: null, lng: null })),
  oldCommunes: (code) =>
    COMMUNES.filter((c) => c.old === code).map((c) => ({
      code: `9${c.code}`,
      name: c.before,
      fullName: c.before,
      district: '',
      successors: [c.code],
    })),
  predecessorsOf: (code) => BEFORE.filter((p) => p.to === code).map((p) => p.code),
  successorProvince: (code) => BEFORE.find((p) => p.code === code)?.to ?? code,
};

export const recognition = (validFrom: string, more: Partial<RecognitionFacts> = {}): RecognitionFacts => ({
  star: 3,
  potentialFive: false,
  score: 60,
  decisionNo: '1/QĐ-UBND',
  decidedOn: validFrom,
  issuer: 'UBND tỉnh',
  validFrom,
  validUntil: lastDay(validFrom),
  extendedUntil: null,
  endedOn: null,
  endedBy: null,
  cause: null,
  ...more,
});

type Some = {
  name: string;
  producer?: string;
  type?: ProducerType;
  commune?: string;
  group?: Group;
  set?: number;
  code?: string | null;
  oldCode?: string | null;
  district?: string;
  recognitions?: RecognitionFacts[];
};

/** Facts of a product; the commune decides the province. */
export function facts(id: string, { name, producer = 'HTX Đồng Xanh', type = 'cooperative', commune = '1', ...some }: Some): ProductFacts {
  const place = COMMUNES.find((c) => c.code === commune);
  return {
    id,
    code: some.code ?? null,
    oldCode: some.oldCode ?? null,
    name,
    group: some.group ?? 'I',
    set: some.set ?? 1,
    producer: { id: `P${producer}`, name: producer, type },
    place: { communeCode: commune, provinceCode: place?.provinceCode ?? '24', oldProvinceCode: place?.old ?? null },
    written: { address: null, commune: place?.fullName ?? null, district: some.district ?? null, province: null },
    lat: null,
    lng: null,
    sample: true,
    recognitions: some.recognitions ?? [recognition('2025-01-10')],
  };
}
