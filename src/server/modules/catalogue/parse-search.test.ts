import { expect, test } from 'vitest';
import { AppError } from '#server/platform/errors.ts';
import { emptySearch, parseSearch } from './parse-search.ts';

const parse = (text: string) => parseSearch(new URLSearchParams(text));
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
