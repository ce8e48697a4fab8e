// What the papers of a deal share: sums, days, the head of a side.
import { showDay } from '#shared/dates.ts';
import { showNumber } from '#shared/messages/index.ts';
import { amountInWords } from '../rules/amount-in-words.ts';

export const dong = (n: number): string => `${showNumber(n, 'vi')} đồng`;
export const spelled = (n: number): string => `${dong(n)} (${amountInWords(n)})`;
export const qty = (n: number): string => showNumber(Math.round(n * 1000) / 1000, 'vi');
export const UNIT_NAMES = { kg: 'kg', l: 'lít', piece: 'sản phẩm' } as const;
export const longDay = (day: string): string => `ngày ${day.slice(8, 10)} tháng ${day.slice(5, 7)} năm ${day.slice(0, 4)}`;
export { showDay };
