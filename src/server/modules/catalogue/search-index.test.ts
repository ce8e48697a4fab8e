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
    ['maatjong', ['A', 'L', 'M']],
    ['ma65tongba5cha2', ['A']],
    ['nuwowcsmawmscascowm', ['C']],
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

describe('what people mean by what they type', () => {
  const day = { recognitions: [recognition('2025-01-10', { decisionNo: '485/QĐ-UBND' })] };
  const market = buildIndex(
    [
      facts('A', { name: 'Trà sen', commune: '2', group: 'II', set: 12, code: '24-001-1-2025', oldCode: '24-009-1-2022' }),
      facts('B', { name: 'Chả mực', commune: '1', set: 8, ...day }),
      facts('C', { name: 'Dầu gội bồ kết', commune: '3', group: 'III', set: 19, oldCode: '24-001-1-2025' }),
      facts('D', { name: 'Ruốc cá', commune: '4', set: 8, producer: 'Hợp tác xã Cá Chép' }),
      facts('E', { name: 'Cá chép giòn', commune: '4', set: 2, producer: 'Cơ sở Ao Nhà' }),
      facts('F', { name: 'Xà phòng sả', commune: '2', group: 'III', set: 20, district: 'Thị xã Từ Sơn' }),
      facts('G', { name: 'Mỳ gạo', commune: '2', set: 6 }),
      facts('H', { name: 'Bánh chưng', commune: '1', set: 6 }),
      facts('I', { name: 'Tương ớt', commune: '1', set: 9, recognitions: [recognition('2025-01-10', { star: 4 })] }),
      facts('J', { name: 'Tương bần', commune: '1', set: 9 }),
      facts('K', { name: 'Mật ong', commune: '3', set: 4, recognitions: [recognition('2026-05-01', { decisionNo: '900/QĐ-UBND' })] }),
      facts('L', { name: 'Sầu riêng', commune: '4', set: 1 }),
      facts('M', { name: 'Nước mắm', commune: '4', set: 9 }),
    ],
    smallCountry,
    DAY,
  );
  const found = (q: string) => market.search({ ...emptySearch(), q }, 'vi', 1).items.map((c) => c.id);

  test.each([
    // By ear: ch/tr, s/x, d/gi/r, l/n, i/y, c/t, hỏi/ngã; quick spellings.
    ['chà sen', 'A'],
    ['trà xen', 'A'],
    ['trả mực', 'B'],
    ['giầu gội', 'C'],
    ['rầu gội', 'C'],
    ['duốc cá', 'D'],
    ['lước mắm', 'M'],
    ['luoc mam', 'M'],
    ['mì gạo', 'G'],
    ['bánh trưng', 'H'],
    ['chã mực', 'B'],
    ['chả mựt', 'B'],
    ['sau jieng', 'L'],
    // Keys behind the syllable, and what only looks like keys.
    ['muwjc char', 'B'],
    ['tuongw otos', 'I'],
    // Other scripts and signs that nobody sees.
    ['сhả mực', 'B'],
    ['ｔｒà sen', 'A'],
    ['trà\u200b sen', 'A'],
    // English.
    ['fish sauce', 'M'],
    ['lotus tea', 'A'],
    ['lotus', 'A'],
    ['soap', 'F'],
    ['lotus tea from Bac Ninh', 'A'],
    // Stars.
    ['tương 4*', 'I'],
    ['tương bốn sao', 'I'],
    ['4 star tương', 'I'],
    // Kinds, by group and set.
    ['đồ uống', 'A'],
    ['my pham', 'C'],
    ['do uong bac ninh', 'A'],
    // Units without their marks; soap stays soap.
    ['xa phong tinh bac ninh', 'F'],
    ['xa phong thi xa tu son', 'F'],
    ['chả mực ở bắc ninh', 'B'],
    ['chả mực BN', 'B'],
    ['nuoc mam AG', 'M'],
    // Codes and decisions.
    ['24-001-1-2025', 'A'],
    ['mã 24.009.1.2022', 'A'],
    ['485/QĐ-UBND', 'B'],
    ['quyết định số 485', 'B'],
    ['qd 485/qd-ubnd', 'B'],
    // The producer by its name, before a product that bears the words.
    ['htx cá chép', 'D'],
    ['hopwj tacs xax cas cheps', 'D'],
    ['cá chép', 'E'],
  ])('%s', (q, expected) => {
    expect(found(q)[0]).toBe(expected);
  });

  test('a code given twice finds both, the present one first', () => {
    expect(found('24-001-1-2025')).toEqual(['A', 'C']);
  });

  test('a decision of the future is out of sight', () => {
    expect(found('900/QĐ-UBND')).not.toContain('K');
  });

  test('a kind is not meant inside a longer name', () => {
    expect(found('cá đồ uống')).not.toContain('A');
  });

  test.each(['xyzzy qwrtp', "' OR 1=1 --", '(?:[a-z]+)*$', '🍯🍯', '𝔪𝔞𝔱', '\u0000'])('%s is only a text', (q) => {
    expect(Array.isArray(found(q))).toBe(true);
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
