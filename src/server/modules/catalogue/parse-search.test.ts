import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { emptySearch, pairsOf, parseSearch } from './parse-search.ts';

const parse = (text: string) => parseSearch(pairsOf(text));
const faults = (text: string) => {
  try {
    parse(text);
  } catch (e) {
    if (e instanceof AppError) return e.faults.map((f) => `${f.path} ${f.code}`);
    throw e;
  }
  return [];
};

test('nothing asked is everything in force', () => expect(parse('')).toEqual(emptySearch()));

test('comma lists', () => {
  expect(parse('q=m%E1%BA%ADt+ong&star=4,5p&group=I,II&set=1,26&status=any&sort=name&page=2&pageSize=100')).toEqual({
    ...emptySearch(),
    q: 'mật ong',
    star: ['4', '5p'],
    group: ['I', 'II'],
    set: [1, 26],
    status: 'any',
    sort: 'name',
    page: 2,
    pageSize: 100,
  });
});

test.each([
  ['stars=3', ['stars unknown_parameter']],
  ['star=6', ['star unknown_value']],
  ['star=', ['star unknown_value']],
  ['star=3&star=4', ['star repeated']],
  ['set=0', ['set unknown_value']],
  ['set=27', ['set unknown_value']],
  ['page=0', ['page out_of_range']],
  ['page=1.5', ['page out_of_range']],
  ['page=-1&pageSize=101', ['page out_of_range', 'pageSize out_of_range']],
  ['status=valid,any', ['status unknown_value']],
  [`q=${'a'.repeat(201)}`, ['q too_long']],
])('%s is refused', (text, expected) => expect(faults(text)).toEqual(expected));

test('pairs are those of URLSearchParams', () => {
  const piece = fc.constantFrom(
    'q',
    'star',
    '=',
    '&',
    '+',
    '%20',
    '%E1%BA%ADt',
    '%E1',
    '%',
    '%zz',
    'ậ',
    'đ',
    '?',
    '#',
    ' ',
    '&&',
    '==',
    '4,5',
    '%2B',
    '%26',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = `q${pieces.join('')}`;
      expect([...pairsOf(text)]).toEqual([...new URLSearchParams(text)]);
    }),
  );
});
