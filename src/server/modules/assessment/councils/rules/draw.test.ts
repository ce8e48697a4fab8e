import { expect, it } from 'vitest';
import { idFrom } from '#shared/ids.ts';
import { commitment, drawFor, isDrawn } from './draw.ts';

it('draws about the share, the same each time, another way with another seed', () => {
  const ids = Array.from({ length: 20_000 }, (_, i) => idFrom(i * 7919));
  const drawn = (seed: string) => ids.filter((id) => isDrawn(drawFor(seed, id, 0.05)));
  expect(drawn('a').length / ids.length).toBeGreaterThan(0.045);
  expect(drawn('a').length / ids.length).toBeLessThan(0.055);
  expect(drawn('a')).toEqual(drawn('a'));
  expect(drawn('a')).not.toEqual(drawn('b'));
  expect(ids.some((id) => isDrawn(drawFor('a', id, 0)))).toBe(false);
  expect(ids.every((id) => isDrawn(drawFor('a', id, 1)))).toBe(true);
  expect(commitment('a')).toMatch(/^[0-9a-f]{64}$/);
});
