// The certificate in print: one page, Vietnamese with English lines, in black and white as well. Điều 4: 36 months, number, star, issuer.
import { type Paper, writePdf } from '#server/platform/pdf.ts';
import { GOLD, INDIGO, INK, LACQUER, LINE, SOFT } from '#server/platform/pdf-ink.ts';
import { brocadeFrame, drumStar, starRow } from '#server/platform/pdf-ornament.ts';
import { showDay } from '#shared/dates.ts';
import { t } from '#shared/messages/index.ts';
import { starKey } from '#shared/vocabulary.ts';
import type { CertificateView } from './certificate-view.ts';

export type CertificatePaper = {
  certificate: CertificateView;
  /** Number given here when it was issued; none for recognitions taken from printed decisions. */
  no: string | null;
  /** Where the QR code leads: the public page of this certificate. */
  address: string;
  /** The day of the copy. */
  day: string;
};

const EN = { face: 'italic', size: 9, color: SOFT, lang: 'en', align: 'center' } as const;
/** Where the facts begin. */
const RULE = 400;
const MARK = { valid: '', expiring: '', extended: '', expired: 'HẾT HIỆU LỰC', revoked: 'ĐÃ THU HỒI', superseded: 'ĐÃ THAY THẾ' };

/** A copy from the register; what no longer holds, and what is sample data, says so across the page. */
export function certificatePaper({ certificate: c, no, address, day }: CertificatePaper): Promise<Uint8Array> {
  const title = `Giấy chứng nhận ${c.id}: ${c.product.name}`;
  const date = new Date(`${day}T00:00:00+07:00`);
  return writePdf(
    { title, date, landscape: true, bare: true, margin: 0, subject: `${c.decisionNo ?? ''} ${c.issuer ?? ''}`.trim() },
    (p) => {
      const { width, height } = p.doc.page;
      p.ornament(() => p.doc.rect(0, 0, width, height).fill('#fffdf8'));
      brocadeFrame(p, 20, 20, width - 40, height - 40, 17);
      drumStar(p, width / 2 - 165, height / 2 - 165, 330, GOLD, 0.07);
      const x = 76;
      const w = width - 2 * x;
      head(p, c, x, w);
      person(p, c, x, w);
      facts(p, c, no, x, w);
      verify(p, address, width - x - 100, RULE + 6);
      const note = `Bản in từ sổ đăng ký ngày ${showDay(day)}; bản gốc do cơ quan ra quyết định cấp. · Copy from the register; the deciding authority issues the original.`;
      p.textAt(note, x, height - 62, w, { size: 7.5, color: SOFT, align: 'center' });
      const across = c.sample ? 'DỮ LIỆU MẪU' : MARK[c.status];
      if (across) stamp(p, c.sample && MARK[c.status] ? `${across} · ${MARK[c.status]}` : across);
    },
  );
}

function head(p: Paper, c: CertificateView, x: number, w: number): void {
  let y = p.textAt('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', x, 54, w, { face: 'bold', size: 11, align: 'center' });
  y = p.textAt('Độc lập - Tự do - Hạnh phúc', x, y, w, { face: 'bold', size: 11, align: 'center' });
  const rule = y + 1;
  p.ornament(() =>
    p.doc
      .lineWidth(0.8)
      .strokeColor(INK)
      .moveTo(x + w / 2 - 72, rule)
      .lineTo(x + w / 2 + 72, rule)
      .stroke(),
  );
  y = p.textAt('GIẤY CHỨNG NHẬN SẢN PHẨM OCOP', x, y + 12, w, { face: 'title', size: 27, color: LACQUER, align: 'center' }, 'H1');
  p.textAt('Certificate of recognition, One Commune One Product programme', x, y - 2, w, EN);
  const size = 30;
  const row = 4 * size * 1.1 + size;
  starRow(p, x + (w - row) / 2, p.y + 10, size, c.star, 5, c.potentialFive);
  const key = starKey(c.star, c.potentialFive);
  const said = (lang: 'vi' | 'en') => (c.potentialFive ? `${t(lang).star['4']} · ${t(lang).star[key]}` : t(lang).star[key]);
  y = p.textAt(said('vi').toUpperCase(), x, p.y + size + 14, w, { face: 'title', size: 15, color: INDIGO, align: 'center' });
  p.textAt(said('en'), x, y - 1, w, EN);
}

