// The purchase contract on paper, with the schedule of deliveries; and the memorandum, which says that it is none.
import { writePdf } from '#server/platform/pdf.ts';
import type { AgreementDetail } from '../queries/list-agreements.ts';
import { lineAmount, totalOf } from '../rules/money.ts';
import { dong, longDay, qty, showDay, spelled, UNIT_NAMES } from './words.ts';

const signedBy = (a: AgreementDetail, party: string): string | undefined => {
  const at = a.signatures.find((s) => s.party === party)?.at;
  return at ? 'Đã ký điện tử trên hệ thống' : undefined;
};
const signatures = (a: AgreementDetail) => [
  { title: 'BÊN MUA', note: signedBy(a, 'buyer') ?? '(Ký, ghi rõ họ tên, đóng dấu)', name: a.terms.buyer },
  { title: 'BÊN BÁN (ĐẦU MỐI)', note: signedBy(a, 'lead') ?? '(Ký, ghi rõ họ tên, đóng dấu)', name: a.terms.lead ?? '' },
];

/** A4, Vietnamese; the same agreement gives the same bytes. */
export function contractPaper(a: AgreementDetail): Promise<Uint8Array> {
  const { terms } = a;
  const unit = UNIT_NAMES[terms.unit];
  const title = `Hợp đồng mua bán số ${a.number}`;
  return writePdf({ title, date: new Date(`${a.drawnOn}T00:00:00Z`), foot: title }, (paper) => {
    paper.motto([], longDay(a.drawnOn));
    paper.heading('HỢP ĐỒNG MUA BÁN HÀNG HÓA', 1, { align: 'center' });
    paper.paragraph(`Số: ${a.number}${terms.addsTo ? `, bổ sung cho hợp đồng số ${terms.addsTo}` : ''}`, { align: 'center', after: 12 });
    paper.field('Bên mua', `${terms.buyer}${terms.taxCode ? `, mã số thuế ${terms.taxCode}` : ''}`);
    paper.field('Bên bán, đầu mối xuất hóa đơn', terms.lead);
    paper.field('Nhu cầu', terms.title);
    if (terms.specification) paper.field('Yêu cầu kỹ thuật', terms.specification);
    if (terms.packing) paper.field('Đóng gói', terms.packing);
    const total = terms.lines.reduce((n, l) => n + l.quantity, 0);
    paper.field('Tổng lượng', `${qty(total)} ${unit}`);
    paper.field('Giá trị hợp đồng', spelled(a.amount));
    paper.heading('Điều 1. Lịch giao hàng');
    const dues = [...new Set(terms.lines.map((l) => `${l.dueOn}|${l.place}`))];
    paper.table(
      [
        { title: 'Đợt', share: 1 },
        { title: 'Ngày giao', share: 2 },
        { title: 'Nơi nhận', share: 4 },
        { title: `Lượng (${unit})`, share: 2, align: 'right' },
        { title: 'Giá trị (đồng)', share: 3, align: 'right' },
      ],
      dues.map((due, i) => {
        const own = terms.lines.filter((l) => `${l.dueOn}|${l.place}` === due);
        const money = totalOf(own);
        const [day = '', place = ''] = due.split('|');
        return [
          String(i + 1),
          showDay(day),
          place || 'theo thông báo của bên mua',
          qty(own.reduce((n, l) => n + l.quantity, 0)),
          dong(money).replace(' đồng', ''),
        ];
      }),
      { total: ['', '', 'Cộng', qty(terms.lines.reduce((n, l) => n + l.quantity, 0)), dong(a.amount).replace(' đồng', '')] },
    );
    paper.heading('Điều 2. Hàng hóa và giá', 2, { keep: 110 });
    const goods = new Map<string, { product: string; producer: string; quantity: number; price: number; money: number }>();
    for (const l of terms.lines) {
      const key = `${l.productId} ${l.unitPrice}`;
      const g = goods.get(key) ?? { product: l.product, producer: l.producer, quantity: 0, price: l.unitPrice, money: 0 };
      goods.set(key, { ...g, quantity: g.quantity + l.quantity, money: g.money + lineAmount(l.quantity, l.unitPrice) });
    }
    paper.table(
      [
        { title: 'Sản phẩm', share: 4 },
        { title: 'Chủ thể', share: 4 },
        { title: `Lượng (${unit})`, share: 2, align: 'right' },
        { title: 'Đơn giá', share: 2, align: 'right' },
        { title: 'Thành tiền', share: 3, align: 'right' },
      ],
      [...goods.values()].map((g) => [
        g.product,
        g.producer,
        qty(g.quantity),
        dong(g.price).replace(' đồng', ''),
        dong(g.money).replace(' đồng', ''),
      ]),
      { total: ['Cộng', '', qty(terms.lines.reduce((n, l) => n + l.quantity, 0)), '', dong(a.amount).replace(' đồng', '')] },
    );
    paper.heading('Điều 3. Chất lượng, nghiệm thu');
    paper.paragraph(
      'Sản phẩm phải còn được công nhận OCOP vào ngày giao. Sản phẩm bị thu hồi hoặc hết hạn thì phần chưa gửi được hủy, phần thiếu được gom từ chủ thể khác.',
    );
    paper.paragraph('Bên mua kiểm hàng khi nhận, ghi lượng nhận và lượng đạt. Lượng đạt ít hơn lượng nhận thì ghi rõ lý do.');
    paper.heading('Điều 4. Thanh toán');
    paper.paragraph(
      'Bên mua trả cho đầu mối theo lượng đạt nhân đơn giá. Đầu mối trả từng chủ thể đúng lượng đạt của chủ thể đó nhân đơn giá, không giữ lại khoản nào.',
    );
    if (terms.short) paper.paragraph('Hai bên biết và đồng ý lượng ký ít hơn lượng bên mua cần.');
    paper.signatures(signatures(a));
  });
}

/** The memorandum as PDF: both sides and the intent; it says itself that it is no contract. */
export function memorandumPaper(a: AgreementDetail): Promise<Uint8Array> {
  const title = `Biên bản ghi nhớ số ${a.number}`;
  return writePdf({ title, date: new Date(`${a.drawnOn}T00:00:00Z`), foot: title }, (paper) => {
    paper.motto([], longDay(a.drawnOn));
    paper.heading('BIÊN BẢN GHI NHỚ', 1, { align: 'center' });
    paper.paragraph(`Số: ${a.number}`, { align: 'center', after: 12 });
    paper.field('Bên mua', a.terms.buyer);
    paper.field('Chủ thể', a.terms.lead);
    paper.field('Nội dung', a.terms.title);
    if (a.amount > 0) paper.field('Giá trị dự kiến', spelled(a.amount));
    paper.field('Có hiệu lực đến', a.endsOn ? showDay(a.endsOn) : null);
    paper.paragraph('Biên bản này ghi ý định của hai bên, không phải hợp đồng mua bán. Quá hạn mà không có hợp đồng thì hết hiệu lực.');
    paper.signatures(signatures(a));
  });
}
