// Mẫu 01, the registration slip (QĐ 26/2026/QĐ-TTg, Phụ lục III): who registers which product, the pledge, the receipts of commune and province.
import { type Paper, writePdf } from '#server/platform/pdf.ts';
import { INK } from '#server/platform/pdf-ink.ts';
import { dayOf, showDay } from '#shared/dates.ts';
import { t } from '#shared/messages/index.ts';
import { groupOfSet } from '#shared/vocabulary.ts';
import { findSet } from '../rulesets/view.ts';
import { type FormFacts, footOf, longDay, type Receipt } from './facts.ts';

export function form01(f: FormFacts): Promise<Uint8Array> {
  const title = `Mẫu 01, phiếu đăng ký: ${f.product.name}`;
  return writePdf({ title, date: f.at, foot: footOf('Mẫu 01', f) }, (p) => {
    const d = f.details;
    const day = dayOf(f.at);
    p.paragraph('Mẫu số 01', { face: 'italic', size: 9, align: 'right', after: 2 });
    p.motto([f.producer.name.toUpperCase()], `${f.commune.name}, ${longDay(day)}`);
    p.heading('PHIẾU ĐĂNG KÝ Ý TƯỞNG, SẢN PHẨM', 1, { align: 'center', after: 0 });
    p.paragraph('THAM GIA ĐÁNH GIÁ, PHÂN HẠNG SẢN PHẨM OCOP', { face: 'bold', size: 12, align: 'center', after: 3 });
    const number = `……/PĐK-${f.province.code}-${f.commune.code}-${day.slice(0, 4)}`;
    p.paragraph(`Số: ${number}`, { align: 'center', after: 8 });
    p.paragraph(`Kính gửi: Ủy ban nhân dân ${f.commune.name}, ${f.province.name}`, { face: 'strong', align: 'center', after: 8 });
    p.heading('1. Chủ thể đăng ký');
    p.field('Tên chủ thể', f.producer.name);
    if (f.producer.type) p.field('Loại hình', t('vi').producerType[f.producer.type]);
    p.field('Người đại diện pháp luật', d.representative);
    p.field('Chức vụ', d.position);
    p.field('Địa chỉ', d.address);
    p.field('Điện thoại', d.phone);
    p.field('Thư điện tử', d.email);
    p.heading('2. Sản phẩm đăng ký');
    p.field('Tên sản phẩm', f.product.name);
    if (f.product.code) p.field('Mã sản phẩm', f.product.code);
    const group = groupOfSet(f.set);
    p.field('Nhóm', group ? `${group}. ${t('vi').group[group]}` : null);
    p.field('Bộ tiêu chí', `${f.set}. ${findSet(f.ruleset, f.set)?.name.vi ?? ''}`);
    p.field('Quy cách', d.specification);
    p.heading('3. Nội dung đăng ký');
    p.ticks([
      { label: 'Đánh giá lần đầu', on: f.kind === 'first' },
      { label: 'Nâng hạng sao', on: f.kind === 'upgrade' },
      { label: 'Đánh giá lại', on: f.kind === 'reassessment' },
    ]);
    p.heading('4. Tài liệu kèm theo');
    const files = [...new Map(f.papers.map((x) => [x.sha256, x])).values()];
    p.paragraph(`Báo cáo tự đánh giá (Mẫu 02) và ${files.length} minh chứng:`);
    p.table(
      [
        { title: 'TT', share: 1, align: 'center' },
        { title: 'Tên giấy tờ', share: 7 },
        { title: 'Tiêu chí', share: 3 },
        { title: 'Hạn', share: 2 },
      ],
      files.map((x, i) => [
        String(i + 1),
        x.name,
        f.papers
          .filter((y) => y.sha256 === x.sha256)
          .map((y) => y.criterion)
          .join(', '),
        x.expiresOn ? showDay(x.expiresOn) : '',
      ]),
    );
    p.heading('5. Cam kết');
    const pledge = 'Chủ thể cam kết nội dung hồ sơ là đúng sự thật và chịu trách nhiệm trước pháp luật về nội dung đã khai.';
    p.ticks([{ label: pledge, on: d.pledge === '1' }]);
    p.signatures([{ title: 'ĐẠI DIỆN CHỦ THỂ', note: '(ký, ghi rõ họ tên, đóng dấu nếu có)', name: d.representative ?? '' }]);
    p.heading('Phần của cơ quan tiếp nhận');
    receipts(p, f);
  });
}

function receipts(p: Paper, f: FormFacts): void {
  const box = (at: string, unit: string, r: Receipt | null) =>
    [at, unit, `Số tiếp nhận: ……………………`, `Ngày: ${r ? showDay(r.on) : '……/……/………'}`, `Người nhận: ${r?.by ?? '……………………………'}`].join('\n');
  p.table(
    [
      { title: 'Cấp xã', share: 1 },
      { title: 'Cấp tỉnh', share: 1 },
    ],
    [[box('Ủy ban nhân dân', f.commune.name, f.received.commune), box('Cơ quan tham mưu OCOP', f.province.name, f.received.province)]],
    { size: 9.5, color: INK },
  );
}
