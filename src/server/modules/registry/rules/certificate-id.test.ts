import { expect, test } from 'vitest';
import { idFrom } from '#shared/ids.ts';
import { certificateId, readCertificateId } from './certificate-id.ts';

test('a certificate id is read back, and nothing else is taken for one', () => {
  const productId = idFrom(123456789);
  expect(readCertificateId(certificateId(productId, '2026-01-15'))).toEqual({ productId, validFrom: '2026-01-15' });
  const wrong = productId.slice(0, 7) + (productId.endsWith('0') ? '1' : '0');
  for (const text of ['', productId, `${productId}-20260230`, `${wrong}-20260115`, `${productId}-2026-01-15`, `${productId}-20260115x`])
    expect(readCertificateId(text)).toBeUndefined();
});
