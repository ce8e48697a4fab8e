// A few papers for the vaults of the sample: small, made here, the same bytes each time, marked as sample on their face.

import { createHash } from 'node:crypto';
import type { FileType } from '#server/platform/file-type.ts';
import { writePdf } from '#server/platform/pdf.ts';
import type { PaperKind } from '../dossiers/vault/kinds.ts';

export type SamplePaper = { name: string; kind: PaperKind; type: FileType; bytes: Uint8Array; sha256: string };

/** The instant the papers speak of; no clock is read. */
const MADE = new Date('2026-06-01T08:00:00+07:00');
const MARK = 'Dữ liệu mẫu, không phải giấy tờ thật';
const TEXTS = [
  ['Giấy đăng ký kinh doanh (mẫu).pdf', 'licence', 'Giấy đăng ký kinh doanh'],
  ['Phiếu kiểm nghiệm (mẫu).pdf', 'test', 'Phiếu kết quả kiểm nghiệm'],
  ['Câu chuyện sản phẩm (mẫu).pdf', 'story', 'Câu chuyện sản phẩm'],
] as const;
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#e4dccb"/>
<g stroke="#25346b" stroke-width="10" opacity="0.25"><path d="M-60 360 300 0M60 360 420 0M180 360 540 0"/></g><circle cx="240" cy="180" r="90" fill="#c98f12"/></svg>`;

const paper = (name: string, kind: PaperKind, type: FileType, bytes: Uint8Array): SamplePaper => ({
  name,
  kind,
  type,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

export async function samplePapers(): Promise<SamplePaper[]> {
  const written = await Promise.all(
    TEXTS.map(async ([name, kind, title]) =>
      paper(
        name,
        kind,
        'application/pdf',
        await writePdf({ title: `${title} (mẫu)`, date: MADE, size: 'A5', foot: MARK }, (p) => {
          p.heading(title, 1);
          p.paragraph(MARK);
        }),
      ),
    ),
  );
  // loaded once in the life of a sample register; the library's megabytes would stay in every process
  const { default: sharp } = await import('sharp');
  const picture = await sharp(Buffer.from(PICTURE)).png({ compressionLevel: 9 }).toBuffer();
  return [...written, paper('Ảnh nơi sản xuất (mẫu).png', 'photo', 'image/png', picture)];
}
