// Why a product is not asked at all, in words for the buyer and for its producer.
import type { Bilingual } from '#server/platform/errors.ts';
import { showDay } from '#shared/dates.ts';
import { showNumber } from '#shared/messages/index.ts';

/** `change`: what would let it in, in words; null when that is not in its hands. */
export type Why = { reason: string; detail: Bilingual; change: Bilingual | null };

const vi = (n: number): string => showNumber(n, 'vi');
const en = (n: number): string => showNumber(n, 'en');

export const aboveCeiling = (price: number, ceiling: number): Why => ({
  reason: 'ceiling',
  detail: {
    vi: `Giá ${vi(price)} đ cao hơn giá trần ${vi(ceiling)} đ.`,
    en: `${en(price)} VND is above the ceiling of ${en(ceiling)} VND.`,
  },
  change: { vi: `giá không quá ${vi(ceiling)} đ`, en: `a price of at most ${en(ceiling)} VND` },
});

export const NO_PLACE: Why = {
  reason: 'maxSuppliers',
  detail: { vi: 'Đã đủ số nhà cung cấp được phép.', en: 'The number of suppliers allowed is reached.' },
  change: null,
};

export const tooLate = (leadDays: number): Why => ({
  reason: 'lead',
  detail: {
    vi: `Cần ${leadDays} ngày chuẩn bị, quá ngày giao cuối.`,
    en: `It needs ${leadDays} days to get ready, past the last delivery.`,
  },
  change: { vi: 'thời gian chuẩn bị ngắn hơn', en: 'less time to get ready' },
});

/** `until`: the last day of its star; `first`: the first delivery. */
export const notInForce = (until: string | null, first: string, today: string): Why => ({
  reason: 'expired',
  detail:
    until !== null && until < first
      ? {
          vi: `Sao ${until < today ? 'đã hết hiệu lực từ' : 'hết hiệu lực'} ${showDay(until)}, trước đợt giao đầu ${showDay(first)}.`,
          en: `Its star ends on ${until}, before the first delivery on ${first}.`,
        }
      : {
          vi: 'Sao của sản phẩm không còn hiệu lực vào ngày giao nào.',
          en: 'The star of the product is in force on no day of delivery.',
        },
  change: { vi: 'được công nhận lại trước ngày giao', en: 'recognition renewed before the delivery' },
});

export const PART_TAKEN: Why = {
  reason: 'maxShare',
  detail: {
    vi: 'Chủ thể này đã có phần lớn nhất mà người mua cho phép.',
    en: 'This producer already has the largest part the buyer allows.',
  },
  change: null,
};

export const NO_CAPACITY: Why = {
  reason: 'noCapacity',
  detail: {
    vi: 'Chưa khai năng lực cho các tháng giao hàng, hoặc đã hứa hết.',
    en: 'No capacity is stated for the months of delivery, or all is promised.',
  },
  change: { vi: 'khai thêm năng lực các tháng giao', en: 'more capacity stated for these months' },
};
