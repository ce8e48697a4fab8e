// Stars, points and days as lists write them.
import type { Bilingual } from '#server/platform/errors.ts';
import { isDay } from '#shared/dates.ts';
import { fold } from '#shared/text/fold.ts';
import type { Star } from '#shared/vocabulary.ts';
import type { Cell } from './sheet.ts';
import { serialDay } from './xlsx.ts';

export type Rating = { star: Star; potentialFive: boolean };
/** `partial`: a month or a year was given, the day is missing. */
export type Wrong = { code: string; message: Bilingual; partial?: true };

const NUMBERS: Record<string, number> = { mot: 1, hai: 2, ba: 3, bon: 4, tu: 4, nam: 5, one: 1, two: 2, three: 3, four: 4, five: 5 };

/** '4 sao', '4*', '****', 'Bốn sao', 'tiềm năng 5 sao' (a potential five carries four stars). Null for an empty text. */
export function readStar(text: string): Rating | Wrong | null {
  const bare = text.trim();
  if (bare === '') return null;
  const marks = /^[*★⭐☆\s]+$/u.test(bare) ? bare.replace(/[\s☆]/gu, '').length : 0;
  const key = fold(bare.replace(/[*★⭐]/gu, ' sao '));
  const potential = /\btiem nang\b|\bpotential\b|^5p$|\bhuong toi 5\b/.test(key);
  const digits = [...key.matchAll(/(?:^|\s)0?([1-9])(?:\s0+)?(?=\s|$|p\b|sao)/g)].map((found) => found[1]);
  const digit = digits[0];
  const stars = [...key.matchAll(/(?:^|\s)0?([1-9]) ?sao\b/g)].map((found) => found[1]);
  // 'từ 3 sao lên 4 sao', '3-4 sao' and 'chưa đạt 4 sao' leave open what was granted
  // nor do a proposal, a hope and 'TN 5 sao' (tiềm năng? trong nước?) grant one
  const open =
    !potential &&
    (bare.includes('?') ||
      new Set(stars.length > 1 || /[-–/]/.test(bare) ? digits : stars).size > 1 ||
      /\b(?:(?:khong|chua) (?:dat|duoc)|de nghi|de xuat|du kien|dang ky|phan dau|dinh huong|huong toi|muc tieu|cho|tn)\b/.test(key));
  const word = /\b(mot|hai|ba|bon|tu|nam|one|two|three|four|five)\b(?= (?:sao|stars?))/.exec(key)?.[1];
  const star = marks || Number(digit ?? (word ? NUMBERS[word] : Number.NaN));
  if (potential && (star === 5 || star === 4 || Number.isNaN(star))) return { star: 4, potentialFive: true };
  if (!open && (star === 3 || star === 4 || star === 5)) return { star, potentialFive: false };
  if (!open && (star === 1 || star === 2)) {
    return {
      code: 'not_recognised',
      message: { vi: `Hạng ${star} sao không được công nhận (dưới 3 sao).`, en: `${star} stars are not recognised (below 3).` },
    };
  }
  return { code: 'star', message: { vi: `Không đọc được hạng sao "${bare}".`, en: `No star can be read from "${bare}".` } };
}

/** Points from 0 to 100 with a comma or a dot. Null for an empty text, undefined when it is not points. */
export function readPoints(text: string): number | null | undefined {
  const bare = text
    .trim()
    .replace(/\s*(?:điểm|diem|đ|points?)\.?$/iu, '')
    .replace(/\s*\/\s*100$/, '');
  if (bare === '') return null;
  if (!/^\d{1,3}(?:[.,]\d{1,4})?$/.test(bare)) return undefined;
  const points = Number(bare.replace(',', '.'));
  return points <= 100 ? Math.round(points * 100) / 100 : undefined;
}

/** The star that points give by the bands 50, 70 and 90 (QĐ 26/2026 điều 3.3); five only from the centre, else a potential five. */
export function starOfPoints(points: number, central: boolean): Rating | null {
  if (points >= 90) return central ? { star: 5, potentialFive: false } : { star: 4, potentialFive: true };
  if (points >= 70) return { star: 4, potentialFive: false };
  return points >= 50 ? { star: 3, potentialFive: false } : null;
}

