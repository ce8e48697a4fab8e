// What labels and posters say, in both languages.
export const PRINT_WORDS = {
  vi: {
    check: 'Quét để kiểm tra',
    offline: 'Kiểm được khi không có mạng',
    lot: 'Lô',
    serial: 'Số',
    sample: 'MẪU',
    poster: 'Quét mã: sao có thật không, ai làm, lô hàng từ đâu',
    until: (day: string) => `Sao có hiệu lực đến hết ngày ${day}`,
    steps: [
      'Mở máy ảnh của điện thoại, đưa vào mã.',
      'Xanh: sao còn hiệu lực. Đỏ: đã bị thu hồi.',
      'Thấy lạ, bấm “Báo sản phẩm có vấn đề”.',
    ],
  },
  en: {
    check: 'Scan to check',
    offline: 'Checks without a network',
    lot: 'Lot',
    serial: 'No.',
    sample: 'SAMPLE',
    poster: 'Scan: is the star true, who made it, where is the lot from',
    until: (day: string) => `The star is in force until ${day}`,
    steps: [
      'Open your phone’s camera and point it at the code.',
      'Green: the star is in force. Red: it was withdrawn.',
      'Something odd? Tap “Report a problem”.',
    ],
  },
};
