import { expect, it } from 'vitest';
import { rulesetOn } from '../index.ts';

const id = (...args: Parameters<typeof rulesetOn>) => rulesetOn(...args)?.id;

it('chooses by the day', () => {
  expect(id('2019-08-20', 'first')).toBeUndefined();
  expect(id('2019-08-21', 'first')).toBe('QD1048-2019');
  expect(id('2023-02-23', 'first')).toBe('QD1048-2019');
  expect(id('2023-02-24', 'upgrade')).toBe('QD148-2023');
  expect(id('2025-07-05', 'reassessment')).toBe('QD148-2023');
  expect(id('2025-07-06', 'first')).toBe('QD1489-2025');
  expect(id('2026-05-21', 'first')).toBe('QD1489-2025');
  expect(id('2026-05-22', 'first')).toBe('QD26-2026');
  expect(id('2030-01-01', 'upgrade')).toBe('QD26-2026');
});

it('lets a dossier filed before finish under the old rules: 60 days, a re-assessment 30 (Điều 12.2)', () => {
  for (const kind of ['first', 'upgrade'] as const) {
    expect(id('2026-07-21', kind, '2026-05-21')).toBe('QD1489-2025');
    expect(id('2026-07-22', kind, '2026-05-21')).toBe('QD26-2026');
  }
  expect(id('2026-06-21', 'reassessment', '2026-05-21')).toBe('QD1489-2025');
  expect(id('2026-06-22', 'reassessment', '2026-05-21')).toBe('QD26-2026');
  expect(id('2026-06-01', 'first', '2026-05-22')).toBe('QD26-2026');
});
