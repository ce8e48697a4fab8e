import type { Bilingual } from '#server/platform/errors.ts';

/** What each word of the figures means; printed with every answer. */
export const DEFINITIONS: Record<string, Bilingual> = {
  inForce: {
    vi: 'Còn hiệu lực: ngày tính nằm từ ngày công nhận đến hết hạn 36 tháng (hoặc hết thời gian gia hạn), và chưa bị thu hồi hay thay thế. Mỗi sản phẩm tính một lần, theo lần công nhận còn hiệu lực mới nhất.',
    en: 'In force: the day lies between the day of recognition and the end of its 36 months (or of an extension), and the recognition has not been revoked or superseded. A product counts once, under its newest recognition in force.',
  },
  everRecognised: {
    vi: 'Từng được công nhận: đã có ít nhất một lần công nhận tính đến ngày đó, kể cả khi nay đã hết hạn hoặc bị thu hồi.',
    en: 'Ever recognised: recognised at least once up to that day, even if it has lapsed or been revoked since.',
  },
  potentialFive: {
    vi: 'Tiềm năng 5 sao: được tỉnh xếp 4 sao và chờ trung ương đánh giá; đếm riêng, không nằm trong 4 sao hay 5 sao.',
    en: 'Potential five stars: rated four stars by the province and awaiting the national assessment; counted apart, neither in four nor in five stars.',
  },
  producers: {
    vi: 'Chủ thể: mỗi chủ thể đếm một lần, tại nơi đặt trụ sở, theo hạng sao cao nhất của các sản phẩm còn hiệu lực (5, tiềm năng 5, 4, 3); nhóm và bộ tiêu chí theo sản phẩm cao sao nhất đó (bằng nhau thì sản phẩm được công nhận sớm hơn); năm là năm được công nhận lần đầu.',
    en: 'Producers: each counts once, at its seat, under the highest star among its products in force (5, potential 5, 4, 3); group and set are those of that product (when equal, the one recognised earlier); the year is that of its very first recognition.',
  },
  place: {
    vi: 'Lọc theo tỉnh: sản phẩm theo nơi của sản phẩm, chủ thể theo nơi đặt trụ sở.',
    en: 'Filter by province: products by the place of the product, producers by their seat.',
  },
  map: {
    vi: 'Bản đồ 34 hay 63 tỉnh do người xem chọn cho mọi ngày và quyết định cả cách chia vùng. Nơi chỉ biết đến tỉnh sau sáp nhập nằm ở dòng “Chưa rõ” của bản đồ 63.',
    en: 'The map of 34 or of 63 provinces is the reader’s choice on any day and also decides the regions. A place known only by its merged province stands in the row “Not known” on the map of 63.',
  },
  year: {
    vi: 'Năm: năm được công nhận lần đầu.',
    en: 'Year: the year of first recognition.',
  },
  sum: {
    vi: 'Các dòng luôn cộng đúng bằng tổng số.',
    en: 'The rows always add up to the total.',
  },
};

export const SAMPLE_DEFINITION: Bilingual = {
  vi: 'Dữ liệu mẫu: số liệu này được đếm từ dữ liệu minh họa, không phải số công bố chính thức.',
  en: 'Sample data: these figures are counted from made-up records and are not official.',
};
