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
    expect(typedOf(form)).toEqual({ note: 'Đã lập biên bản', note2: '' });
  });

  it('reads the action out of an address', () => {
    expect(actionOf(new URL('http://x/a?/record&don-vi=01'))).toBe('record');
    expect(actionOf(new URL('http://x/a?/record=&x=1'))).toBe('record');
    expect(actionOf(new URL('http://x/a?don-vi=01'))).toBe('');
    expect(actionOf(new URL('http://x/a'))).toBe('');
  });

  it('gives its text back to the same form only', () => {
    const kept = { did: 'record', typed: { inspectionId: 'A', note: 'một' } };
    expect(fieldsOf(kept, 'record', { inspectionId: 'A' }).of('note', 'khác')).toBe('một');
    expect(fieldsOf(kept, 'record', { inspectionId: 'A' }).of('lab', 'khác')).toBe('');
    expect(fieldsOf(kept, 'record', { inspectionId: 'B' }).of('note', 'khác')).toBe('khác');
    expect(fieldsOf(kept, 'close', {}).mine).toBe(false);
    expect(fieldsOf(null, 'record').of('note')).toBe('');
  });
});
