// The words of one's own mail.
import type { Lang } from '../lang.ts';

const vi = {
  title: 'Thư của tôi',
  lead: 'Mọi tin báo gửi cho bạn, thư chưa đọc đứng trước. Nếu tài khoản có địa chỉ e-mail, thư cũng được gửi tới đó.',
  none: 'Chưa có thư nào',
  noneText: 'Khi có việc liên quan đến bạn, tin báo sẽ nằm ở đây.',
  unread: (n: number) => `${n} thư chưa đọc`,
  allRead: 'Đã đọc hết',
  new: 'Chưa đọc',
  open: 'Mở việc này',
  read: 'Đánh dấu đã đọc',
  readOf: (subject: string) => `Đánh dấu đã đọc: ${subject}`,
  readAll: 'Đánh dấu tất cả là đã đọc',
  sent: (address: string) => `Đã gửi tới ${address}`,
  queued: (address: string) => `Chờ gửi tới ${address}`,
  failed: (address: string) => `Không gửi được tới ${address}; nội dung có đủ ở đây`,
};
type Words = { [K in keyof typeof vi]: (typeof vi)[K] extends string ? string : (typeof vi)[K] };

const en: Words = {
  title: 'My mail',
  lead: 'Every notice sent to you, unread ones first. When the account has an e-mail address, the mail goes there as well.',
  none: 'No mail yet',
  noneText: 'When something concerns you, the notice will be here.',
  unread: (n) => `${n} unread`,
  allRead: 'All read',
  new: 'Unread',
  open: 'Open',
  read: 'Mark as read',
  readOf: (subject) => `Mark as read: ${subject}`,
  readAll: 'Mark all as read',
  sent: (address) => `Mailed to ${address}`,
  queued: (address) => `Waiting to be mailed to ${address}`,
  failed: (address) => `Could not be mailed to ${address}; everything is here`,
};

export const noticeWords = (lang: Lang): Words => ({ vi, en })[lang];
