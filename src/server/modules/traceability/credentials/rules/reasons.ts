// Why something is not accepted, in both languages.
import type { Bilingual } from '#server/platform/errors.ts';

export const REASONS = {
  malformed: {
    vi: 'Không đọc được: không phải JWT, cũng không phải mã của nền tảng.',
    en: 'Cannot be read: neither a JWT nor a code of this platform.',
  },
  too_large: { vi: 'Dài quá mức cho phép.', en: 'Longer than allowed.' },
  unsigned: { vi: 'Không có chữ ký (alg none hoặc nội dung trần).', en: 'Not signed (alg none or a bare payload).' },
  other_security: {
    vi: 'Được bảo vệ theo cách khác (proof trong nội dung, SD-JWT, COSE): ở đây chỉ kiểm tra application/vc+jwt.',
    en: 'Secured in another way (embedded proof, SD-JWT, COSE): only application/vc+jwt is checked here.',
  },
  wrong_envelope: {
    vi: 'Phong bì phải có @context của VC 2.0, type EnvelopedVerifiableCredential và id là data:application/vc+jwt.',
    en: 'The envelope needs the VC 2.0 @context, type EnvelopedVerifiableCredential and an id that is data:application/vc+jwt.',
  },
  presentation: {
    vi: 'Đây là bản trình (presentation): hãy gửi từng chứng nhận bên trong.',
    en: 'This is a presentation: send each credential in it by itself.',
  },
  wrong_algorithm: { vi: 'Thuật toán ký phải là ES256.', en: 'The signature algorithm must be ES256.' },
  wrong_type: {
    vi: 'Đầu JWT phải ghi typ vc+jwt và cty vc, không có crit.',
    en: 'The header must say typ vc+jwt and cty vc, without crit.',
  },
  foreign_issuer: { vi: 'Cơ quan cấp không thuộc nền tảng này.', en: 'The issuer does not belong to this platform.' },
  issuer_mismatch: { vi: 'Khóa ký không phải của cơ quan cấp ghi trong chứng nhận.', en: 'The signing key is not the stated issuer’s.' },
  unknown_key: { vi: 'Cơ quan cấp không có khóa này.', en: 'The issuer has no such key.' },
  bad_signature: {
    vi: 'Chữ ký sai: nội dung đã bị sửa hoặc ký bằng khóa khác.',
    en: 'The signature is wrong: altered, or signed with another key.',
  },
  wrong_content: { vi: 'Nội dung không phải chứng nhận của nền tảng.', en: 'The content is no credential of this platform.' },
  not_conforming: {
    vi: 'Nội dung trái với mô hình dữ liệu W3C VC 2.0 hoặc với chứng nhận mà nền tảng cấp.',
    en: 'The content breaks the W3C VC 2.0 data model or differs from what this platform issues.',
  },
  issued_later: { vi: 'Thời điểm ký ở tương lai.', en: 'Signed in the future.' },
  wrong_authority: {
    vi: 'Cơ quan ký không có thẩm quyền với sản phẩm này.',
    en: 'The signing authority is not competent for this product.',
  },
  not_yet_valid: { vi: 'Chưa đến ngày có hiệu lực.', en: 'Not valid yet.' },
  expired: { vi: 'Đã hết hạn.', en: 'Expired.' },
  revoked: { vi: 'Đã bị thu hồi.', en: 'Revoked.' },
  superseded: { vi: 'Đã được thay bằng công nhận hoặc chứng nhận mới hơn.', en: 'Replaced by a later recognition or certificate.' },
  unknown: { vi: 'Sổ đăng ký không có công nhận này.', en: 'The register knows no such recognition.' },
  status_list_foreign: { vi: 'Danh sách trạng thái không phải của cơ quan cấp chứng nhận.', en: 'The status list is not the issuer’s.' },
  status_list_expired: { vi: 'Danh sách trạng thái đã hết hạn.', en: 'The status list has expired.' },
  status_list_unusable: { vi: 'Danh sách trạng thái không dùng được.', en: 'The status list cannot be used.' },
} satisfies Record<string, Bilingual>;

export type Reason = keyof typeof REASONS;
