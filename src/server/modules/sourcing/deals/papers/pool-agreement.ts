// The agreement between the lead and the members of a pool, and the list a producer packs from.
import { writePdf } from '#server/platform/pdf.ts';
import type { AgreementDetail } from '../queries/list-agreements.ts';
import { totalOf } from '../rules/money.ts';
import { dong, longDay, qty, showDay, spelled, UNIT_NAMES } from './words.ts';

/** The agreement between the lead and the members as PDF: who brings how much, for which worth, and where each signs. */
export function poolAgreementPaper(a: AgreementDetail): Promise<Uint8Array> {
  const { terms } = a;
  const unit = UNIT_NAMES[terms.unit];
  const title = `Thỏa thuận gom hàng cho hợp đồng số ${a.number}`;
  return writePdf({ title, date: new Date(`${a.drawnOn}T00:00:00Z`), foot: title }, (paper) => {
    paper.motto([], longDay(a.drawnOn));
    paper.heading('THỎA THUẬN GOM HÀNG', 1, { align: 'center' });
    paper.paragraph(`Cho hợp đồng số ${a.number}: ${terms.title}`, { align: 'center', after: 12 });
    paper.field('Đầu mối', terms.lead);
    paper.field('Bên mua', terms.buyer);
    paper.paragraph(
      'Đầu mối ký hợp đồng, xuất hóa đơn và nhận tiền của bên mua. Mỗi thành viên giao phần của mình đúng lịch, đúng chất lượng. Đầu mối trả từng thành viên lượng đạt nhân đơn giá, không giữ lại khoản nào.',
    );
    paper.heading('Phần của từng thành viên');
    const whole = terms.lines.reduce((n, l) => n + l.quantity, 0);
    const members = [...new Set(terms.lines.map((l) => l.producerId))].map((id) => {
      const own = terms.lines.filter((l) => l.producerId === id);
      const quantity = own.reduce((n, l) => n + l.quantity, 0);
      return { name: own[0]?.producer ?? id, quantity, money: totalOf(own) };
    });
    const sum = members.reduce((n, m) => n + m.money, 0);
    members.sort((x, y) => y.quantity - x.quantity || x.name.localeCompare(y.name, 'vi'));
    paper.table(
      [
        { title: 'STT', share: 1 },
        { title: 'Thành viên', share: 5 },
        { title: `Lượng (${unit})`, share: 2, align: 'right' },
        { title: 'Tỷ lệ', share: 1.5, align: 'right' },
        { title: 'Giá trị (đồng)', share: 3, align: 'right' },
        { title: 'Ký', share: 2 },
      ],
      members.map((m, i) => [
        String(i + 1),
        m.name,
        qty(m.quantity),
        `${((m.quantity / whole) * 100).toFixed(1).replace('.', ',')} %`,
        dong(m.money).replace(' đồng', ''),
        '',
      ]),
      { total: ['', 'Cộng', qty(whole), '100 %', dong(sum).replace(' đồng', ''), ''] },
    );
    paper.field('Tổng giá trị', spelled(sum));
    paper.signatures([{ title: 'ĐẦU MỐI', note: '(Ký, ghi rõ họ tên)', name: terms.lead ?? '' }]);
  });
}

/** What one producer packs: each day, place, product and quantity, with room for the lot and the pen. */
export function pickListPaper(a: AgreementDetail, producerId: string): Promise<Uint8Array> {
  const lines = a.terms.lines.filter((l) => l.producerId === producerId);
  const unit = UNIT_NAMES[a.terms.unit];
  // what is cancelled is not packed
  const left = a.shipments.filter((s) => s.producerId === producerId && s.state !== 'cancelled').reduce((n, s) => n + s.planned, 0);
  const title = `Phiếu soạn hàng, hợp đồng số ${a.number}`;
  return writePdf({ title, date: new Date(`${a.drawnOn}T00:00:00Z`), foot: title }, (paper) => {
    paper.heading('Phiếu soạn hàng', 1);
    paper.field('Chủ thể', lines[0]?.producer);
    paper.field('Hợp đồng', a.number);
    paper.field('Bên mua', a.terms.buyer);
    if (a.terms.packing) paper.field('Đóng gói', a.terms.packing);
    if (a.terms.specification) paper.field('Yêu cầu', a.terms.specification);
    paper.table(
      [
        { title: 'Ngày giao', share: 2.3 },
        { title: 'Nơi nhận', share: 3 },
        { title: 'Sản phẩm', share: 4 },
        { title: `Lượng (${unit})`, share: 2, align: 'right' },
        { title: 'Số lô', share: 2.5 },
        { title: 'Đã gửi', share: 2.2 },
      ],
      lines.map((l) => {
        const sent = a.shipments.find((s) => s.producerId === producerId && s.deliveryId === l.deliveryId && s.productId === l.productId);
        const off = sent?.state === 'cancelled';
        return [
          showDay(l.dueOn),
          l.place || '…',
          l.product,
          off ? 'đã hủy' : qty(l.quantity),
          sent?.lot ?? '',
          sent?.shippedOn ? showDay(sent.shippedOn) : '',
        ];
      }),
      { total: ['Cộng', '', '', qty(left), '', ''] },
    );
  });
}
