import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { writePdf } from './pdf.ts';

const date = new Date('2026-11-22T02:00:00Z');
const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-pdf-'));
const SENTENCE = 'Nguyễn Thị Ngọc Ánh — rượu nếp cái hoa vàng, ẵ ẫ ổ ỗ ỵ Ữ Ợ Đ, 90 % · “trích dẫn”';

function save(bytes: Uint8Array): string {
  const file = path.join(dir, `${crypto.randomUUID()}.pdf`);
  writeFileSync(file, bytes);
  return file;
}
const textOf = (file: string, ...more: string[]) => execFileSync('pdftotext', [...more, file, '-'], { encoding: 'utf8' }).normalize();
const flat = (text: string) => text.replace(/\s+/g, ' ');

const sample = () =>
  writePdf({ title: 'Giấy thử', date }, (p) => {
    p.motto(['ỦY BAN NHÂN DÂN', 'XÃ THỬ NGHIỆM'], 'Ngày 22 tháng 11 năm 2026');
    p.heading('Phiếu thử nghiệm', 1, { align: 'center' });
    // typed the way some keyboards do: letters and marks apart
    p.paragraph(SENTENCE.normalize('NFD'));
    p.field('Tên sản phẩm', 'Trà hoa vàng');
    p.field('Điện thoại', '');
    p.ticks([
      { label: 'Lần đầu', on: true },
      { label: 'Nâng hạng', on: false },
    ]);
    const rows = Array.from({ length: 70 }, (_, i) => [`${i + 1}`, `Dòng ${i + 1} có lời dài để xuống dòng trong ô hẹp của bảng`, '5']);
    rows.splice(30, 0, ['X', `Đầu ô dài. ${'Một ô dài hơn cả trang giấy. '.repeat(160)}Cuối ô dài.`, '0']);
    p.table(
      [
        { title: 'TT', share: 1 },
        { title: 'Nội dung', share: 5 },
        { title: 'Điểm', share: 1, align: 'right' },
      ],
      rows,
    );
    p.qr('https://example.org/chung-nhan/ABC', p.left, p.y, 90, 'Mã QR');
  });

describe('a paper', () => {
  it('says every Vietnamese letter, composed, in reading order, with its head on every page', async () => {
    const file = save(await sample());
    const text = textOf(file);
    expect(flat(text)).toContain(SENTENCE.normalize());
    expect(text).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
    expect(flat(text)).toContain('Tên sản phẩm: Trà hoa vàng');
    const pages = textOf(file, '-layout').split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(3);
    pages.forEach((page, i) => {
      expect(page, `page ${i + 1}`).toContain('Nội dung');
      expect(page).toMatch(new RegExp(`${i + 1} ?/ ?${pages.length}`));
    });
    for (const i of [1, 30, 31, 70]) expect(flat(text)).toContain(`Dòng ${i} có`);
    expect(text.match(/hơn/g)).toHaveLength(160);
    expect(flat(text)).toContain('Cuối ô dài.');
  });

  it('is tagged, titled, in Vietnamese, on A4, with embedded letters', async () => {
    const file = save(await sample());
    const info = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    expect(info).toMatch(/Title:\s+Giấy thử/);
    expect(info).toMatch(/Tagged:\s+yes/);
    expect(info).toMatch(/A4/);
    expect(readFileSync(file, 'latin1')).toContain('/Lang (vi-VN)');
    const structure = execFileSync('pdfinfo', ['-struct', file], { encoding: 'utf8' });
    for (const tag of ['Document', 'H1', 'Table', 'TR', 'TH', 'TD', 'Figure']) expect(structure).toMatch(new RegExp(`\\b${tag}\\b`));
    const fonts = execFileSync('pdffonts', [file], { encoding: 'utf8' });
    for (const line of fonts.trim().split('\n').slice(2)) expect(line).toMatch(/BeVietnamPro.*yes yes yes/);
  });

  it('is the same to the byte for the same day, and turns into a picture that is neither empty nor black', async () => {
    const [a, b] = await Promise.all([sample(), sample()]);
    expect(Buffer.compare(a, b)).toBe(0);
    const file = save(a);
    execFileSync('pdftoppm', ['-r', '60', '-png', '-f', '1', '-l', '1', '-singlefile', file, file]);
    const { channels } = await sharp(`${file}.png`).greyscale().stats();
    expect(channels[0]?.mean).toBeGreaterThan(200);
    expect(channels[0]?.mean).toBeLessThan(254);
    expect(channels[0]?.min).toBeLessThan(80);
  });
});
