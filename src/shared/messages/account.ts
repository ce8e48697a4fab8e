// The words of an account's own security: passkeys, linked identities, recovery.
import type { Lang } from '../lang.ts';

const vi = {
  passkey: {
    title: 'Khóa truy cập',
    text: 'Đăng nhập bằng vân tay, khuôn mặt hoặc mã mở máy thay cho mật khẩu. Khóa nằm trong thiết bị của bạn; ở đây chỉ giữ phần công khai.',
    none: 'Chưa có khóa nào.',
    made: (at: string) => `tạo ${at}`,
    synced: 'được đồng bộ giữa các thiết bị',
    oneDevice: 'chỉ ở một thiết bị',
    name: 'Tên của khóa',
    example: 'Điện thoại của tôi',
    change: 'Sửa',
    changeOf: (name: string) => `Sửa khóa ${name}`,
    rename: 'Đổi tên',
    remove: 'Gỡ khóa',
    add: 'Thêm khóa truy cập',
    off: 'Trình duyệt này không dùng được khóa truy cập, hoặc đã tắt JavaScript.',
    failed: 'Thiết bị không xác nhận. Xin làm lại.',
    signIn: 'Đăng nhập bằng khóa truy cập',
    signInText: 'Vân tay, khuôn mặt hoặc mã mở máy.',
  },
  linked: {
    title: 'Danh tính đã liên kết',
    text: 'Danh tính của nơi khác mở được tài khoản này. Liên kết và gỡ liên kết có hiệu lực ngay.',
    none: 'Chưa liên kết danh tính nào.',
    since: (day: string) => `từ ${day}`,
    link: (name: string) => `Liên kết với ${name}`,
    unlink: 'Gỡ liên kết',
    unlinkOf: (name: string) => `Gỡ liên kết với ${name}`,
    done: 'Đã liên kết.',
    fault: {
      ngoai: 'Chưa kết nối được với nơi xác nhận danh tính. Xin thử lại sau.',
      'tu-choi': 'Nơi xác nhận danh tính không xác nhận. Xin làm lại.',
      la: 'Danh tính này đã gắn với một tài khoản khác.',
    },
  },
  recovery: {
    link: 'Quên mật khẩu?',
    title: 'Lấy lại mật khẩu',
    lead: 'Ghi e-mail hoặc tên đăng nhập. Nếu tài khoản có địa chỉ e-mail, một thư có đường dẫn dùng một lần, trong 30 phút, được gửi tới đó.',
    ask: 'Gửi thư',
    asked: 'Nếu có tài khoản như vậy và tài khoản có e-mail, thư đã được gửi đi. Xin xem hộp thư, cả mục thư rác.',
    noMail: 'Hệ thống chưa gửi được thư điện tử. Xin đến cơ quan đã cấp tài khoản để đặt lại mật khẩu.',
    byOfficer: 'Không dùng thư điện tử?',
    byOfficerText:
      'Đến hoặc gọi cơ quan đã cấp tài khoản cho bạn (cơ quan tham mưu OCOP của tỉnh): cán bộ đặt lại mật khẩu cho đúng người, đúng số điện thoại.',
    newTitle: 'Đặt mật khẩu mới',
    set: 'Đặt mật khẩu',
    set_: 'Đã đặt mật khẩu mới; mọi phiên cũ đã kết thúc. Xin đăng nhập.',
    void: 'Đường dẫn này không còn dùng được. Xin gửi lại yêu cầu.',
  },
};
type Words = {
  [K in keyof typeof vi]: {
    [L in keyof (typeof vi)[K]]: (typeof vi)[K][L] extends string
      ? string
      : (typeof vi)[K][L] extends (...args: never[]) => string
        ? (typeof vi)[K][L]
        : { [M in keyof (typeof vi)[K][L]]: string };
  };
};

const en: Words = {
  passkey: {
    title: 'Passkeys',
    text: 'Sign in with a fingerprint, your face or the code that unlocks your device instead of a password. The key stays in your device; only its public part is kept here.',
    none: 'No passkey yet.',
    made: (at) => `made ${at}`,
    synced: 'synchronised between devices',
    oneDevice: 'on one device only',
    name: 'Name of the passkey',
    example: 'My phone',
    change: 'Change',
    changeOf: (name) => `Change the passkey ${name}`,
    rename: 'Rename',
    remove: 'Remove',
    add: 'Add a passkey',
    off: 'This browser cannot use passkeys, or JavaScript is off.',
    failed: 'The device did not confirm. Please try again.',
    signIn: 'Sign in with a passkey',
    signInText: 'Fingerprint, face or the code that unlocks your device.',
  },
  linked: {
    title: 'Linked identities',
    text: 'Identities of other houses that open this account. Linking and unlinking take effect at once.',
    none: 'No identity is linked.',
    since: (day) => `since ${day}`,
    link: (name) => `Link with ${name}`,
    unlink: 'Unlink',
    unlinkOf: (name) => `Unlink ${name}`,
    done: 'Linked.',
    fault: {
      ngoai: 'The identity provider cannot be reached. Please try again later.',
      'tu-choi': 'The identity provider did not confirm. Please try again.',
      la: 'This identity belongs to another account.',
    },
  },
  recovery: {
    link: 'Forgot the password?',
    title: 'Recover the password',
    lead: 'Type the e-mail address or the account name. If the account has an e-mail address, a mail with a link goes there; the link works once, for 30 minutes.',
    ask: 'Send the mail',
    asked:
      'If there is such an account and it has an e-mail address, the mail is on its way. Please look into your mailbox, also under spam.',
    noMail: 'This place cannot send mail yet. Please ask the office that gave you the account to reset the password.',
    byOfficer: 'You do not use e-mail?',
    byOfficerText:
      'Go to or call the office that gave you the account (the OCOP body of the province): an officer resets the password for the right person at the right number.',
    newTitle: 'Set a new password',
    set: 'Set the password',
    set_: 'The new password is set; all old sessions have ended. Please sign in.',
    void: 'This link cannot be used any more. Please ask again.',
  },
};

export const accountWords = (lang: Lang): Words => ({ vi, en })[lang];
