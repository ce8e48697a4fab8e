// The engine's reasons in words.
import type { Bilingual } from '#server/platform/errors.ts';
import { showDay } from '#shared/dates.ts';
import type { Barred } from './model.ts';
import type { RefusalReason, Supplier, WouldNeed } from './types.ts';

const inVietnamese = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 });
const inEnglish = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
const vi = (x: number) => inVietnamese.format(x);
const en = (x: number) => inEnglish.format(x);

export function barredSentence(b: Barred): Bilingual {
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

/** One sentence for a reason; what would change it is named where it is in the supplier's hands. */
export function sentence(s: Supplier, reason: RefusalReason, need: WouldNeed | null): Bilingual {
  const price = need?.unitPrice;
  const at =
    price === undefined
      ? { vi: '', en: '' }
      : { vi: ` Giá ${vi(price)} đ thì được chọn.`, en: ` At a price of ${en(price)} VND it would be chosen.` };
  switch (reason) {
    case 'infeasible':
      return {
        vi: 'Đơn hàng không thể đáp ứng như yêu cầu nên chưa ai được giao.',
        en: 'The order cannot be met as asked, so nobody gets a part.',
      };
    case 'minLot':
      return {
        vi: `Lô nhỏ nhất ${vi(s.minLot ?? 0)} quá lớn; từ ${vi(need?.minLot ?? 0)} thì được chọn.`,
        en: `The smallest lot of ${en(s.minLot ?? 0)} is too large; with ${en(need?.minLot ?? 0)} it would be chosen.`,
      };
    case 'lotStep':
      return {
        vi: `Bước lô ${vi(s.lotStep ?? 0)} không khớp; với ${vi(need?.lotStep ?? 0)} thì được chọn.`,
        en: `The lot step of ${en(s.lotStep ?? 0)} does not fit; with ${en(need?.lotStep ?? 0)} it would be chosen.`,
      };
    case 'fixedCost':
      return {
        vi: `Chi phí cố định ${vi(s.fixedCost ?? 0)} đ quá cao; từ ${vi(need?.fixedCost ?? 0)} đ trở xuống thì được chọn.`,
        en: `The fixed cost of ${en(s.fixedCost ?? 0)} VND is too high; at ${en(need?.fixedCost ?? 0)} VND it would be chosen.`,
      };
    case 'maxSuppliers':
      return { vi: `Đã đủ số nhà cung cấp được phép.${at.vi}`, en: `The number of suppliers allowed is reached.${at.en}` };
    case 'smallProducerShare':
      return {
        vi: `Phần dành cho hộ và hợp tác xã giới hạn nhà cung cấp khác.${at.vi}`,
        en: `The share kept for small producers limits the others.${at.en}`,
      };
    case 'transport':
      return { vi: 'Vận chuyển quá xa: dù giá bằng 0 vẫn đắt hơn.', en: 'Too far: even free of charge it would cost more.' };
    default:
      return {
        vi: `Giá ${vi(s.unitPrice)} đ cao hơn những người được chọn.${at.vi}`,
        en: `The price of ${en(s.unitPrice)} VND is above that of those chosen.${at.en}`,
      };
  }
}
