// What supervision writes to producers and offices: plain words, both languages.
import type { Bilingual } from '#server/platform/errors.ts';
import { addDays, showDay } from '#shared/dates.ts';

const inBoth = (day: string): Bilingual => ({ vi: showDay(day), en: showDay(day, 'en') });
type Letter = { subject: Bilingual; text: Bilingual };

/** `daysBefore` is one of the thresholds of reminders.ts. A re-assessment is filed 180 to 120 days before the last day (Điều 5). */
export function expiryLetter(p: { name: string; validUntil: string; daysBefore: number }): Letter {
  const until = inBoth(p.validUntil);
  const [opens, closes] = [inBoth(addDays(p.validUntil, -180)), inBoth(addDays(p.validUntil, -120))];
  const over = p.daysBefore === 0;
  const subject = over
    ? { vi: `${p.name}: giấy chứng nhận đến hạn ${until.vi}`, en: `${p.name}: the certificate ends on ${until.en}` }
    : { vi: `${p.name}: giấy chứng nhận còn hạn đến ${until.vi}`, en: `${p.name}: the certificate lasts until ${until.en}` };
  const late = p.daysBefore < 120;
  return {
    subject,
    text: late
      ? {
          vi: `Hạn nộp hồ sơ đánh giá lại là ${closes.vi}. Nếu chưa nộp, hãy nộp ngay và nêu lý do nộp muộn; hết ngày ${until.vi} sản phẩm không còn mang sao nếu chưa được gia hạn hiệu lực.`,
          en: `Filing for re-assessment closed on ${closes.en}. If it has not been filed, file now and give the reason for being late; after ${until.en} the product carries no star unless its effect is extended.`,
        }
      : {
          vi: `Hồ sơ đánh giá lại nộp từ ${opens.vi} đến ${closes.vi}. Giấy tờ còn hạn đã gửi lần trước không phải gửi lại.`,
          en: `A re-assessment is filed from ${opens.en} to ${closes.en}. Papers that are still valid need not be sent again.`,
        },
  };
}

export const revocationLetter = (p: { name: string; endedOn: string; decisionNo: string; cause: string }): Letter => ({
  subject: { vi: `${p.name}: thu hồi công nhận`, en: `${p.name}: the recognition is revoked` },
  text: {
    vi: `Công nhận OCOP của sản phẩm bị thu hồi từ ${showDay(p.endedOn)} theo ${p.decisionNo}. Căn cứ: ${p.cause}. Từ ngày đó sản phẩm không được dùng nhãn hiệu và số sao OCOP.`,
    en: `The OCOP recognition of the product is revoked from ${showDay(p.endedOn, 'en')} by ${p.decisionNo}. Ground: ${p.cause}. From that day the product may not use the OCOP mark and stars.`,
  },
});

export const extensionLetter = (p: { name: string; until: string; reason: string }): Letter => ({
  subject: {
    vi: `${p.name}: hiệu lực kéo dài đến ${showDay(p.until)}`,
    en: `${p.name}: the effect is extended to ${showDay(p.until, 'en')}`,
  },
  text: {
    vi: `Giấy chứng nhận có hiệu lực đến khi có quyết định về hồ sơ đánh giá lại, chậm nhất ${showDay(p.until)}. Lý do ghi nhận: ${p.reason}`,
    en: `The certificate stays in effect until the re-assessment is decided, at the latest ${showDay(p.until, 'en')}. Reason on record: ${p.reason}`,
  },
});
