// The words of the evidence vault.
import type { Lang } from '../lang.ts';

const vi = {
  title: 'Kho minh chứng',
  lead: 'Gửi mỗi giấy tờ một lần, dùng cho mọi hồ sơ. Bản đã gửi không bao giờ bị sửa; bản mới thay bản cũ trong các hồ sơ đang soạn.',
  producer: 'Chủ thể',
  show: 'Xem',
  empty: 'Kho chưa có giấy nào.',
  papers: (n: number) => `${n} giấy trong kho`,
  standing: { open: 'Không có hạn', good: 'Còn hạn', soon: 'Sắp hết hạn', expired: 'Đã hết hạn' },
  until: (day: string, days: number) =>
    days < 0 ? `hết hạn ngày ${day}` : days === 0 ? 'hết hạn hôm nay' : `đến ngày ${day}, còn ${days} ngày`,
  version: (n: number, day: string) => `Bản ${n}, gửi ngày ${day}`,
  older: (n: number) => `${n} bản cũ`,
  usedIn: 'Đang dùng trong',
  unused: 'Chưa dùng trong hồ sơ nào.',
  criteria: (list: string) => `tiêu chí ${list}`,
  add: 'Thêm giấy vào kho',
  replace: 'Gửi bản mới',
  replaceOf: (name: string) => `Gửi bản mới của ${name}`,
  file: 'Tệp',
  fileText: 'PDF, ảnh, Word hoặc Excel, không quá 20 MB. Thông tin nơi chụp, máy chụp trong ảnh được xóa.',
  kind: 'Loại giấy',
  expires: 'Hết hạn ngày (nếu có)',
  send: 'Gửi vào kho',
  hash: 'Mã băm SHA-256',
  kinds: {
    licence: 'Đăng ký kinh doanh',
    declaration: 'Công bố chất lượng',
    food_safety: 'Đủ điều kiện an toàn thực phẩm',
    mandatory: 'Chứng nhận bắt buộc khác',
    ip: 'Sở hữu trí tuệ',
    quality: 'Hệ thống quản lý chất lượng',
    test: 'Phiếu kiểm nghiệm',
    contract: 'Hợp đồng, hóa đơn',
    environment: 'Môi trường',
    accounts: 'Sổ sách, báo cáo tài chính',
    story: 'Câu chuyện, giải thưởng, quảng bá',
    photo: 'Ảnh',
    other: 'Giấy khác',
  },
};

type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Widen<T[K]> };

const en: Widen<typeof vi> = {
  title: 'Evidence vault',
  lead: 'Send each paper once and use it in every dossier. What was sent never changes; a newer version takes its place in dossiers being written.',
  producer: 'Producer',
  show: 'Show',
  empty: 'The vault holds no papers yet.',
  papers: (n) => `${n} papers in the vault`,
  standing: { open: 'No last day', good: 'In date', soon: 'Expires soon', expired: 'Expired' },
  until: (day, days) => (days < 0 ? `expired on ${day}` : days === 0 ? 'last day today' : `until ${day}, ${days} days left`),
  version: (n, day) => `Version ${n}, sent on ${day}`,
  older: (n) => `${n} older versions`,
  usedIn: 'Used in',
  unused: 'Not used in any dossier yet.',
  criteria: (list) => `criteria ${list}`,
  add: 'Add a paper',
  replace: 'Send a newer version',
  replaceOf: (name) => `Send a newer version of ${name}`,
  file: 'File',
  fileText: 'PDF, pictures, Word or Excel, at most 20 MB. Place and camera are taken off pictures.',
  kind: 'Kind of paper',
  expires: 'Last day (if any)',
  send: 'Send to the vault',
  hash: 'SHA-256',
  kinds: {
    licence: 'Business licence',
    declaration: 'Quality declaration',
    food_safety: 'Food safety of the facility',
    mandatory: 'Other mandatory certificate',
    ip: 'Intellectual property',
    quality: 'Quality management',
    test: 'Test results',
    contract: 'Contracts, invoices',
    environment: 'Environment',
    accounts: 'Accounts',
    story: 'Story, awards, promotion',
    photo: 'Photograph',
    other: 'Other paper',
  },
};

export const vaultWords = (lang: Lang): Widen<typeof vi> => (lang === 'en' ? en : vi);
