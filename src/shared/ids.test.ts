import fc from 'fast-check';
import { expect, it } from 'vitest';
import { idFrom, isId, newId } from './ids.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

it('makes ids that check out, one for each number', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 35 - 1 }), (n) => isId(idFrom(n))));
  expect(new Set(Array.from({ length: 5000 }, (_, i) => idFrom(i * 7919))).size).toBe(5000);
  expect(isId(newId())).toBe(true);
});

it('notices any single wrong character', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 35 - 1 }), fc.nat(7), fc.nat(31), (n, at, c) => {
      const id = idFrom(n);
      const other = id.slice(0, at) + ALPHABET.charAt(c) + id.slice(at + 1);
      return other === id || !isId(other);
    }),
  );
});
