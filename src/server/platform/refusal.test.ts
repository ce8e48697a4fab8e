import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from './errors.ts';
import { refuseUnfit } from './refusal.ts';

const schema = z.strictObject({ n: z.number().max(3), kind: z.enum(['x', 'y']), inner: z.strictObject({ a: z.string() }) });
const refusal = (value: unknown): AppError => {
  try {
    refuseUnfit(schema.safeParse(value));
  } catch (e) {
    if (e instanceof AppError) return e;
  }
  throw new Error('not refused');
};

test('every field that does not fit is named, in both languages', () => {
  const { code, faults } = refusal({ n: '9', kind: 'z', inner: { a: 'ok', b: 1 }, more: 1 });
  expect(code).toBe('invalid');
  expect(faults.map((f) => `${f.path} ${f.code}`).sort()).toEqual([
    'inner.b unknown_parameter',
    'kind invalid',
    'more unknown_parameter',
    'n invalid',
  ]);
  for (const { message } of faults) {
    expect(message.vi).toMatch(/[à-ỹ]/);
    expect(message.en).not.toMatch(/[à-ỹ]/);
    expect(message.vi).not.toMatch(/undefined/);
  }
  expect(refusal({ n: 1, kind: 'x', inner: { a: '' }, more: 1 }).code).toBe('unknown_parameter');
  // an answer does not outgrow its question
  const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${'k'.repeat(200)}${i}`, 1]));
  expect(JSON.stringify(refusal({ n: 1, kind: 'x', inner: { a: '' }, ...many }).faults).length).toBeLessThan(40_000);
  expect(() => refuseUnfit(schema.safeParse({ n: 1, kind: 'x', inner: { a: '' } }))).not.toThrow();
});
