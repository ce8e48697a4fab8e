// What the components need of a product: the catalogue's card has this shape.
import { showDay } from '#shared/dates.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { type Messages, t } from '#shared/messages/index.ts';
import type { Group, ProducerType, Star, Status } from '#shared/vocabulary.ts';

export type CardView = {
  id: string;
  name: string;
  star: Star;
  potentialFive: boolean;
  status: Status;
  validUntil: string;
  producer: { id: string; name: string; type: ProducerType };
  place: { commune: string | null; province: string; provinceCode: string };
  group: Group | null;
  set: number | null;
  sample: boolean;
};

export type FacetView = { value: string; label: string; count: number }[];

export const productPath = (id: string, lang: Lang): string => localPath(`/san-pham/${id}`, lang);
export const producerPath = (id: string, lang: Lang): string => localPath(`/chu-the/${id}`, lang);

/** The class of a heading whose name is as long as a sentence. */
export const sizeOf = (name: string): string | undefined => (name.length > 56 ? 'long' : undefined);

/** 'Xã Mèo Vạc, Tỉnh Tuyên Quang' or the province alone. */
export const placeLine = (place: CardView['place']): string => (place.commune ? `${place.commune}, ${place.province}` : place.province);

/** The address as it stood on paper; a full address already names its units. */
export function writtenLine(w: {
  address: string | null;
  commune: string | null;
  district: string | null;
  province: string | null;
}): string {
  const said = (w.address ?? '').toLowerCase();
  return [w.address, w.commune, w.district, w.province]
    .filter((part, i) => part && (i === 0 || !said.includes(part.toLowerCase())))
    .join(', ');
}

/** True while a product may call itself by its star. */
export const holds = (status: Status): boolean => status === 'valid' || status === 'expiring' || status === 'extended';

type Ending = { validUntil?: string; extendedUntil?: string | null; endedOn: string | null; endedBy: 'revoked' | 'superseded' | null };

/** The day that the verdict names: of a withdrawn star its withdrawal, of an extended one the end of its extension, else its last day. */
export function verdictDay(product: { status: Status; validUntil: string; recognitions: readonly Ending[] }): string {
  const { status, validUntil, recognitions } = product;
  if (status === 'revoked') return recognitions.findLast((r) => r.endedBy === 'revoked')?.endedOn ?? validUntil;
  if (status === 'extended')
    return recognitions.findLast((r) => r.extendedUntil && r.validUntil === validUntil)?.extendedUntil ?? validUntil;
  return validUntil;
}

/** The short sentence of a card's foot. */
export function statusLine(card: Pick<CardView, 'status' | 'validUntil'>, lang: Lang): string {
  const words: Messages['card'] = t(lang).card;
  const day = showDay(card.validUntil, lang);
  switch (card.status) {
    case 'valid':
      return words.until(day);
    case 'expiring':
      return words.expiring(day);
    case 'extended':
      return words.extended(day);
    case 'expired':
      return words.expired(day);
    default:
      return words[card.status];
  }
}

/** A short list of ways on, each with its count. */
export type LinkList = { title: string; items: { label: string; href: string; count?: number }[] };
