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

test('a refusal says the rule in plain words of both languages', () => {
  const said = (shape: z.ZodType, value: unknown) => {
    const read = shape.safeParse(value);
    try {
      refuseUnfit(read);
    } catch (e) {
      if (e instanceof AppError) return Object.values(e.faults[0]?.message ?? {}).join(' | ');
    }
    return '';
  };
  expect(said(z.string().min(1), '')).toBe('Chưa điền. | Missing.');
  expect(said(z.string(), undefined)).toBe('Chưa điền. | Missing.');
  expect(said(z.string().min(3), 'ab')).toBe('Ít nhất 3 ký tự. | At least 3 characters.');
  expect(said(z.array(z.string()).max(2), ['a', 'b', 'c'])).toBe('Nhiều nhất 2 mục. | At most 2 entries.');
  expect(said(z.number(), Number.NaN)).toBe('Phải là số. | Must be a number.');
  expect(said(z.number().int(), 1.5)).toBe('Phải là số nguyên. | Must be a whole number.');
  expect(said(z.number().min(0), -1)).toBe('Phải từ 0 trở lên. | Must be 0 or more.');
  expect(said(z.number().gt(0), 0)).toBe('Phải lớn hơn 0. | Must be more than 0.');
  expect(said(z.number().max(1), 3)).toBe('Không được quá 1 (100%). | Must not be more than 1 (100%).');
  expect(said(z.enum(['x', 'y']), 'z')).toBe('Phải là một trong: x, y. | Must be one of: x, y.');
  expect(said(z.iso.date(), 'z')).toBe('Phải là ngày (năm-tháng-ngày). | Must be a day (YYYY-MM-DD).');
  expect(
    said(
      z.string().refine(() => false),
      'z',
    ),
  ).toBe('Chưa đúng. | Not valid.');
  expect(
    said(
      z.string().refine(() => false, { message: 'Not so.', params: { vi: 'Không được.' } }),
      'z',
    ),
  ).toBe('Không được. | Not so.');
});

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
