// Mẫu 03, the commune's report on the four local contents, with its request to the province (QĐ 26/2026/QĐ-TTg, Điều 7, Phụ lục III).
import { writePdf } from '#server/platform/pdf.ts';
import { dayOf } from '#shared/dates.ts';
import { type FormFacts, footOf, type LocalReport, longDay } from './facts.ts';

export function form03(f: FormFacts, report: LocalReport): Promise<Uint8Array> {
  const title = `Mẫu 03, báo cáo của cấp xã: ${f.product.name}`;
  return writePdf({ title, date: report.at, foot: footOf('Mẫu 03', { ...f, version: report.version }) }, (p) => {
    const unit = f.commune.name;
    p.paragraph('Mẫu số 03', { face: 'italic', size: 9, align: 'right', after: 2 });
    p.motto(['ỦY BAN NHÂN DÂN', unit.toUpperCase(), `Số: ${report.letterNo ?? '……………'}`], `${unit}, ${longDay(dayOf(report.at))}`);
    p.heading('BÁO CÁO ĐÁNH GIÁ CÁC NỘI DUNG TẠI ĐỊA PHƯƠNG', 1, { align: 'center', size: 15, after: 2 });
    p.paragraph(`Sản phẩm: ${f.product.name}`, { face: 'strong', size: 12, align: 'center', after: 2 });
    p.paragraph(`Chủ thể: ${f.producer.name}`, { align: 'center', after: 8 });
    p.paragraph(`Kính gửi: Cơ quan tham mưu Chương trình OCOP ${f.province.name}`, { face: 'strong', align: 'center', after: 8 });
    p.heading('1. Nguyên liệu địa phương');
    p.paragraph(report.materials);
    p.heading('2. Lao động địa phương');
    p.paragraph(report.labour);
    p.heading('3. Nguồn gốc ý tưởng sản phẩm');
    p.paragraph(report.idea);
    p.heading('4. Bản sắc, trí tuệ địa phương');
    p.paragraph(report.identity);
    if (report.metOn) p.paragraph(`Nội dung trên đã được trao đổi tại cuộc họp ${longDay(report.metOn)}.`);
    p.heading('5. Đề nghị');
    p.paragraph(
      `Ủy ban nhân dân ${unit} đề nghị xem xét, đánh giá và phân hạng sản phẩm theo quy định. Hồ sơ kèm theo: phiếu đăng ký (Mẫu 01), báo cáo tự đánh giá (Mẫu 02), ${new Set(f.papers.map((x) => x.sha256)).size} minh chứng${f.set === 26 ? '' : ', 05 mẫu sản phẩm'}.`,
    );
    p.signatures([
      { title: 'Nơi nhận', note: 'Như trên; chủ thể; lưu.' },
      { title: 'TM. ỦY BAN NHÂN DÂN', note: '(ký, ghi rõ họ tên, đóng dấu)' },
    ]);
  });
}