const pad = (n: string | undefined): string => (n ?? '').padStart(2, '0');

/** 'Tháng 6/2024', '06-2024', 'tháng 6 năm 2024', 'năm 2024', '2024'. */
const MONTH_OR_YEAR = /^(?:(?:tháng\s*)?(?:0?[1-9]|1[0-2])\s*(?:[/.-]|năm)\s*|năm\s*)?(?:19|20)\d{2}$/iu;

/** ISO, dd/mm/yyyy, dd-mm-yyyy, dd.mm.yyyy, 'ngày 5 tháng 8 năm 2022', a date cell or a serial number. Null for an empty cell. */
export function readDay(cell: Cell): string | Wrong | null {
  if (cell.day) return isDay(cell.day) ? cell.day : impossible(cell.day);
  // signs of other keyboards: full-width digits, slashes for fractions
  const text = cell.text
    .normalize('NFKC')
    .replace(/[∕⁄]/g, '/')
    .replace(/[.;,]$/, '')
    .trim();
  if (text === '') return null;
  const serial = cell.serial ?? cell.number ?? (/^[3-7]\d{4}(?:\.\d+)?$/.test(text) ? Number(text) : undefined);
  if (serial !== undefined && Number.isFinite(serial) && serial >= 20_000 && serial < 80_000) return serialDay(serial) ?? impossible(text);
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?$/.exec(text);
  const local = /^(?:ngày:?\s*|ngay:?\s*)?(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?:\s+\d{1,2}:\d{2}.*)?$/iu.exec(text);
  const long = /^(?:ngày\s*|ngay\s*)?(\d{1,2})\s+(?:tháng|thang)\s+(\d{1,2})\s+(?:năm|nam)\s+(\d{4})$/iu.exec(text);
  const parts = iso ? [iso[1], iso[2], iso[3]] : local ? [local[3], local[2], local[1]] : long ? [long[3], long[2], long[1]] : undefined;
  if (!parts && MONTH_OR_YEAR.test(text.normalize('NFC')))
    return {
      code: 'date_form',
      partial: true,
      message: {
        vi: `"${text}" chỉ có tháng hoặc năm: cần cả ngày của quyết định (ngày/tháng/năm).`,
        en: `"${text}" gives only a month or a year: the day of the decision is needed as well (day/month/year).`,
      },
    };
  if (!parts && /^\D*\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}$/.test(text))
    return {
      code: 'date_form',
      message: {
        vi: `Ngày "${cell.text.trim()}" viết năm hai chữ số: cần đủ bốn chữ số (ngày/tháng/năm).`,
        en: `The year of "${cell.text.trim()}" has two digits: four are needed (day/month/year).`,
      },
    };
  if (!parts)
    return {
      code: 'date_form',
      message: {
        vi: `Không đọc được ngày "${text}" (cần ngày/tháng/năm).`,
        en: `No date can be read from "${text}" (day/month/year wanted).`,
      },
    };
  const day = `${parts[0]}-${pad(parts[1])}-${pad(parts[2])}`;
  return isDay(day) ? day : impossible(text);
}

const DAY_AND_MONTH = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*\d{4}\b/;

/** In which order a written day must be read: 'month' where only month/day/year is one, 'either' where both are; undefined for any other form. */
export function orderOf({ text, day }: Cell): 'day' | 'month' | 'either' | undefined {
  const [, first, second] = (day ? null : DAY_AND_MONTH.exec(text)) ?? [];
  if (!first || !second) return undefined;
  const [a, b] = [Number(first), Number(second)];
  if (a > 12) return b <= 12 ? 'day' : undefined;
  return b > 12 ? 'month' : a === b ? undefined : 'either';
}

const impossible = (text: string): Wrong => ({
  code: 'date_impossible',
  message: { vi: `Ngày "${text}" không có trong lịch.`, en: `There is no such day as "${text}".` },
});

export const readYear = (text: string): number | null => {
  const year = Number(/(?:^|\D)((?:19|20)\d{2})(?:\D|$)/.exec(text)?.[1] ?? Number.NaN);
  return Number.isNaN(year) ? null : year;
};
