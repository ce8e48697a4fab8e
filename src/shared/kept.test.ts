import { describe, expect, it } from 'vitest';
import { actionOf, fieldsOf, typedOf } from './kept.ts';

const formOf = (fields: Record<string, string | Blob>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};

describe('a refused form', () => {
  it('keeps what was typed, without files, secrets and request ids', () => {
    const form = formOf({ note: 'Đã lập biên bản', file: new Blob(['x']), password: 'x', requestId: 'r', note2: '' });
    expect(typedOf(form)).toEqual({ note: ['Đã lập biên bản'], note2: [''] });
  });

  it('keeps fields of one name in their order, whatever they are called', () => {
    const form = new FormData();
    for (const [name, value] of [
      ['tier', '10'],
      ['tier', 'hai\ndòng'],
      ['constructor', 'x'],
      ['__proto__', 'y'],
    ] as const)
      form.append(name, value);
    expect(Object.entries(typedOf(form))).toEqual([
      ['tier', ['10', 'hai\ndòng']],
      ['constructor', ['x']],
    ]);
  });

  it('reads the action out of an address', () => {
    expect(actionOf(new URL('http://x/a?/record&don-vi=01'))).toBe('record');
    expect(actionOf(new URL('http://x/a?/record=&x=1'))).toBe('record');
    expect(actionOf(new URL('http://x/a?don-vi=01'))).toBe('');
    expect(actionOf(new URL('http://x/a'))).toBe('');
  });

  it('gives its text back to the same form only', () => {
    const kept = { did: 'record', typed: { inspectionId: ['A'], note: ['một'] } };
    expect(fieldsOf(kept, 'record', { inspectionId: 'A' }).of('note', 'khác')).toBe('một');
    expect(fieldsOf(kept, 'record', { inspectionId: 'A' }).of('lab', 'khác')).toBe('');
    expect(fieldsOf(kept, 'record', { inspectionId: 'B' }).of('note', 'khác')).toBe('khác');
    expect(fieldsOf(kept, 'close', {}).mine).toBe(false);
    expect(fieldsOf(null, 'record').of('note')).toBe('');
    expect(fieldsOf(null, 'record').of('tier', 5)).toBe('5');
  });

  it('gives back repeated fields by their place and boxes as they were ticked', () => {
    const kept = fieldsOf({ did: '', typed: { tier: ['10', '20'], member: ['m1', 'm2'], sealed: ['on'] } }, '');
    expect([kept.of('tier', 5, 1), kept.of('tier', 5, 2), kept.count('tier'), kept.count('toString')]).toEqual(['20', '', 2, 0]);
    expect([kept.ticked('sealed'), kept.ticked('short', true), kept.ticked('toString')]).toEqual([true, false, false]);
    expect([kept.ticked('member', true, 'm2'), kept.ticked('member', true, 'm3')]).toEqual([true, false]);
    expect([fieldsOf(null, '').ticked('member', true, 'm3'), fieldsOf(null, '').count('tier')]).toEqual([true, 0]);
  });
});
