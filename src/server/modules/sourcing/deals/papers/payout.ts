import { writePdf } from '#server/platform/pdf.ts';
import type { AgreementDetail } from '../queries/list-agreements.ts';
import { bankName } from '../rules/banks.ts';
import { vietQr } from '../rules/vietqr.ts';
import { dong, qty, showDay, spelled, UNIT_NAMES } from './words.ts';

/** The transfer that is still due to a producer; undefined when nothing is due or no account is stated. */
export function transferOf(a: AgreementDetail, producerId: string): { code: string; amount: number; text: string } | undefined {
  const owed = a.payouts.find((p) => p.producerId === producerId);
  const account = a.accounts.find((x) => x.producerId === producerId);
  const amount = (owed?.due ?? 0) - (owed?.paid ?? 0);
  if (!account || amount <= 0) return undefined;
  const text = `SV ${a.id} ${producerId}`;
  return { code: vietQr({ bin: account.bin, account: account.number, amount, text }), amount, text };
}

/** What one producer gets, line by line, with the code that pays it. */
export function payoutPaper(a: AgreementDetail, producerId: string, day: string): Promise<Uint8Array> {
  const own = a.shipments.filter((s) => s.producerId === producerId);
  const owed = a.payouts.find((p) => p.producerId === producerId) ?? { due: 0, paid: 0 };
  const name = a.terms.lines.find((l) => l.producerId === producerId)?.producer ?? producerId;
  const account = a.accounts.find((x) => x.producerId === producerId);
  const transfer = transferOf(a, producerId);
  const sum = (key: 'shipped' | 'received' | 'accepted') => qty(own.reduce((n, s) => n + (s[key] ?? 0), 0));
  const title = `Bảng chi trả, hợp đồng số ${a.number}`;
  return writePdf({ title, date: new Date(`${day}T00:00:00Z`), foot: title }, (paper) => {
    paper.heading('Bảng chi trả', 1);
    paper.field('Chủ thể', name);
    paper.field('Hợp đồng', a.number);
    paper.field('Đầu mối trả', a.terms.lead);
    paper.field('Lập ngày', showDay(day));
    paper.table(
      [
        { title: 'Ngày giao, sản phẩm', share: 4 },
        { title: `Gửi (${UNIT_NAMES[a.terms.unit]})`, share: 2, align: 'right' },
        { title: 'Nhận', share: 2, align: 'right' },
        { title: 'Đạt', share: 2, align: 'right' },
        { title: 'Đơn giá', share: 2.2, align: 'right' },
        { title: 'Thành tiền', share: 2.6, align: 'right' },
        { title: 'Ghi chú', share: 2.6 },
      ],
      own.map((s) => [
        `${showDay(s.shippedOn ?? s.dueOn)}, ${a.terms.lines.find((l) => l.productId === s.productId)?.product ?? s.productId}`,
        s.shipped === null ? '' : qty(s.shipped),
        s.received === null ? '' : qty(s.received),
        s.accepted === null ? '' : qty(s.accepted),
        dong(s.unitPrice).replace(' đồng', ''),
        s.amount === null ? '' : dong(s.amount).replace(' đồng', ''),
        s.state === 'cancelled' ? 'đã hủy' : (s.checkNote ?? (s.accepted === null ? 'chưa nghiệm thu' : '')),
      ]),
      { total: ['Cộng', sum('shipped'), sum('received'), sum('accepted'), '', dong(owed.due).replace(' đồng', ''), ''] },
    );
    paper.field('Cộng (lượng đạt × đơn giá)', spelled(owed.due));
    paper.field('Đã trả', dong(owed.paid));
    paper.field('Còn phải trả', spelled(Math.max(0, owed.due - owed.paid)));
    paper.field('Tài khoản', account ? `${account.number}, ${bankName(account.bin)}, ${account.holder}` : 'chủ thể chưa khai');
    if (transfer) {
      paper.need(190);
      paper.space(8);
      const y = paper.y;
      paper.qr(transfer.code, paper.left, y, 150, `Mã VietQR chuyển ${dong(transfer.amount)} tới tài khoản ${account?.number ?? ''}`);
      paper.textAt('Quét bằng ứng dụng ngân hàng để chuyển đúng số tiền còn lại.', paper.left + 166, y + 16, paper.width - 166);
      paper.textAt(`Nội dung: ${transfer.text}`, paper.left + 166, y + 52, paper.width - 166, { face: 'strong' });
      paper.y = y + 160;
    }
  });
}