function person(p: Paper, c: CertificateView, x: number, w: number): void {
  const { name } = c.product;
  let y = p.textAt(name, x, p.y + 14, w, { face: 'title', size: p.fit(name, w, 2, 29, 12), align: 'center' }, 'H2');
  const made = `Chủ thể: ${c.producer.name}`;
  y = p.textAt(made, x, y + 5, w, { face: 'strong', size: p.fit(made, w, 2, 14, 9, 'strong'), align: 'center' });
  const place = [c.place.commune, c.place.province].filter(Boolean).join(', ');
  p.textAt(place, x, y, w, { size: 12, align: 'center' });
}

function facts(p: Paper, c: CertificateView, no: string | null, x: number, w: number): void {
  const until = c.extendedUntil ?? c.validUntil;
  const of = (label: string, en: string, value: string | null) => ({ label, en, value });
  const left = [
    of('Quyết định số', 'Decision', [c.decisionNo, c.decidedOn && `ngày ${showDay(c.decidedOn)}`].filter(Boolean).join(', ') || null),
    of('Cơ quan công nhận', 'Issuer', c.issuer),
    of('Tình trạng', 'Standing', c.inForce ? null : `${MARK[c.status]}, ${showDay(c.lastDay)}`),
    of('Hiệu lực', 'Valid', `${showDay(c.validFrom)} – ${showDay(until)}`),
  ];
  const right = [
    of('Số giấy chứng nhận', 'Certificate No.', no),
    of('Mã tra cứu', 'Look-up code', c.id),
    of('Mã sản phẩm', 'Product code', c.product.code),
    of('Điểm', 'Score', c.score === null ? null : `${String(c.score).replace('.', ',')} / 100`),
  ];
  const top = RULE;
  p.ornament(() =>
    p.doc
      .lineWidth(0.6)
      .strokeColor(LINE)
      .moveTo(x, top)
      .lineTo(x + w, top)
      .stroke(),
  );
  const columns = [
    [x, 308, left],
    [x + 324, 254, right],
  ] as const;
  for (const [at, wide, lines] of columns) {
    let y = top + 9;
    for (const { label, en, value } of lines) {
      if (!value) continue;
      p.textAt(label, at, y, 96, { size: 9, color: SOFT });
      const after = p.textAt(en, at, y + 11.5, 96, { ...EN, size: 7, align: 'left' });
      const size = p.fit(value, wide - 100, 2, 11, 8, 'strong');
      y = Math.max(after, p.textAt(value, at + 100, y - 1, wide - 100, { face: 'strong', size })) + 3;
    }
  }
}

function verify(p: Paper, address: string, x: number, y: number): void {
  p.qr(address, x, y, 100, `Mã QR: ${address}`);
  p.textAt('Quét để kiểm tra · Scan to verify', x - 16, y + 100, 132, { size: 7, color: SOFT, align: 'center' });
}

function stamp(p: Paper, text: string): void {
  const { doc } = p;
  const { width, height } = doc.page;
  const size = text.length > 18 ? 42 : 64;
  p.tagged('P', () => {
    doc.save();
    doc.rotate(-24, { origin: [width / 2, height / 2] });
    doc.font('title').fontSize(size).fillColor(LACQUER).fillOpacity(0.22);
    doc.text(text, 0, height / 2 - size * 0.7, { width, align: 'center', lineBreak: false });
    doc.restore();
  });
}
