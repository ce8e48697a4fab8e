// What people are told: the only door.
import './tables.ts';

export { markRead } from './commands/mark-read.ts';
export { type NewNotice, notify, type Recipient } from './commands/notify.ts';
export { countUnread, listNotices, type NoticeView } from './queries/inbox.ts';
