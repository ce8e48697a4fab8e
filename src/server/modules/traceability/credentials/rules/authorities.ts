// Who signs for whom. The law of the day names the body for each star; a body that is gone is attested by the one that took over.
import { readReference } from '#server/platform/root.ts';
import type { Star } from '#shared/vocabulary.ts';

export type Level = 'centre' | 'province' | 'district';
/** A key holder: the platform itself, the ministry, or a province by its code of today. */
export type Authority = { key: string; did: string; name: string };

type Span = { from: string | null; until: string | null };
export type IssuingLaw = Span & { instrument: string; article: string | null; levels: Record<'3' | '4' | '5', Level> };
type Body = Span & { name: string; act: string | null };
const reference = readReference<{ laws: IssuingLaw[]; centre: Body[] }>('issuers/vietnam.json');

export const PLATFORM = 'nen-tang';
export const CENTRE = 'bo';

const on = <T extends Span>(spans: readonly T[], day: string): T => {
  const found = spans.find((s) => (s.from === null || s.from <= day) && (s.until === null || day <= s.until));
  if (!found) throw new Error(`reference/issuers names nothing for ${day}`);
  return found;
};

/** The act that says on `day` who recognises which star. */
export const lawOn = (day: string): IssuingLaw => on(reference.laws, day);
export const levelOf = (star: Star, day: string): Level => lawOn(day).levels[`${star}`];
/** The ministry in charge of the programme on `day`. */
export const ministryOn = (day: string): string => on(reference.centre, day).name;

/** Where the public keys of an authority are published, below the site's address. */
export const didPath = (authority: string): string =>
  authority === PLATFORM ? '/.well-known/did.json' : authority === CENTRE ? '/bo/did.json' : `/uy-ban/${authority}/did.json`;

/** did:web of an authority at an address (`https://host[:port]`). */
export function didOf(origin: string, authority: string): string {
  const host = new URL(origin).host.replace(':', '%3A');
  const tail = authority === PLATFORM ? '' : authority === CENTRE ? ':bo' : `:uy-ban:${authority}`;
  return `did:web:${host}${tail}`;
}

/** The authority that a DID of ours names; undefined for anybody else's. */
export function authorityOf(origin: string, did: string): string | undefined {
  const base = didOf(origin, PLATFORM);
  if (did === base) return PLATFORM;
  if (did === `${base}:bo`) return CENTRE;
  return did.startsWith(`${base}:uy-ban:`) ? /^\d{2}$/.exec(did.slice(base.length + 8))?.[0] : undefined;
}

/** The one byte that names an authority in a compact code: 0 the ministry, else the province's code. */
export const authorityNumber = (authority: string): number => (authority === CENTRE ? 0 : Number(authority));
export const authorityOfNumber = (n: number): string => (n === 0 ? CENTRE : String(n).padStart(2, '0'));
