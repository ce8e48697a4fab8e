// The engine's reasons in words.
import type { Bilingual } from '#server/platform/errors.ts';
import { showDay } from '#shared/dates.ts';
import type { Barred } from './model.ts';
import type { RefusalReason, Supplier, WouldNeed } from './types.ts';

const inVietnamese = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 });
const inEnglish = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
const vi = (x: number) => inVietnamese.format(x);
const en = (x: number) => inEnglish.format(x);

function barredSentence(b: Barred): Bilingual {
  switch (b.why) {
    case 'expired':
      return {
        vi: `Giấy chứng nhận hết hạn trước ngày cuối của kỳ giao sớm nhất (${showDay(b.until)}).`,
        en: `The recognition ends before the last day of the earliest period asked for (${b.until}).`,
      };
    case 'star':
      return { vi: `Chưa đạt ${b.star} sao.`, en: `Below ${b.star} stars.` };
    case 'papers':
      return { vi: `Thiếu giấy tờ còn hạn: ${b.missing.join(', ')}.`, en: `Papers missing or out of date: ${b.missing.join(', ')}.` };
    case 'lotAboveCapacity':
      return {
        vi: `Lô nhỏ nhất ${vi(b.lot)} lớn hơn năng lực ${vi(b.most)}.`,
        en: `The smallest lot of ${en(b.lot)} is more than the capacity of ${en(b.most)}.`,
      };
    case 'lotAboveDemand':
      return {
        vi: `Lô nhỏ nhất ${vi(b.lot)} lớn hơn phần được giao ${vi(b.most)}.`,
        en: `The smallest lot of ${en(b.lot)} is more than the ${en(b.most)} that one supplier may deliver.`,
      };
    case 'noCapacity':
      return { vi: 'Không có hàng trong kỳ cần giao.', en: 'Nothing to offer in the periods asked for.' };
    default:
      return { vi: 'Không có nhu cầu nào để giao.', en: 'There is no demand to deliver to.' };
  }
}

/** The reason, and what would change it: `proved` when an answer with it was built, otherwise only the first thing in its way. */
export function sentence(
  s: Supplier,
  reason: RefusalReason,
  barred: Barred | undefined,
  need: WouldNeed | null,
  proved: boolean,
): Bilingual {
  const cause = barred ? barredSentence(barred) : causeOf(s, reason);
  const parts = need ? needs(need) : [];
  if (parts.length === 0) return cause;
  const list = { vi: parts.map((p) => p.vi).join(', '), en: parts.map((p) => p.en).join(', ') };
  return proved
    ? { vi: `${cause.vi} Sẽ được chọn với ${list.vi}.`, en: `${cause.en} It would be chosen with ${list.en}.` }
    : { vi: `${cause.vi} Trước hết cần ${list.vi}.`, en: `${cause.en} What it needs first: ${list.en}.` };
}

function needs(need: WouldNeed): Bilingual[] {
  const list: Bilingual[] = [];
  if (need.star !== undefined) list.push({ vi: `${need.star} sao`, en: `${need.star} stars` });
  if (need.validUntil !== undefined)
    list.push({ vi: `giấy chứng nhận còn hạn đến ${showDay(need.validUntil)}`, en: `a recognition until ${need.validUntil}` });
  if (need.papers !== undefined) list.push({ vi: `giấy tờ ${need.papers.join(', ')}`, en: `papers ${need.papers.join(', ')}` });
  if (need.capacity !== undefined) list.push({ vi: `năng lực ${vi(need.capacity)}`, en: `a capacity of ${en(need.capacity)}` });
  if (need.minLot === 0) list.push({ vi: 'lô bất kỳ', en: 'lots of any size' });
  else if (need.minLot !== undefined) list.push({ vi: `lô nhỏ nhất ${vi(need.minLot)}`, en: `a smallest lot of ${en(need.minLot)}` });
  if (need.lotStep === 0) list.push({ vi: 'không có bước lô', en: 'no lot step' });
  else if (need.lotStep !== undefined) list.push({ vi: `bước lô ${vi(need.lotStep)}`, en: `a lot step of ${en(need.lotStep)}` });
  if (need.unitPrice !== undefined) list.push({ vi: `giá ${vi(need.unitPrice)} đ`, en: `a price of ${en(need.unitPrice)} VND` });
  if (need.fixedCost !== undefined)
    list.push({ vi: `chi phí cố định ${vi(need.fixedCost)} đ`, en: `a fixed cost of ${en(need.fixedCost)} VND` });
  return list;
}

function causeOf(s: Supplier, reason: RefusalReason): Bilingual {
  switch (reason) {
    case 'infeasible':
      return {
        vi: 'Đơn hàng không thể đáp ứng như yêu cầu nên chưa ai được giao.',
        en: 'The order cannot be met as asked, so nobody gets a part.',
      };
    case 'minLot':
      return { vi: `Lô nhỏ nhất ${vi(s.minLot ?? 0)} quá lớn.`, en: `The smallest lot of ${en(s.minLot ?? 0)} is too large.` };
    case 'lotStep':
      return { vi: `Bước lô ${vi(s.lotStep ?? 0)} không khớp.`, en: `The lot step of ${en(s.lotStep ?? 0)} does not fit.` };
    case 'fixedCost':
      return { vi: `Chi phí cố định ${vi(s.fixedCost ?? 0)} đ quá cao.`, en: `The fixed cost of ${en(s.fixedCost ?? 0)} VND is too high.` };
    case 'maxSuppliers':
      return { vi: 'Đã đủ số nhà cung cấp được phép.', en: 'The number of suppliers allowed is reached.' };
    case 'smallProducerShare':
      return {
        vi: 'Phần dành cho hộ và hợp tác xã giới hạn nhà cung cấp khác.',
        en: 'The share kept for small producers limits the others.',
      };
    case 'transport':
      return { vi: 'Vận chuyển quá xa: dù giá bằng 0 vẫn đắt hơn.', en: 'Too far: even free of charge it would cost more.' };
    default:
      return {
        vi: `Với giá ${vi(s.unitPrice)} đ, có nhà cung cấp này đơn hàng không rẻ hơn.`,
        en: `At ${en(s.unitPrice)} VND it would not make the order cheaper.`,
      };
  }
}
