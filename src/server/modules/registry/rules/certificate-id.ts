// The address of a recognition's certificate: the product and the first day. Both never change once published, and the pair is unique.
import { isDay } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';

/** `7K2M9QXD-20260115`: URL-safe, unique for each recognition. The printed decision number is a field, not the address. */
export const certificateId = (productId: string, validFrom: string): string => `${productId}-${validFrom.replaceAll('-', '')}`;

/** The parts of a certificate id; undefined for anything else. */
export function readCertificateId(text: string): { productId: string; validFrom: string } | undefined {
  const m = /^([0-9A-Z]{8})-(\d{4})(\d{2})(\d{2})$/.exec(text);
  const [, productId = '', y, mo, d] = m ?? [];
  const validFrom = `${y}-${mo}-${d}`;
  return m && isId(productId) && isDay(validFrom) ? { productId, validFrom } : undefined;
}
