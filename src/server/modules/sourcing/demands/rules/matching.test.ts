import { expect, test } from 'vitest';
import { answers } from './matching.ts';

const honey = { name: 'Mật ong bạc hà Mèo Vạc', set: 5, star: 4 };
test('set, words and stars bind together', () => {
  expect(answers({ wanted: 'mật ong', set: null, minStar: 3 }, honey)).toBe(true);
  expect(answers({ wanted: 'MAT  ONG', set: 5, minStar: 4 }, honey)).toBe(true);
  expect(answers({ wanted: '', set: 5, minStar: 3 }, honey)).toBe(true);
  expect(answers({ wanted: 'ong mật rừng', set: null, minStar: 3 }, honey)).toBe(false);
  expect(answers({ wanted: 'on', set: null, minStar: 3 }, honey)).toBe(false);
  expect(answers({ wanted: 'mật ong', set: 6, minStar: 3 }, honey)).toBe(false);
  expect(answers({ wanted: 'mật ong', set: null, minStar: 5 }, honey)).toBe(false);
});
