// The words of choosing a product by name instead of by its id.
import type { Lang } from '../lang.ts';

const vi = {
  find: 'Tìm sản phẩm theo tên sản phẩm hoặc chủ thể, có dấu hay không đều được',
  show: 'Tìm',
  results: 'Sản phẩm tìm thấy',
  nothing: (q: string) => `Đơn vị này không có sản phẩm nào khớp “${q}”.`,
  more: (n: number) => `Còn ${n} sản phẩm nữa: gõ thêm chữ để thu hẹp.`,
  chosen: 'Sản phẩm',
  choose: 'Chọn sản phẩm cần kiểm tra',
  first: 'Tìm và chọn sản phẩm trước, rồi điền phần còn lại.',
  noneYet: 'Chưa chọn sản phẩm nào.',
  lots: 'Lô trong sổ của sản phẩm này',
  noLots: 'Sổ chưa có lô nào của sản phẩm này; gõ số lô in trên nhãn.',
  other: 'Số lô khác, cách nhau bằng dấu phẩy',
};
type Words = typeof vi;
const en: Words = {
  find: 'Find a product by its name or its producer, with or without marks',
  show: 'Find',
  results: 'Products found',
  nothing: (q) => `No product of this unit fits “${q}”.`,
  more: (n) => `${n} more: type further to narrow it down.`,
  chosen: 'Product',
  choose: 'Choose what to inspect',
  first: 'Find and choose the product first, then fill in the rest.',
  noneYet: 'No product chosen yet.',
  lots: 'Lots of this product in the register',
  noLots: 'The register has no lot of this product yet; type the number printed on the label.',
  other: 'Other lot numbers, parted by commas',
};

export const pickWords = (lang: Lang): Words => (lang === 'vi' ? vi : en);
