// May a label or a poster carry the star? Only while the star is in force (QĐ 26/2026 điều 3, 8): otherwise refused with the reason.
import { isInForce } from '#server/modules/registry/index.ts';
import type { Bilingual } from '#server/platform/errors.ts';
import { showDay } from '#shared/dates.ts';
import type { Status } from '#shared/vocabulary.ts';

/** Why the star may not stand on print today; undefined when it may. `last` is the last day of validity. */
export function markRefusal(status: Status, last: string): Bilingual | undefined {
  if (isInForce(status)) return undefined;
  switch (status) {
    case 'revoked':
      return {
        vi: 'Giấy chứng nhận đã bị thu hồi: nhãn không được mang sao OCOP.',
        en: 'The certificate was withdrawn: labels may not carry the OCOP star.',
      };
    case 'superseded':
      return {
        vi: 'Lần công nhận này đã được thay: nhãn không được mang sao cũ.',
        en: 'This recognition was replaced: labels may not carry the old star.',
      };
    default:
      return {
        vi: `Sao đã hết hạn từ sau ngày ${showDay(last)}: nhãn không được mang sao OCOP cho tới khi được đánh giá lại.`,
        en: `The star expired after ${showDay(last, 'en')}: labels may not carry the OCOP star until it is assessed again.`,
      };
  }
}
