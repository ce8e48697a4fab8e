// The words of a public certificate.
import type { Lang } from '../lang.ts';

const vi = {
  kicker: 'Giấy chứng nhận sản phẩm OCOP',
  title: (name: string, star: string) => `Giấy chứng nhận ${star}: ${name}`,
  description: (name: string, star: string, producer: string, no: string) => `${name}, ${star}, của ${producer}. Quyết định ${no}.`,
  no: 'Số giấy chứng nhận',
  id: 'Mã tra cứu',
  decision: 'Quyết định',
  issuer: 'Cơ quan công nhận',
  product: 'Sản phẩm',
  star: 'Hạng sao',
  extended: (day: string) => `được kéo dài đến ${day}`,
  ended: { revoked: 'Thu hồi từ ngày', superseded: 'Thay thế từ ngày' },
  cause: 'Căn cứ thu hồi',
  heldBy: 'Sản phẩm hiện mang sao theo một công nhận khác.',
  heldByLink: 'Xem giấy chứng nhận đang có hiệu lực',
  asOf: (day: string) => `Thông tin đọc từ sổ đăng ký ngày ${day}. Giấy in ra không thay cho trang này: hiệu lực có thể đã đổi.`,
  pdf: 'Bản in (PDF)',
  machine: 'Bản cho máy đọc',
  see: 'Giấy chứng nhận',
  seeOf: (no: string) => `Giấy chứng nhận theo quyết định ${no}`,
};

type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Widen<T[K]> };

const en: Widen<typeof vi> = {
  kicker: 'Certificate of an OCOP product',
  title: (name, star) => `Certificate, ${star}: ${name}`,
  description: (name, star, producer, no) => `${name}, ${star}, made by ${producer}. Decision ${no}.`,
  no: 'Certificate number',
  id: 'Look-up code',
  decision: 'Decision',
  issuer: 'Recognised by',
  product: 'Product',
  star: 'Star',
  extended: (day) => `extended to ${day}`,
  ended: { revoked: 'Revoked from', superseded: 'Superseded from' },
  cause: 'Grounds of the revocation',
  heldBy: 'The product holds its star under another recognition today.',
  heldByLink: 'See the certificate in force',
  asOf: (day) => `Read from the register on ${day}. A print does not replace this page: the standing may have changed.`,
  pdf: 'Print (PDF)',
  machine: 'Machine-readable form',
  see: 'Certificate',
  seeOf: (no) => `Certificate under decision ${no}`,
};

export const certificateWords = (lang: Lang): Widen<typeof vi> => (lang === 'en' ? en : vi);
