import { expect, it } from 'vitest';
import { placeOn, reachOf } from './leans.ts';

it('puts zero in the middle and keeps every end inside', () => {
  const all = [
    { lean: 2, low: 0.5, high: 3.4 },
    { lean: -1, low: -2, high: 0 },
  ];
  expect(reachOf(all)).toBe(4);
  expect(reachOf([])).toBe(1);
  expect(placeOn({ lean: 0, low: -4, high: 4 }, 4)).toEqual({ x: 50, from: 0, width: 100 });
  expect(placeOn({ lean: 9, low: -9, high: 9 }, 4)).toEqual({ x: 100, from: 0, width: 100 });
});
