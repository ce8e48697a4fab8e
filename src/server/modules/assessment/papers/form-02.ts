// Mẫu 02, the producer's own report (QĐ 26/2026/QĐ-TTg, Phụ lục III): general part, results, own score with evidence, plan.
import { writePdf } from '#server/platform/pdf.ts';
import { dayOf } from '#shared/dates.ts';
import { t } from '#shared/messages/index.ts';
import type { PaperKind } from '../dossiers/vault/kinds.ts';
import { scoreSheet } from '../score-sheet.ts';
import { type FormFacts, footOf, longDay } from './facts.ts';
import { sheetTable } from './sheet-table.ts';

const HAVE: readonly [label: string, kinds: readonly PaperKind[]][] = [
  ['Giấy đăng ký kinh doanh', ['licence']],
  ['Công bố chất lượng sản phẩm', ['declaration']],
  ['Giấy chứng nhận cơ sở đủ điều kiện an toàn thực phẩm', ['food_safety']],
  ['Giấy chứng nhận bắt buộc khác', ['mandatory']],
  ['Sở hữu trí tuệ (nhãn hiệu, chỉ dẫn địa lý, sáng chế, kiểu dáng)', ['ip']],
  ['Chứng nhận hệ thống quản lý chất lượng', ['quality']],
];

export function form02(f: FormFacts): Promise<Uint8Array> {
  const title = `Mẫu 02, báo cáo tự đánh giá: ${f.product.name}`;
  return writePdf({ title, date: f.at, foot: footOf('Mẫu 02', f) }, (p) => {
    const d = f.details;
    p.paragraph('Mẫu số 02', { face: 'italic', size: 9, align: 'right', after: 2 });
    p.motto([f.producer.name.toUpperCase()], `${f.commune.name}, ${longDay(dayOf(f.at))}`);
    p.heading('BÁO CÁO TỰ ĐÁNH GIÁ SẢN PHẨM OCOP', 1, { align: 'center', after: 2 });
    p.paragraph(f.product.name, { face: 'strong', size: 12, align: 'center', after: 8 });
    p.heading('I. Thông tin chung');
    p.field('Tên chủ thể', f.producer.name);
    p.field('Loại hình', f.producer.type ? t('vi').producerType[f.producer.type] : null);
    p.field('Địa chỉ', d.address);
    p.field('Người đại diện pháp luật', [d.representative, d.position].filter(Boolean).join(', '));
    p.field('Điện thoại, thư điện tử', [d.phone, d.email].filter(Boolean).join(' · '));
    p.field('Giấy đăng ký kinh doanh, ngày cấp', d.licence);
    p.field('Quy cách sản phẩm', d.specification);
    p.paragraph('Giấy tờ hiện có (theo minh chứng đã gắn):', { after: 2 });
    const kinds = new Set(f.papers.map((x) => x.kind));
    p.ticks(HAVE.map(([label, of]) => ({ label, on: of.some((k) => kinds.has(k)) })));
    p.field('Lịch sử và tổ chức', d.history);
    if (f.kind !== 'first') p.field('Thay đổi từ lần công nhận trước', d.changes);
    p.heading('II. Kết quả sản xuất, kinh doanh');
    p.paragraph(d.results || '………………………………………………………………');
    p.heading('III. Tự đánh giá theo bộ tiêu chí');
    const evidence = new Map<string, string[]>();
    for (const x of f.papers) evidence.set(x.criterion, [...(evidence.get(x.criterion) ?? []), x.name]);
    sheetTable(p, f, evidence);
    const s = scoreSheet({
      ruleset: f.ruleset,
      set: f.set,
      answers: f.answers,
      notApplicable: f.notApplicable,
      knockouts: f.knockouts,
    });
    p.paragraph(
      `Tổng điểm tự đánh giá: ${s.total} / 100 (phần A ${s.parts.A}, B ${s.parts.B}, C ${s.parts.C}); ${s.star >= 3 ? `đủ điểm và điều kiện ${s.star} sao` : 'chưa đạt 3 sao'}.`,
      { face: 'bold', size: 11 },
    );
    p.heading('IV. Kế hoạch phát triển sản phẩm');
    p.paragraph(d.plan || '………………………………………………………………');
    p.signatures([{ title: 'ĐẠI DIỆN CHỦ THỂ', note: '(ký, ghi rõ họ tên, đóng dấu nếu có)', name: d.representative ?? '' }]);
  });
}
