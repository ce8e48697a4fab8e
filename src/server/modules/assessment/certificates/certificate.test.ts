import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { certificateId, type RecognitionFacts } from '#server/modules/registry/index.ts';
import { certificatePaper } from './certificate-paper.ts';
import { type CertifiedProduct, viewCertificate } from './certificate-view.ts';

const recognition = (more: Partial<RecognitionFacts>): RecognitionFacts => ({
  star: 4,
  potentialFive: false,
  score: 82.5,
  decisionNo: '412/QĐ-UBND',
  decidedOn: '2024-01-15',
  issuer: 'UBND huyện Thử Nghiệm',
  validFrom: '2024-01-15',
  validUntil: '2027-01-15',
  extendedUntil: null,
  endedOn: null,
  endedBy: null,
  cause: null,
  ...more,
});
const product = (recognitions: RecognitionFacts[]): CertifiedProduct => ({
  id: 'SSGRYEJB',
  code: '08-00691-12-2024',
  name: 'Bộ quà tặng hạt điều rang muối nguyên vỏ lụa, hạt tiêu đen xay mịn và cà phê rang mộc đóng hộp',
  set: 7,
  sample: false,
  producer: { id: 'SSGRYEK9', name: 'Hợp tác xã Nông nghiệp, Dịch vụ và Du lịch cộng đồng Thử Nghiệm Vùng Cao', type: 'cooperative' },
  place: { commune: 'Xã Mèo Vạc', province: 'Tỉnh Tuyên Quang' },
  recognitions,
});
const ID = 'SSGRYEJB-20240115';
const status = (r: Partial<RecognitionFacts>, day: string) => viewCertificate(ID, product([recognition(r)]), day)?.status;

describe('a certificate', () => {
  it('stands as its recognition stands on the day, and is never forgotten', () => {
    expect(certificateId('SSGRYEJB', '2024-01-15')).toBe(ID);
    expect(status({}, '2025-01-01')).toBe('valid');
    expect(status({}, '2026-11-22')).toBe('expiring');
    expect(status({}, '2027-01-15')).toBe('expiring');
    expect(status({}, '2027-01-16')).toBe('expired');
    expect(status({ extendedUntil: '2027-07-01' }, '2027-01-16')).toBe('extended');
    expect(status({ endedOn: '2026-05-05', endedBy: 'revoked', cause: 'x' }, '2026-05-04')).toBe('valid');
    expect(status({ endedOn: '2026-05-05', endedBy: 'revoked', cause: 'x' }, '2026-05-05')).toBe('revoked');
    expect(status({ endedOn: '2026-05-05', endedBy: 'superseded' }, '2029-01-01')).toBe('superseded');
  });

  it('knows no certificate before its first day, of another product or of another day', () => {
    const p = product([recognition({})]);
    expect(viewCertificate(ID, p, '2024-01-14')).toBeUndefined();
    expect(viewCertificate('SSGRYEK9-20240115', p, '2025-01-01')).toBeUndefined();
    expect(viewCertificate('SSGRYEJB-20240116', p, '2025-01-01')).toBeUndefined();
    expect(viewCertificate('SSGRYEJB-20240230', p, '2025-01-01')).toBeUndefined();
    expect(viewCertificate('x', undefined, '2025-01-01')).toBeUndefined();
  });

  it('leads from one that was replaced to the one in force', () => {
    const old = recognition({ endedOn: '2026-03-01', endedBy: 'superseded' });
    const now = recognition({ star: 5, validFrom: '2026-03-01', validUntil: '2029-03-01' });
    const p = product([old, now]);
    expect(viewCertificate(ID, p, '2026-11-22')).toMatchObject({ inForce: false, heldBy: 'SSGRYEJB-20260301', lastDay: '2026-03-01' });
    expect(viewCertificate('SSGRYEJB-20260301', p, '2026-11-22')).toMatchObject({ inForce: true, heldBy: null, lastDay: '2029-03-01' });
  });

  it('prints on one page, whole, the same for the same day; what no longer counts says so', async () => {
    const view = (r: Partial<RecognitionFacts>) => {
      const certificate = viewCertificate(ID, product([recognition(r)]), '2026-11-22');
      if (!certificate) throw new Error('none');
      return { certificate, no: '08-2024-00012', address: `https://sanvat.example/chung-nhan/${ID}`, day: '2026-11-22' };
    };
    const read = (bytes: Uint8Array) => execFileSync('pdftotext', ['-', '-'], { input: bytes, encoding: 'utf8' }).normalize();
    const paper = await certificatePaper(view({}));
    expect(Buffer.compare(paper, await certificatePaper(view({})))).toBe(0);
    const text = read(paper).replace(/\s+/g, ' ');
    for (const said of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'GIẤY CHỨNG NHẬN SẢN PHẨM OCOP',
      product([]).name,
      product([]).producer.name,
      'UBND huyện Thử Nghiệm',
      '412/QĐ-UBND, ngày 15/01/2024',
      '15/01/2024 – 15/01/2027',
      '82,5 / 100',
      '08-2024-00012',
      ID,
    ])
      expect(text).toContain(said);
    expect(text).not.toMatch(/THU HỒI|HẾT HIỆU LỰC/);
    expect(read(paper).split('\f')).toHaveLength(2);
    expect(read(await certificatePaper(view({ endedOn: '2026-05-05', endedBy: 'revoked', cause: 'x' })))).toContain(
      'ĐÃ THU HỒI, 05/05/2026',
    );
  });
});
