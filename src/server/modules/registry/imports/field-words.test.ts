import { expect, it } from 'vitest';
import { fieldWords } from '#shared/messages/lists.ts';
import { FIELDS } from './headings.ts';

it('every field of a list has words in both languages', () => {
  for (const field of FIELDS) {
    for (const lang of ['vi', 'en'] as const) expect(fieldWords(field, lang), field).toMatch(/^\p{Lu}/u);
  }
  expect(fieldWords('decidedOn2', 'vi')).toBe('Ngày quyết định (lần 2)');
  expect(fieldWords(undefined, 'en')).toBe('');
});
