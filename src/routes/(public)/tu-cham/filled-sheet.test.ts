import { expect, it } from 'vitest';
import { isBlank, readSheet, writeSheet } from './filled-sheet.ts';

it('reads the form, leaves empty fields and foreign names alone, and writes the same address again', () => {
  const sheet = readSheet(new URLSearchParams('1.1=3&1.2=&6.1.2=1&na-7=H%C3%A0ng+g%E1%BB%91m&ko=D1&ko=K6.1&keep=3.1&star=4&utm_source=x'));
  expect(sheet).toEqual({
    answers: { '1.1': '1.1-3', '6.1.2': '6.1.2-1' },
    notApplicable: { '7': 'Hàng gốm' },
    knockouts: ['D1', 'K6.1'],
    keep: ['3.1'],
    target: 4,
  });
  expect(readSheet(new URLSearchParams(writeSheet(sheet)))).toEqual(sheet);
});

it('knows a blank sheet, and no star but 3, 4, 5', () => {
  expect(isBlank(readSheet(new URLSearchParams('1.1=&star=9&keep=3.1')))).toBe(true);
  expect(isBlank(readSheet(new URLSearchParams('1.1=1')))).toBe(false);
});
