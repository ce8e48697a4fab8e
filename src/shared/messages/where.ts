// The words of "where to buy" on product and producer pages.
import type { Lang } from '../lang.ts';

const vi = {
  title: 'Mua ở đâu',
  instead: 'Chọn sản phẩm còn hiệu lực',
  maker: 'Tại nơi làm ra',
  makerLink: 'Trang của chủ thể',
  met: 'Gặp chủ thể tại sự kiện',
  metLink: 'Xem sự kiện',
  bulk: 'Mua số lượng lớn',
  bulkText: 'Người mua đăng nhu cầu, chủ thể chào hàng; đơn lớn được gom từ nhiều chủ thể nhỏ.',
  bulkLink: 'Nhu cầu mua',
  alike: 'Sản phẩm cùng loại',
  alikeText: (set: string) => `${set}, còn hiệu lực hôm nay.`,
  alikeIn: (province: string) => `Tìm ở ${province}`,
  alikeAll: 'Tìm trong cả nước',
};
const en: typeof vi = {
  title: 'Where to buy',
  instead: 'Choose a product in force',
  maker: 'From the producer',
  makerLink: 'The producer’s page',
  met: 'Meet the producer at',
  metLink: 'See the event',
  bulk: 'Large quantities',
  bulkText: 'Buyers post a demand and producers offer; a large order is gathered from many small producers.',
  bulkLink: 'Demands',
  alike: 'Products of the same kind',
  alikeText: (set) => `${set}, in force today.`,
  alikeIn: (province) => `Search in ${province}`,
  alikeAll: 'Search the whole country',
};

export const whereWords = (lang: Lang): typeof vi => (lang === 'vi' ? vi : en);
