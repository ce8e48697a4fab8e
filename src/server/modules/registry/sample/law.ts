// Who recognised which star on which day, and how such decisions are numbered.
// QĐ 1048: province 3–4★, ministry 5★ · QĐ 148 from 24/2/2023: district 3★ · QĐ 1489 from 6/7/2025: province again.
import { daysBetween } from '#shared/dates.ts';
import { readDecision } from '../rules/decisions.ts';
import { hash } from './random.ts';

const DISTRICTS_DECIDE = { from: '2023-02-24', until: '2025-07-05' };
const MINISTRY_MERGED = '2025-03-01';
const TWO_TIERS = '2025-07-01';

/** Full names of a product's place as officials wrote them: old province and district, and today's province. */
export type Seat = { district: string; oldProvince: string; province: string };

const lower = (fullName: string): string => fullName.charAt(0).toLowerCase() + fullName.slice(1);

/** A province's full name on a day: Huế and Đồng Nai changed their rank on the way. */
export function provinceOn(seat: Seat, day: string): string {
  if (day >= TWO_TIERS) return seat.province === 'Thành phố Đồng Nai' && day < '2026-04-30' ? 'Tỉnh Đồng Nai' : seat.province;
  return seat.oldProvince === 'Thành phố Huế' && day < '2025-01-01' ? 'Tỉnh Thừa Thiên Huế' : seat.oldProvince;
}

export function issuerOf(star: 3 | 4 | 5, day: string, seat: Seat): string {
  if (star === 5) return day < MINISTRY_MERGED ? 'Bộ Nông nghiệp và Phát triển nông thôn' : 'Bộ Nông nghiệp và Môi trường';
  if (star === 3 && seat.district && day >= DISTRICTS_DECIDE.from && day <= DISTRICTS_DECIDE.until) return `UBND ${lower(seat.district)}`;
  return `UBND ${lower(provinceOn(seat, day))}`;
}

export type Decision = { text: string; key: string };

/** One decision per issuer and day; `scope` keeps apart districts of one name. Numbers grow through the year. */
export function decisionBook(): (issuer: string, scope: string, day: string) => Decision {
  const book = new Map<string, Decision>();
  return (issuer, scope, day) => {
    const at = `${issuer}/${scope}/${day}`;
    let decision = book.get(at);
    if (!decision) {
      const ministry = issuer.startsWith('Bộ ');
      const year = day.slice(0, 4);
      const perDay = 3 + (hash(`${issuer}/${scope}/${year}`) % (ministry ? 12 : 9));
      const dayOfYear = daysBetween(`${year}-01-01`, day);
      const number = dayOfYear * perDay + 1 + (hash(at) % perDay);
      const suffix = ministry ? (day < MINISTRY_MERGED ? 'QĐ-BNN-VPĐP' : 'QĐ-BNNMT') : 'QĐ-UBND';
      const text = `${number}/${suffix}`;
      decision = { text, key: readDecision(text)?.key ?? text };
      book.set(at, decision);
    }
    return decision;
  };
}

/** Why a recognition was withdrawn: the cases of QĐ 26/2026 điều 8, in our words. */
export const CAUSES = [
  'Hồ sơ có nội dung giả mạo hoặc sai sự thật',
  'Không còn đáp ứng tiêu chí theo kết luận kiểm tra',
  'Vi phạm quy định về chất lượng, an toàn thực phẩm hoặc ghi nhãn theo kết luận của cơ quan có thẩm quyền',
  'Sử dụng sai quy định nhãn hiệu chứng nhận OCOP',
  'Chủ thể ngừng sản xuất sản phẩm',
  'Theo kết luận khác của cơ quan có thẩm quyền',
] as const;

/** A late filing is granted so many days before the printed end. */
export const GRANTED_BEFORE_END = 30;
export const LATE_REASON = 'Nộp hồ sơ đánh giá lại muộn; giữ hiệu lực đến khi có quyết định, không quá 180 ngày (điều 12.3)';
