// Where a row's producer sits, with the help of who issued the decision.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import { createLocator } from './places.ts';
import type { RowFacts } from './read-row.ts';

const base = testDatabase();
let t: Territory;
beforeAll(async () => {
  t = await loadTerritory(base.db);
});

type Place = Partial<RowFacts['place']>;
const locate = (place: Place, issuers: (string | null)[], listIssuer?: string, day = '2025-08-01') => {
  const none = { address: null, commune: null, district: null, province: null, unitCode: null };
  const facts = {
    place: { ...none, ...place },
    listProvince: null,
    rounds: issuers.map((issuer) => ({ issuer, validFrom: day })),
  } as unknown as RowFacts;
  return createLocator(t, listIssuer)(facts);
};
const commune = (found: ReturnType<typeof locate>) => (found.kind === 'known' ? t.commune(found.communeCode ?? '')?.fullName : found.kind);

describe('the issuer helps where the row does not name its province', () => {
  it('by the district of a decision on three stars', () => {
    const place = { commune: 'Xã Tân Thành', address: 'ấp 2' };
    expect(locate(place, [null]).kind).toBe('several');
    const found = locate(place, ['UBND huyện Bù Đốp']);
    expect(found).toMatchObject({ kind: 'known', homeOf: 'issuer', oldProvinceCode: '70' });
    expect(commune(found)).toBe('Xã Tân Tiến');
  });

  it('by an earlier round where the last one is of the centre', () => {
    const found = locate({ commune: 'Xã Tân Cương' }, ['UBND tỉnh Thái Nguyên', 'Bộ Nông nghiệp và PTNT']);
    expect(found).toMatchObject({ kind: 'known', provinceCode: '19' });
  });

  it('by who issued the list, where the row names a district', () => {
    expect(locate({ commune: 'Tân Hòa' }, ['UBND huyện Châu Thành'], 'UBND tỉnh Tiền Giang').kind).not.toBe('unknown');
    expect(locate({}, ['UBND huyện Tiểu Cần'])).toMatchObject({
      kind: 'known',
      communeCode: null,
      provinceCode: '86',
      oldProvinceCode: '84',
    });
    expect(locate({}, ['Bộ Nông nghiệp và PTNT'])).toEqual({ kind: 'unknown' });
  });

  it('but never against what the row says', () => {
    expect(locate({ commune: 'xã Tân Cương' }, ['UBND huyện Tiểu Cần']).kind).toBe('several');
    expect(locate({ address: 'xã Tân Cương, tỉnh Thái Nguyên' }, ['UBND tỉnh Cà Mau'])).toMatchObject({
      provinceCode: '19',
      issuerElsewhere: 'tỉnh Cà Mau',
    });
    expect(locate({ province: 'tỉnh Atlantis' }, ['UBND tỉnh Cà Mau'])).toEqual({ kind: 'unknown' });
  });
});

describe('a name that another commune bears today', () => {
  const place = { commune: 'Xã Tân Tiến', province: 'tỉnh Tuyên Quang' };
  it('is the commune of today in a decision of today', () => {
    expect(commune(locate(place, [null]))).toBe('Xã Tân Tiến');
  });
  it('needs a person in a decision of the time of districts, unless the district is written', () => {
    expect(locate(place, [null], undefined, '2022-05-01')).toMatchObject({ kind: 'several' });
    expect(commune(locate({ ...place, district: 'huyện Yên Sơn' }, [null], undefined, '2022-05-01'))).toBe('Xã Tân Long');
    expect(commune(locate({ commune: 'Xã Tân Cương', province: 'tỉnh Thái Nguyên' }, [null], undefined, '2022-05-01'))).toBe(
      'Xã Tân Cương',
    );
  });
});
