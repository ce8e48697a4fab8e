// The words of the statistics pages and of the map.
import type { Lang } from '../lang.ts';

type Words = {
  title: string;
  description: string;
  answer: (products: string, day: string) => string;
  answerProducers: (producers: string, day: string) => string;
  where: (name: string) => string;
  sub: (producers: string, ever: string, five: string) => string;
  subProducers: (ever: string) => string;
  empty: string;
  controls: string;
  day: string;
  mapOf: string;
  map34: string;
  map63: string;
  by: string;
  dimensions: Record<'star' | 'region' | 'province' | 'producerType' | 'group' | 'set' | 'year', string>;
  counted: string;
  counts: Record<'products' | 'producers', string>;
  province: string;
  wholeCountry: string;
  show: string;
  byHeading: Record<'products' | 'producers', Record<'star' | 'region' | 'province' | 'producerType' | 'group' | 'set' | 'year', string>>;
  number: string;
  share: string;
  total: string;
  table: string;
  mapHeading: Record<'products' | 'producers', string>;
  mapOnlyCountry: string;
  growth: string;
  growthText: (day: string) => string;
  growthLabel: string;
  inForce: string;
  ever: string;
  dayColumn: string;
  target: string;
  resultColumn: string;
  atLeast: (n: string) => string;
  targetOf: (decision: string, day: string) => string;
  targetLine: (n: string) => string;
  targetUntil: (day: string) => string;
  resultInForce: string;
  resultEver: string;
  reached: (percent: string) => string;
  missed: (percent: string) => string;
  source: string;
  definitions: string;
  downloadText: string;
  csv: string;
  json: string;
  sample: string;
  map: { legend: string; credit: string; short: string };
};

