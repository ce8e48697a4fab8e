import type { Key } from '../keys/keyring.ts';
import { didOf } from './authorities.ts';

/** `did:web:host:uy-ban:08#k1` */
export const kidOf = (origin: string, authority: string, no: number): string => `${didOf(origin, authority)}#k${no}`;

/** The DID document of an authority (did:web; keys as JsonWebKey). Retired keys stay in assertionMethod: what they signed stays good. */
export function didDocument(origin: string, authority: string, keys: readonly Key[]) {
  const id = didOf(origin, authority);
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'],
    id,
    verificationMethod: keys.map((k) => ({
      id: `${id}#k${k.no}`,
      type: 'JsonWebKey',
      controller: id,
      publicKeyJwk: { kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: `k${k.no}`, x: k.x, y: k.y },
    })),
    assertionMethod: keys.map((k) => `${id}#k${k.no}`),
  };
}
