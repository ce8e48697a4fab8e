// A made-up register of any size, the same for the same seed: specialities of the provinces, plain constructed producers.
import { readFileSync } from 'node:fs';
import type { ProductFacts } from '#server/modules/registry/index.ts';
import { lastDay } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { addDays } from '#shared/dates.ts';
import { idFrom } from '#shared/ids.ts';
import { groupOfSet, type ProducerType, type Star } from '#shared/vocabulary.ts';

const KINDS =
  'hữu cơ|nguyên chất|truyền thống|đặc biệt|thượng hạng|sấy dẻo|sấy giòn|sấy lạnh|túi 500 g|hộp 300 g|chai 500 ml|hũ 200 g|vị cay|vị gừng|túi lọc|không đường|hút chân không|loại 1|VietGAP|hòa tan|rang mộc|cao cấp'.split(
    '|',
  );
const GIVEN =
  'An Bình|Phú Thịnh|Minh Tâm|Hưng Phát|Tân Lập|Đại Lợi|Thanh Xuân|Hòa Bình|Việt Xanh|Sông Xanh|Đất Lành|Bản Mường|Làng Xưa|Quê Nhà|Hoa Sen|Núi Cao|Biển Xanh|Thiên Phúc|Nắng Mới|Đồng Xanh'.split(
    '|',
  );
const LEGAL: [ProducerType, string][] = [
  ['cooperative', 'Hợp tác xã nông nghiệp'],
  ['cooperative', 'HTX'],
  ['enterprise', 'Công ty TNHH'],
  ['enterprise', 'Công ty Cổ phần'],
  ['business_household', 'Hộ kinh doanh'],
  ['household', 'Cơ sở sản xuất'],
  ['cooperative_group', 'Tổ hợp tác'],
];

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function* synthesise(territory: Territory, count: number, seed = 7): Iterable<ProductFacts> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { provinces } = JSON.parse(readFileSync(new URL('../../reference/sample/specialities.json', import.meta.url), 'utf8')) as {
    provinces: Record<string, string[]>;
  };
  const olds = territory.provinces(63).map((p) => p.code);
  const places = new Map(
    olds.map((code) => {
      const today = territory.successorProvince(code);
      return [code, territory.communesOf(today).filter((c) => (territory.oldProvinceOf(c.code) ?? code) === code)];
    }),
  );
  let producer: { facts: ProductFacts['producer']; old: string } | undefined;
  for (let i = 0; i < count; i++) {
    if (!producer || random() < 0.55) {
      const old = pick(olds);
      const [type, legal] = pick(LEGAL);
      const commune = pick(places.get(old) ?? []);
      producer = { facts: { id: idFrom(2 ** 33 + i), name: `${legal} ${pick(GIVEN)} ${commune?.name ?? ''}`.trim(), type }, old };
    }
    const { old } = producer;
    const special = pick(provinces[random() < 0.85 ? old : pick(olds)] ?? ['3 Gạo tẻ thơm']);
    const space = special.indexOf(' ');
    const set = Number(special.slice(0, space));
    const commune = pick(places.get(old) ?? []);
    const name = [special.slice(space + 1), random() < 0.4 && commune ? commune.name : '', random() < 0.45 ? pick(KINDS) : '']
      .filter(Boolean)
      .join(' ');
    const validFrom = addDays('2022-06-01', Math.floor(random() * 1600));
    const star: Star = random() < 0.72 ? 3 : random() < 0.97 ? 4 : 5;
    yield {
      id: idFrom(i),
      code: random() < 0.5 ? `${old}-${String(set).padStart(2, '0')}-${i}` : null,
      oldCode: null,
      name,
      group: groupOfSet(set) ?? null,
      set,
      producer: producer.facts,
      place: { communeCode: commune?.code ?? null, provinceCode: territory.successorProvince(old), oldProvinceCode: old },
      written: {
        address: null,
        commune: commune?.fullName ?? null,
        district: null,
        province: territory.province(old, 63)?.fullName ?? null,
      },
      lat: null,
      lng: null,
      sample: true,
      recognitions: [
        {
          star,
          potentialFive: star === 4 && random() < 0.03,
          score: 70,
          decisionNo: `${i % 4000}/QĐ-UBND`,
          decidedOn: validFrom,
          issuer: 'UBND tỉnh',
          validFrom,
          validUntil: lastDay(validFrom),
          extendedUntil: null,
          endedOn: null,
          endedBy: null,
          cause: null,
        },
      ],
    };
  }
}
