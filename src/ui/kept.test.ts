import { expect, test } from 'vitest';
import { kept } from './kept.ts';

const form = { typed: { id: 'B', note: 'ẩm', tier: '10\n20\n', box: 'on' } };
test('a refused form gets back what was typed into it, another one on the page does not', () => {
  const { was, ticked, mine } = kept(form, { id: 'B' });
  expect([mine, was('note'), was('tier', 5, 1), was('tier', 5, 2), was('empty', 7), ticked('box', false), ticked('other', true)]).toEqual([
    ...[true, 'ẩm', '20', '', '', true, false],
  ]);
  const other = kept(form, { id: 'A' });
  expect([other.mine, other.was('note', 'x'), other.ticked('box', false)]).toEqual([false, 'x', false]);
  expect(kept(null).was('a', 1)).toBe(1);
});
