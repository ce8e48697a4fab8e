import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawBooths } from './lottery.ts';
import { slotsOf } from './slots.ts';

test('slots keep out of breaks and inside the day', () => {
  const breaks = [{ from: '11:30', until: '13:30' }];
  const slots = slotsOf({ start: '08:00', end: '17:00', slotMinutes: 25, pauseMinutes: 5, breaks });
  expect(slots).toHaveLength(14);
  expect(slots[6]).toEqual({ from: '11:00', until: '11:25' });
  expect(slots[7]).toEqual({ from: '13:30', until: '13:55' });
  expect(slotsOf({ start: '08:00', end: '08:10', slotMinutes: 25, pauseMinutes: 5, breaks })).toEqual([]);
});

test('a draw is repeatable, gives no booth twice and keeps the share of small producers', () => {
  const entrants = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 8 }), small: fc.boolean() }), {
    selector: (e) => e.id,
    maxLength: 60,
  });
  fc.assert(
    fc.property(
      entrants,
      fc.integer({ min: 0, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.string(),
      (all, booths, share, seed) => {
        const drawn = drawBooths(all, booths, share, seed);
        expect(drawBooths([...all].reverse(), booths, share, seed)).toEqual(drawn);
        expect(drawn.size).toBe(Math.min(booths, all.length));
        expect(new Set(drawn.values()).size).toBe(drawn.size);
        const small = all.filter((e) => e.small);
        const got = small.filter((e) => drawn.has(e.id)).length;
        expect(got).toBeGreaterThanOrEqual(Math.min(small.length, Math.ceil(booths * share)));
      },
    ),
  );
});
