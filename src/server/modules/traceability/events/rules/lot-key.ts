// One key for a lot however its URI is written: our own paths without host, GS1 keys as canonical Digital Links, anything else as it stands.
import { isId } from '#shared/ids.ts';
import { canonicalLink } from './gs1-uri.ts';

export type LotKey = { key: string; product?: string; producer?: string; gtin?: string; code?: string };

/** What a printed lot may be: GS1 allows 20 characters; ours are upper case so that the code of a label stays small. */
export const LOT_CODE = /^[A-Z0-9][A-Z0-9._-]{0,19}$/;

const OWN = /^https?:\/\/([^/?#]+)\/(P|N)\/([0-9A-Za-z]{8})\/L\/([^/?#]{1,60})(?:\/[^?#]*)?(?:[?#].*)?$/i;
const PARTY = /^https?:\/\/([^/?#]+)\/(chu-the|doi-tac)\/([0-9A-Za-z]{1,20})(?:[?#].*)?$/i;

/** A part of an address as it was meant; as it stands when its bytes are no text. */
function meant(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const hostOf = (origin: string | undefined) => origin?.replace(/^https?:\/\//i, '').toLowerCase();
/** Without a configured address every host with our paths is taken for ours. */
const isOurs = (host: string | undefined, origin: string | undefined) => origin === undefined || host?.toLowerCase() === hostOf(origin);

/** The key of an EPC or EPC class. `origin`: our public address. */
export function lotKey(uri: string, origin: string | undefined): LotKey {
  const own = OWN.exec(uri);
  if (own && isOurs(own[1], origin)) {
    const id = (own[3] ?? '').toUpperCase();
    const code = meant(own[4] ?? '').toUpperCase();
    if (isId(id) && LOT_CODE.test(code))
      return own[2]?.toUpperCase() === 'P'
        ? { key: `P/${id}/L/${code}`, product: id, code }
        : { key: `N/${id}/L/${code}`, producer: id, code };
  }
  const link = canonicalLink(uri);
  if (!link) return { key: uri };
  const [, gtin, code] = /\/01\/(\d{14})\/10\/([^/]+)$/.exec(link) ?? [];
  return gtin && code ? { key: link, gtin, code: meant(code) } : { key: link };
}

/** The holder that a party's URI names: a producer of the register, an entry of a producer's address book, else the URI. */
export function holderOf(uri: string, origin: string | undefined): string {
  const own = PARTY.exec(uri);
  return own && isOurs(own[1], origin) ? (own[3] ?? '').toUpperCase() : (canonicalLink(uri) ?? uri);
}

/** Where nobody configured an address: a name that never resolves (RFC 2606), so that nothing points at a stranger. */
export const NO_ORIGIN = 'https://sanvat.invalid';
/** The URI of one of our keys. */
export const uriOf = (key: string, origin: string | undefined): string => (/^[PN]\//.test(key) ? `${origin ?? NO_ORIGIN}/${key}` : key);
export const partyUri = (kind: 'producer' | 'party', id: string, origin: string | undefined): string =>
  `${origin ?? NO_ORIGIN}/${kind === 'producer' ? 'chu-the' : 'doi-tac'}/${id}`;

/** The address of a producer's place: by the GLN that GS1 issued, else by our own (ISO/IEC 18975). */
export const placePath = (producer: string, gln: string | null | undefined): string => (gln ? `/414/${gln}` : `/cs/${producer}`);
export const placeUri = (producer: string, gln: string | null | undefined, origin: string | undefined): string =>
  `${origin ?? NO_ORIGIN}${placePath(producer, gln)}`;
