import { expect, it } from 'vitest';
import { mapInTurns } from './turns.ts';

it('maps in order and lets others have their turn', async () => {
  let turns = 0;
  const others = setInterval(() => turns++, 0);
  const slow = (n: number) => {
    const until = performance.now() + 0.05;
    while (performance.now() < until);
    return n * 2;
  };
  const made = await mapInTurns(
    Array.from({ length: 2_000 }, (_, i) => i),
    slow,
  );
  clearInterval(others);
  expect(made).toEqual(Array.from({ length: 2_000 }, (_, i) => i * 2));
  expect(turns).toBeGreaterThan(2);
  expect(await mapInTurns([], slow)).toEqual([]);
});
