// The words of queues worked by keyboard and in bulk.
import type { Lang } from '../lang.ts';

const vi = {
  find: 'Lọc theo tên sản phẩm hoặc chủ thể',
  show: 'Lọc',
  chosen: 'Với những hồ sơ đã chọn:',
  choose: (name: string) => `Chọn ${name}`,
  all: 'Chọn cả trang',
  none: 'Chưa chọn dòng nào.',
  went: (done: number, all: number) => `Xong ${done}/${all}.`,
  keys: 'Trong danh sách: J và K xuống, lên một dòng; X chọn dòng; F tới ô lọc.',
};
type Words = typeof vi;
const en: Words = {
  find: 'Filter by product or producer',
  show: 'Filter',
  chosen: 'With the chosen dossiers:',
  choose: (name) => `Choose ${name}`,
  all: 'Choose the whole page',
  none: 'No row is chosen.',
  went: (done, all) => `${done} of ${all} done.`,
  keys: 'In the list: J and K go a row down and up, X chooses the row, F goes to the filter.',
};

export const bulkWords = (lang: Lang): Words => (lang === 'vi' ? vi : en);
