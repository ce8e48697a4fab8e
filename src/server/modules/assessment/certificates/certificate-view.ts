// The certificate of one recognition, as the register knows it: also for those decided long ago and elsewhere.
import { certificateId, isInForce, known, type RecognitionFacts, readCertificateId, standing } from '#server/modules/registry/index.ts';
import type { ProducerType, Status } from '#shared/vocabulary.ts';

/** What is needed of a product; the catalogue's view of it fits. */
export type CertifiedProduct = {
  id: string;
  code: string | null;
  name: string;
  set: number | null;
  sample: boolean;
  producer: { id: string; name: string; type: ProducerType };
  place: { commune: string | null; province: string };
  recognitions: readonly RecognitionFacts[];
};

export type CertificateView = Pick<CertifiedProduct, 'set' | 'sample' | 'producer' | 'place'> &
  Omit<RecognitionFacts, 'extendedUntil'> & {
    /** The one in addresses. */
    id: string;
    product: { id: string; name: string; code: string | null };
    extendedUntil: string | null;
    /** Of this recognition on the day, read and never kept. */
    status: Status;
    inForce: boolean;
    /** The last day on which it held or will hold. */
    lastDay: string;
    /** The certificate of the recognition that holds today, when it is another one. */
    heldBy: string | null;
  };

/** Undefined for an id that names no recognition begun by `day`. */
export function viewCertificate(id: string, product: CertifiedProduct | undefined, day: string): CertificateView | undefined {
  const asked = readCertificateId(id);
  if (!asked || product?.id !== asked.productId) return undefined;
  const seen = known(product.recognitions, day);
  const recognition = seen.find((r) => r.validFrom === asked.validFrom);
  const now = recognition && standing([recognition], day);
  if (!recognition || !now) return undefined;
  const { set, sample, producer, place } = product;
  const holding = standing(seen, day);
  const ended = recognition.endedOn !== null && !isInForce(now.status);
  return {
    ...recognition,
    id,
    product: { id: product.id, name: product.name, code: product.code },
    set,
    sample,
    producer,
    place,
    status: now.status,
    inForce: isInForce(now.status),
    lastDay: ended && recognition.endedOn ? recognition.endedOn : (recognition.extendedUntil ?? recognition.validUntil),
    heldBy:
      holding && isInForce(holding.status) && holding.current.validFrom !== recognition.validFrom
        ? certificateId(product.id, holding.current.validFrom)
        : null,
  };
}
