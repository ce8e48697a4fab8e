import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf, readDay, readPoints, readStar, starOfPoints } from './values.ts';

describe('readStar', () => {
  const cases: [string, 3 | 4 | 5, boolean][] = [
    ['4 sao', 4, false], ['4*', 4, false], ['****', 4, false], ['★★★', 3, false], ['Bốn sao', 4, false], ['BA SAO', 3, false], ['5', 5, false], ['4.0', 4, false],
    ['Hạng 3 sao', 3, false], ['OCOP 5 sao', 5, false], ['5 sao tiềm năng', 4, true], ['tiềm năng 5 sao', 4, true], ['Tiềm năng năm sao', 4, true], ['5p', 4, true],
    ['3sao', 3, false], ['4-sao', 4, false], ['03 sao', 3, false], ['Ba (3) sao', 3, false], ['4 sao (lần 2)', 4, false], ['4 sao, tiềm năng 5 sao', 4, true],
  ]; // biome-ignore format: a table
  for (const [text, star, potentialFive] of cases) it(text, () => expect(readStar(text)).toEqual({ star, potentialFive }));
  it('refuses what is no star', () => {
    expect(readStar('')).toBeNull();
    expect(readStar('2 sao')).toMatchObject({ code: 'not_recognised' });
    for (const bad of [
      '6 sao',
      'không đạt',
      '96',
      '34',
      'chưa đạt 4 sao',
      '3-4 sao',
      'từ 3 sao lên 4 sao',
      '3/5',
      'Đề nghị 5 sao',
      'TN 5 sao',
      '4 sao?',
    ])
      expect(readStar(bad)).toMatchObject({ code: 'star' });
  });
});

describe('points', () => {
  it('reads comma and dot', () => {
    expect(readPoints('72,5')).toBe(72.5);
    expect(readPoints('90.86 điểm')).toBe(90.86);
    expect(readPoints('90,00')).toBe(90);
    expect(readPoints('')).toBeNull();
    for (const bad of ['101', '-1', '4 sao', '1e2']) expect(readPoints(bad)).toBeUndefined();
  });
  it('falls into half-open bands', () => {
    expect(starOfPoints(49.99, false)).toBeNull();
    expect(starOfPoints(50, false)).toEqual({ star: 3, potentialFive: false });
    expect(starOfPoints(89.99, true)).toEqual({ star: 4, potentialFive: false });
    expect(starOfPoints(90, false)).toEqual({ star: 4, potentialFive: true });
    expect(starOfPoints(90, true)).toEqual({ star: 5, potentialFive: false });
  });
});

describe('readDay', () => {
  it('reads every notation of a day as that day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40_000, max: 60_000 }), (serial) => {
        const day = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
        const [y, m, d] = day.split('-').map(Number);
        for (const text of [
          day,
          `${d}/${m}/${y}`,
          `${String(d).padStart(2, '0')}-${String(m).padStart(2, '0')}-${y}`,
          `ngày ${d} tháng ${m} năm ${y}`,
        ]) {
          expect(readDay({ text })).toBe(day);
        }
        expect(readDay({ text: String(serial), number: serial })).toBe(day);
        expect(readDay({ text: day, day })).toBe(day);
      }),
    );
  });
  it('names what is missing where only a month or a year is given', () => {
    for (const text of ['Tháng 6/2024', 'tháng 06 năm 2024', '06/2024', '6-2024', 'Năm 2024', '2024']) {
      const found = readDay({ text });
      expect(found, text).toMatchObject({ code: 'date_form', partial: true });
      expect(JSON.stringify(found)).toContain('cần cả ngày');
    }
    for (const text of ['13/2024', 'quý 2/2024', '5/8/22', '2024-2025']) expect(readDay({ text })).not.toHaveProperty('partial');
  });
  it('reads the number of a day, as a number or as a text, from 1900 or from 1904', () => {
    expect(readDay({ text: '44927', number: 44927 })).toBe('2023-01-01');
    expect(readDay({ text: '44927' })).toBe('2023-01-01');
    expect(readDay({ text: '43465', number: 43465, serial: 44927 })).toBe('2023-01-01');
  });
  it('refuses days that do not exist', () => {
    expect(readDay({ text: '30/02/2024' })).toMatchObject({ code: 'date_impossible' });
    expect(readDay({ text: '13/25/2024' })).toMatchObject({ code: 'date_impossible' });
    expect(readDay({ text: '5/8/22' })).toMatchObject({ code: 'date_form' });
    expect(readDay({ text: '2022', number: 2022 })).toMatchObject({ code: 'date_form' });
    expect(readDay({ text: '' })).toBeNull();
  });
});

describe('orderOf', () => {
  it.each([
    ['25/12/2023', 'day'], ['12/25/2023', 'month'], ['05/08/2023', 'either'], ['5-8-2023', 'either'], ['08/08/2023', undefined],
    ['13/14/2023', undefined], ['2023-08-05', undefined], ['tháng 8/2023', undefined],
  ] as const)('%s: %s', (text, order) => expect(orderOf({ text })).toBe(order)); // biome-ignore format: a table
  it('leaves days alone that the file itself knows', () => expect(orderOf({ text: '05/08/2023', day: '2023-08-05' })).toBeUndefined());
});
