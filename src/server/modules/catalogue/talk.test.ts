import { describe, expect, test } from 'vitest';
import { facts, recognition, smallCountry } from './fixtures.ts';
import { emptySearch } from './parse-search.ts';
import { buildIndex } from './search-index.ts';
import { otherWords } from './talk.ts';

const index = buildIndex(
  [
    facts('A', { name: 'Mật ong bạc hà', commune: '3', code: '08-02260-2-2026' }),
    facts('B', { name: 'Giá đỗ xanh', commune: '4' }),
    facts('C', { name: 'Lạc rang muối', commune: '4' }),
    facts('D', { name: 'Ổi lê', commune: '2' }),
    facts('E', { name: 'Trà gừng', commune: '1' }),
    facts('F', { name: 'Đỗ đen', commune: '1' }),
    facts('N', { name: 'Nước mắm nhĩ chai 500 ml', commune: '4' }),
    facts('N4', { name: 'Nước mắm nhĩ hũ 1 lít', commune: '4', recognitions: [recognition('2025-01-10', { star: 4 })] }),
    facts('H', { name: 'Bánh quy hộp quà', commune: '1' }),
    facts('U', { name: 'Củ cải muối', commune: '2' }),
    facts('X', { name: 'Khô cải', commune: '2' }),
  ],
  smallCountry,
  '2026-03-01',
);
const ids = (q: string) => index.search({ ...emptySearch(), q }, 'vi', 1).items.map((c) => c.id);

describe('talk around a name is left aside', () => {
  test.each([
    ['mua mật ong bạc hà ở đâu', ['A']],
    ['cho toi xem mat ong', ['A']],
    ['mật ong giá bao nhiêu', ['A']],
    ['bán lạc rang', ['C']],
    ['ổi lê giá rẻ', ['D']],
    ['giá đỗ', ['B']],
    ['ổi lê', ['D']],
    ['cho em hỏi công dụng của ổi lê', ['D']],
  ])('%s', (q, expected) => expect(ids(q)).toEqual(expected));
});

describe('counting, packing, sizes and grades beside a name', () => {
  test.each([
    ['chai nước mắm nhĩ', ['N', 'N4']],
    ['hũ nước mắm nhĩ', ['N4', 'N']],
    ['2 chai nước mắm', ['N', 'N4']],
    ['nước mắm 5 chai', ['N', 'N4']],
    ['các loại nước mắm của Vinh', ['N4', 'N']],
    ['nước mắm 1 lít', ['N4', 'N']],
    ['nước mắm 1000ml', ['N4', 'N']],
    ['nuoc mam 0,5l', ['N', 'N4']],
    ['500 ml nước mắm', ['N', 'N4']],
    ['nước mắm hạng 4', ['N4', 'N']],
    ['nước mắm xếp hạng 4 sao', ['N4', 'N']],
    ['nước mắm nhĩ đạt chuẩn OCOP 4 sao', ['N4', 'N']],
    ['nước mắm ★★★★', ['N4', 'N']],
    ['hộp quà', ['H']],
    ['củ cải', ['U']],
    ['chai', ['N']],
  ])('%s', (q, expected) => expect(ids(q)).toEqual(expected));
});

describe('a commune behind its word, and one that is gone', () => {
  const some = buildIndex(
    [
      facts('A', { name: 'Chè Lục Ngạn', commune: '3' }),
      facts('B', { name: 'Mì gạo', commune: '1' }),
      facts('C', {
        name: 'Mì chũ',
        commune: '1',
        district: 'Huyện Lục Ngạn',
      }),
    ],
    smallCountry,
    '2026-03-01',
  );
  const found = (q: string) => some.search({ ...emptySearch(), q }, 'vi', 1).items.map((c) => c.id);
  test('comes before names that say the same', () => {
    expect(found('lục ngạn')[0]).toBe('A');
    expect(found('xã Lục Ngạn').slice(0, 2).sort()).toEqual(['B', 'C']);
  });
  test('is read as the one of today', () => expect(found('mì gạo Đông Ngàn')).not.toEqual([]));
});

describe('a decision among other words', () => {
  const decided = (no: string, validFrom = '2025-02-01') => ({ recognitions: [recognition(validFrom, { decisionNo: no })] });
  const some = buildIndex(
    [
      facts('A', { name: 'Mật ong', commune: '3', ...decided('485/QĐ-UBND') }),
      facts('B', { name: 'Trà gừng', commune: '1', ...decided('485/QĐ-UBND', '2026-01-05') }),
      facts('C', { name: 'Trà sen', commune: '1', ...decided('77/QĐ-BNNMT') }),
    ],
    smallCountry,
    '2026-03-01',
  );
  test.each([
    ['trà gừng 485/QĐ-UBND', ['B']],
    ['485/QĐ-UBND Tuyên Quang', ['A']],
    ['Quyết định số 485/QĐ-UBND ngày 1/2/2025', ['A', 'B']],
    ['485/2026/QĐ-UBND', ['B', 'A']],
    ['trà theo quyết định 77/QĐ-BNNMT', ['C']],
    ['gạo 485/QĐ-UBND', ['A', 'B']],
  ])('%s', (q, expected) => {
    const found = some.search({ ...emptySearch(), q }, 'vi', 1).items.map((c) => c.id);
    expect(found).toHaveLength(expected.length);
    expect(q.includes('2026') ? found : found.sort()).toEqual(expected);
  });
});

describe('initials of provinces', () => {
  test.each([
    ['củ cải BN', ['U']],
    ['BN củ cải', ['U']],
    ['cu cai bn', ['U']],
    ['nước mắm nhĩ NA', ['N4', 'N']],
  ])('%s', (q, expected) => expect(ids(q)).toEqual(expected));

  test('are told with their names', () =>
    expect(index.search({ ...emptySearch(), q: 'củ cải BN' }, 'vi', 1).understoodAs).toBe('củ cải Bắc Ninh'));
});

describe('where nothing has the words', () => {
  test.each([
    ['mật ong bạc hà 500g', ['A']],
    ['mật ong chai 500 ml', ['A']],
    ['mật ong bạc hà combo 3', ['A']],
    ['đậu phộng rang', ['C']],
    ['dau phong rang muoi', ['C']],
    ['đậu đen', ['F']],
    ['cha gung', ['E']],
    ['mã 8-2260-2-2026', ['A']],
    ['mật ong bạc hà giá 250.000đ/kg', ['A']],
    ['oi le duoi 50k', ['D']],
    ['lạc rang ngon ạ', ['C']],
  ])('%s', (q, expected) => expect(ids(q)).toEqual(expected));
  test('says how it was understood', () => {
    expect(index.search({ ...emptySearch(), q: 'đậu phộng rang' }, 'vi', 1).understoodAs).toBe('lạc rang');
  });
});

test('other words are few, and marks that are written count', () => {
  expect(otherWords('gạo')).toEqual([]);
  expect(otherWords('mua gạo 5 kg')).toEqual(['gạo']);
  expect(otherWords('dứa sấy')).toEqual(['khóm sấy', 'thơm sấy']);
  expect(otherWords('dừa sấy')).toEqual([]);
  expect(otherWords('nem chua ba sao')).toEqual(['nem chua 3 sao']);
  expect(otherWords('hoa '.repeat(30)).length).toBeLessThanOrEqual(4);
});

test.each(['constructor nn', 'dv constructor', 'đạt constructor sao', 'hạng constructor', 'mật ong constructor 500g', 'san constructor'])(
  'a word that every object has is a word like any other: %s',
  (q) => expect(() => ids(q)).not.toThrow(),
);
