// The address of a recognition's certificate, read back.
import { isDay } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';

export { certificateId } from '#shared/certificates.ts';

/** The parts of a certificate id; undefined for anything else. */
export function readCertificateId(text: string): { productId: string; validFrom: string } | undefined {
  const m = /^([0-9A-Z]{8})-(\d{4})(\d{2})(\d{2})$/.exec(text);
  const [, productId = '', y, mo, d] = m ?? [];
  const validFrom = `${y}-${mo}-${d}`;
  return m && isId(productId) && isDay(validFrom) ? { productId, validFrom } : undefined;
}
