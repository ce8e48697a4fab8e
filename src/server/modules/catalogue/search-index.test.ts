import { describe, expect, test } from 'vitest';
import { facts, recognition, smallCountry } from './fixtures.ts';
import { emptySearch } from './parse-search.ts';
import { buildIndex } from './search-index.ts';

const DAY = '2026-03-01';
const index = buildIndex(
  [
    facts('A', { name: 'Mật ong bạc hà', commune: '3' }),
    facts('B', { name: 'Nước mắm nhĩ Phú Quốc', commune: '4', producer: 'Công ty TNHH Biển Xanh', type: 'enterprise' }),
    facts('C', { name: 'Nước mắm cá cơm', commune: '4' }),
    facts('C2', { name: 'Nước mắm rươi', commune: '4' }),
    facts('C3', { name: 'Nước mắm cốt', commune: '4' }),
    facts('D', { name: 'Nước ép nam việt quất', commune: '2' }),
    facts('E', { name: 'Vải thiều sấy', commune: '1' }),
    facts('F', { name: 'Bơ sáp', commune: '3' }),
    facts('G', { name: 'Bò khô', commune: '1' }),
    facts('H', { name: 'Gạo ST25', commune: '4', code: '91-003-1' }),
    facts('I', { name: 'Gạo nếp', commune: '2', recognitions: [recognition('2025-01-10', { star: 5 })] }),
    facts('J', { name: 'Hợp tác cũ', commune: '2', producer: 'Hợp tác xã Mật ong Rừng', recognitions: [recognition('2020-01-01')] }),
    facts('K', { name: 'Trà hoa', commune: '2', recognitions: [recognition('2026-04-01')] }),
    facts('L', { name: 'Trà mật ong', commune: '2', producer: 'Hợp tác xã Mật ong Rừng' }),
    facts('M', { name: 'Rượu ngô', commune: '3', producer: 'Hợp tác xã Mật ong Rừng' }),
  ],
  smallCountry,
  DAY,
);
const ids = (q: string, more = {}) => index.search({ ...emptySearch(), q, ...more }, 'vi', 1).items.map((c) => c.id);

describe('what people type', () => {
  test.each([
    ['mật ong', ['A', 'L', 'M']],
    ['ong mat', ['L', 'A', 'M']],
    ['maatj ong', ['A', 'L', 'M']],
    ['matong', ['A', 'L', 'M']],
    ['ma65t ong', ['A', 'L', 'M']],
    ['mat nog', ['A', 'L', 'M']],
    ['nước m', ['C2', 'C3', 'C', 'B']],
    ['phu quoc nuoc mam', ['B', 'C3', 'C2', 'C']],
    ['st25', ['H']],
    ['st 25', ['H']],
    ['91-003-1', ['H']],
    ['gaoj', ['I', 'H']],
    ['5 sao gạo', ['I', 'H']],
    ['vải bắc giang', ['E']],
    ['vải bắc ninh', ['E']],
    ['vải thị trấn chũ', ['E']],
    ['htx mật ong rừng', ['L', 'M']],
  ])('%s', (q, expected) => {
    expect(ids(q).sort()).toEqual([...expected].sort());
    expect(ids(q)[0]).toBe(expected[0]);
  });

  test('exact marks come first', () => {
    expect(ids('bơ')[0]).toBe('F');
    expect(ids('bò')[0]).toBe('G');
    expect(ids('bo').sort()).toEqual(['F', 'G']);
  });

  test('a slip is understood and the literal hits stay', () => {
    const found = ids('nuoc nam');
    expect(['B', 'C', 'C2', 'C3']).toContain(found[0]);
    expect(found).toContain('D');
  });

  test('the name counts more than the producer', () => {
    expect(ids('mật ong').slice(-1)).toEqual(['M']);
  });

  test('a word that nothing bears is left aside', () => {
    expect(ids('gạo nếp zzqx')[0]).toBe('I');
  });

  test('signs alone find nothing, no words find everything', () => {
    expect(ids('!!')).toEqual([]);
    expect(ids('ocop')).toHaveLength(13);
  });
});

test('part of a province’s name in a product’s name earns no more than the place', () => {
  const two = buildIndex(
    [facts('P', { name: 'Bánh vắt vai Đức Giang', commune: '1' }), facts('Q', { name: 'Vải thiều', commune: '1' })],
    smallCountry,
    DAY,
  );
  const found = two.search({ ...emptySearch(), q: 'bac giang vai' }, 'vi', 1).items.map((c) => c.id);
  expect(found[0]).toBe('Q');
});

test('a word that nobody bears leaves the others standing', () => {
  expect(ids('gao nep qqq')[0]).toBe('I');
  expect(ids('mi st25')).toEqual(ids('my st25'));
});

describe('days', () => {
  test('what is not yet known is out of sight, what has run out is found on demand', () => {
    expect(ids('trà hoa')).not.toContain('K');
    expect(index.product('K')).toBeUndefined();
    expect(ids('hợp tác cũ')).not.toContain('J');
    expect(ids('hợp tác cũ', { status: 'expired' })).toEqual(['J']);
    expect(index.store.inForce).toBe(13);
  });

  test('another day turns the standing', () => {
    const later = buildIndex(
      [facts('K', { name: 'Trà hoa', recognitions: [recognition('2026-04-01', { endedOn: '2026-05-02', endedBy: 'revoked' })] })],
      smallCountry,
      DAY,
    );
    expect(later.store.inForce).toBe(0);
    expect(later.turnTo('2026-04-01')).toEqual([]);
    expect(later.card('K')?.status).toBe('valid');
    expect(later.product('K')?.recognitions[0]?.endedOn).toBeNull();
    later.turnTo('2026-05-02');
    expect(later.card('K')?.status).toBe('revoked');
    expect(later.store.inForce).toBe(0);
  });
});

test('the last page is served, the one behind it is refused', () => {
  expect(ids('', { page: 3, pageSize: 5 })).toHaveLength(3);
  expect(() => ids('', { page: 4, pageSize: 5 })).toThrow(/last one is 3/);
  expect(() => ids('', { province: ['99'] })).toThrow(/province/);
});

test('the JSON says what the object says, in either language', () => {
  for (const lang of ['vi', 'en'] as const) {
    const query = { ...emptySearch(), q: 'nuoc nam' };
    expect(JSON.parse(Buffer.from(index.searchBytes(query, lang, 7).bytes, 'latin1').toString())).toEqual(index.search(query, lang, 7));
  }
});

test('a product carries its history and both addresses', () => {
  const text = Buffer.from(index.productBytes('B', 'en', 7) ?? '', 'latin1').toString();
  expect(JSON.parse(text ?? '')).toMatchObject({
    id: 'B',
    url: '/en/san-pham/B',
    recognitions: [{ star: 3, validFrom: '2025-01-10', validUntil: '2028-01-10' }],
    addresses: { written: { commune: 'Đặc khu Phú Quốc' }, mapped: { province: 'An Giang', oldProvince: 'Kiên Giang' } },
    change: 7,
  });
});
