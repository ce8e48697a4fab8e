// GTINs of products. We never make one: a producer gets numbers from GS1 (893… is GS1 Vietnam), we only keep them.
import type { Fault, Read } from './digital-link.ts';
import { hasCheckDigit } from './values.ts';

const no = (code: string, vi: string, en: string): { ok: false; fault: Fault } => ({ ok: false, fault: { code, message: { vi, en } } });

/**
 * The fourteen digits of a GTIN-8, -12, -13 or -14 as written (spaces and hyphens left out). Refused: wrong check digit; numbers that only
 * mean something inside one company or shop (prefixes 02, 04, 2); coupons and refunds (05, 98, 99); all zeros.
 */
export function readGtin(written: string): Read<string> {
  const digits = written.replace(/[\s-]/g, '');
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return no('length', 'GTIN có 8, 12, 13 hoặc 14 chữ số.', 'A GTIN has 8, 12, 13 or 14 digits.');
  if (!hasCheckDigit(digits)) return no('check_digit', 'Số kiểm tra cuối mã không đúng.', 'The check digit at the end is wrong.');
  const gtin = digits.padStart(14, '0');
  const prefix = gtin.slice(1);
  if (digits.length === 8 ? /^[02]/.test(digits) : /^0*$/.test(gtin.slice(0, 13)) || /^(02|04|2)/.test(prefix))
    return no(
      'restricted',
      'Đầu số này chỉ dùng trong nội bộ một đơn vị (02, 04, 2…), không phải GTIN do GS1 cấp.',
      'This prefix (02, 04, 2…) is for use inside one company; it is not a GTIN that GS1 issued.',
    );
  if (/^(05|98|99)/.test(prefix) && digits.length !== 8)
    return no('coupon', 'Đầu số này dành cho phiếu giảm giá, hoàn tiền.', 'This prefix is for coupons and refunds.');
  return { ok: true, value: gtin };
}

/** The thirteen digits of a GLN as written (spaces and hyphens left out). Refused: wrong check digit, prefixes used inside one company. */
export function readGln(written: string): Read<string> {
  const digits = written.replace(/[\s-]/g, '');
  if (!/^\d{13}$/.test(digits)) return no('length', 'GLN có 13 chữ số.', 'A GLN has 13 digits.');
  if (!hasCheckDigit(digits)) return no('check_digit', 'Số kiểm tra cuối mã không đúng.', 'The check digit at the end is wrong.');
  if (/^(0{12}|02|04|2|05|98|99)/.test(digits))
    return no('restricted', 'Đầu số này không phải GLN do GS1 cấp.', 'GS1 issues no GLN with this prefix.');
  return { ok: true, value: digits };
}

/**
 * 952 is the prefix that GS1 keeps for demonstrations and examples: never issued to a company. Sample data takes its numbers from there.
 */
export const isDemonstration = (gtin: string): boolean => /^\d952/.test(gtin);