export const STATISTICS: Record<Lang, Words> = {
  vi: {
    title: 'Số liệu OCOP',
    description:
      'Số sản phẩm và chủ thể OCOP còn hiệu lực tính đến bất kỳ ngày nào, theo bản đồ 34 hoặc 63 tỉnh, kèm định nghĩa và dữ liệu mở.',
    answer: (products, day) => `${products} sản phẩm còn hiệu lực ngày ${day}`,
    answerProducers: (producers, day) => `${producers} chủ thể có sản phẩm còn hiệu lực ngày ${day}`,
    where: (name) => `Tại ${name}`,
    sub: (producers, ever, five) => `Của ${producers} chủ thể, trong đó ${five} sản phẩm 5 sao. Từng được công nhận: ${ever} sản phẩm.`,
    subProducers: (ever) => `Từng có sản phẩm được công nhận: ${ever} chủ thể.`,
    empty: 'Ngày này chưa có sản phẩm nào còn hiệu lực trong sổ. Hãy chọn một ngày khác.',
    controls: 'Chọn số liệu',
    day: 'Tính đến ngày',
    mapOf: 'Bản đồ',
    map34: '34 tỉnh, thành',
    map63: '63 tỉnh, thành (cũ)',
    by: 'Chia theo',
    dimensions: {
      star: 'Hạng sao',
      region: 'Vùng',
      province: 'Tỉnh, thành phố',
      producerType: 'Loại chủ thể',
      group: 'Nhóm sản phẩm',
      set: 'Bộ tiêu chí',
      year: 'Năm công nhận đầu',
    },
    counted: 'Đếm theo',
    counts: { products: 'Sản phẩm', producers: 'Chủ thể' },
    province: 'Tỉnh, thành phố',
    wholeCountry: 'Cả nước',
    show: 'Xem số liệu',
    byHeading: {
      products: {
        star: 'Sản phẩm theo hạng sao',
        region: 'Sản phẩm theo vùng',
        province: 'Sản phẩm theo tỉnh, thành phố',
        producerType: 'Sản phẩm theo loại chủ thể',
        group: 'Sản phẩm theo nhóm',
        set: 'Sản phẩm theo bộ tiêu chí',
        year: 'Sản phẩm theo năm công nhận đầu',
      },
      producers: {
        star: 'Chủ thể theo hạng sao cao nhất',
        region: 'Chủ thể theo vùng',
        province: 'Chủ thể theo tỉnh, thành phố',
        producerType: 'Chủ thể theo loại',
        group: 'Chủ thể theo nhóm sản phẩm',
        set: 'Chủ thể theo bộ tiêu chí',
        year: 'Chủ thể theo năm công nhận đầu',
      },
    },
    number: 'Số lượng',
    share: 'Tỷ lệ',
    total: 'Tổng số',
    table: 'Bảng số liệu',
    mapHeading: {
      products: 'Sản phẩm còn hiệu lực theo tỉnh, thành phố',
      producers: 'Chủ thể có sản phẩm còn hiệu lực theo tỉnh, thành phố',
    },
    mapOnlyCountry: 'Chọn một tỉnh trên bản đồ để xem riêng tỉnh đó.',
    growth: 'Từ năm 2019 đến nay',
    growthText: (day) =>
      `Cuối mỗi năm và ngày ${day}. “Từng được công nhận” chỉ tăng; “còn hiệu lực” giảm khi sao hết hạn mà chưa công nhận lại.`,
    growthLabel: 'Số sản phẩm còn hiệu lực và từng được công nhận theo thời gian, kèm mục tiêu',
    inForce: 'Còn hiệu lực',
    ever: 'Từng được công nhận',
    dayColumn: 'Ngày',
    target: 'Mục tiêu và kết quả',
    resultColumn: 'Kết quả',
    atLeast: (n) => `ít nhất ${n}`,
    targetOf: (decision, day) => `Quyết định ${decision} ngày ${day}`,
    targetLine: (n) => `Mục tiêu ${n}`,
    targetUntil: (day) => `Mục tiêu đến ${day}`,
    resultInForce: 'còn hiệu lực',
    resultEver: 'từng được công nhận',
    reached: (percent) => `Đạt ${percent}`,
    missed: (percent) => `Mới đạt ${percent}`,
    source: 'Nguồn',
    definitions: 'Cách tính',
    downloadText: 'Đúng bảng đang xem, dùng lại tự do kèm ngày tính.',
    csv: 'Tải CSV',
    json: 'Mở JSON',
    sample: 'Số liệu đếm từ dữ liệu minh họa, không phải số công bố chính thức.',
    map: { legend: 'Chú giải', credit: 'Đường nét bản đồ (đã giản lược): Stephen Truong,', short: 'Nét bản đồ: Stephen Truong, CC BY 4.0' },
  },
  en: {
    title: 'OCOP figures',
    description: 'OCOP products and producers in force on any day, on the map of 34 or of 63 provinces, with definitions and open data.',
    answer: (products, day) => `${products} products in force on ${day}`,
    answerProducers: (producers, day) => `${producers} producers with a product in force on ${day}`,
    where: (name) => `In ${name}`,
    sub: (producers, ever, five) => `From ${producers} producers; ${five} products hold five stars. Ever recognised: ${ever} products.`,
    subProducers: (ever) => `Ever had a product recognised: ${ever} producers.`,
    empty: 'No product in the register was in force on this day. Please choose another day.',
    controls: 'Choose figures',
    day: 'As of',
    mapOf: 'Map',
    map34: '34 provinces',
    map63: '63 provinces (former)',
    by: 'Split by',
    dimensions: {
      star: 'Star',
      region: 'Region',
      province: 'Province',
      producerType: 'Kind of producer',
      group: 'Product group',
      set: 'Criteria set',
      year: 'Year first recognised',
    },
    counted: 'Count',
    counts: { products: 'Products', producers: 'Producers' },
    province: 'Within',
    wholeCountry: 'The whole country',
    show: 'Show figures',
    byHeading: {
      products: {
        star: 'Products by star',
        region: 'Products by region',
        province: 'Products by province',
        producerType: 'Products by kind of producer',
        group: 'Products by group',
        set: 'Products by criteria set',
        year: 'Products by year first recognised',
      },
      producers: {
        star: 'Producers by highest star',
        region: 'Producers by region',
        province: 'Producers by province',
        producerType: 'Producers by kind',
        group: 'Producers by product group',
        set: 'Producers by criteria set',
        year: 'Producers by year first recognised',
      },
    },
    number: 'Number',
    share: 'Share',
    total: 'Total',
    table: 'Table of the figures',
    mapHeading: { products: 'Products in force by province', producers: 'Producers with a product in force by province' },
    mapOnlyCountry: 'Choose a province on the map to see it alone.',
    growth: 'From 2019 until now',
    growthText: (day) =>
      `At the end of each year and on ${day}. “Ever recognised” only grows; “in force” falls when stars lapse and are not renewed.`,
    growthLabel: 'Products in force and ever recognised over time, with the target',
    inForce: 'In force',
    ever: 'Ever recognised',
    dayColumn: 'Day',
    target: 'Target and result',
    resultColumn: 'Result',
    atLeast: (n) => `at least ${n}`,
    targetOf: (decision, day) => `Decision ${decision} of ${day}`,
    targetLine: (n) => `Target ${n}`,
    targetUntil: (day) => `Target by ${day}`,
    resultInForce: 'in force',
    resultEver: 'ever recognised',
    reached: (percent) => `${percent} of the target`,
    missed: (percent) => `Only ${percent} of the target`,
    source: 'Source',
    definitions: 'How this is counted',
    downloadText: 'The very table shown here, free to reuse together with its day.',
    csv: 'Download CSV',
    json: 'Open JSON',
    sample: 'Counted from made-up records, not official figures.',
    map: { legend: 'Legend', credit: 'Map outlines (simplified): Stephen Truong,', short: 'Outlines: Stephen Truong, CC BY 4.0' },
  },
};
