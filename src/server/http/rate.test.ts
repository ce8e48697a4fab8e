import { expect, it } from 'vitest';
import { createRate } from './rate.ts';

it('lets so many through in a second for each address, and loopback always', () => {
  let now = 1000;
  const limited = createRate(2, () => now);
  expect(['1.1.1.1', '1.1.1.1', '1.1.1.1', '2.2.2.2', '127.0.0.1', '127.0.0.1', '127.0.0.1'].map(limited)).toEqual([
    false,
    false,
    true,
    false,
    false,
    false,
    false,
  ]);
  now = 2000;
  expect(limited('1.1.1.1')).toBe(false);
  expect(Array.from({ length: 50 }, () => createRate(0)('1.1.1.1'))).not.toContain(true);
});
