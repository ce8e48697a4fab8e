// From what somebody hands in to what has to be checked. Nothing here is believed yet: the signature comes after.
import { readCertificateId } from '#server/modules/registry/index.ts';
import { isDay } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';
import { authorityOf, authorityOfNumber } from './authorities.ts';
import { listUrl } from './certificate.ts';
import { codeInput, codeWithin, readCode } from './compact.ts';
import { type Content, isObject, nonConforming, type Payload, type Stated, text, VC2 } from './conforming.ts';
import { isOurForm, type Jws, readJws } from './jws.ts';
import type { Reason } from './reasons.ts';

/** `path`: the property at fault, where one can be named. */
export type Refusal = { refused: Reason; path?: string };
/** What a genuine text says, before the register is asked. */
export type Genuine = {
  authority: string;
  payload: Payload | undefined;
  /** Of a certificate, a passport, or a code. */
  productId: string | undefined;
  /** Of a certificate, a passport with a star, or a code. */
  claim: Stated | undefined;
  kind: Content['kind'] | 'code';
};
/** `read` is for afterwards, when the signature has proved good. */
export type Signed = { authority: string; no: number; input: Buffer; signature: Buffer; read: () => Genuine | Refusal };

export const MOST_CHARACTERS = 100_000;
const refuse = (refused: Reason): Refusal => ({ refused });
const includes = (v: unknown, word: string): boolean => (Array.isArray(v) ? v.includes(word) : v === word);
const issuerIn = (payload: Payload): string => text(isObject(payload.issuer) ? payload.issuer.id : (payload.issuer ?? payload.iss));
const isForeign = (origin: string, payload: Payload): boolean =>
  issuerIn(payload) !== '' && authorityOf(origin, issuerIn(payload)) === undefined;
/** RFC 7515 §4.1.9: a media type whose `application/` may be left out; letters count alike. */
const isMedia = (v: unknown, type: string): boolean =>
  text(v)
    .toLowerCase()
    .replace(/^application\//, '') === type;

const ENVELOPE = /^data:application\/(?:vc\+)?jwt(?:;charset=[\w-]+)?(;base64)?,(.*)$/is;

/** A bare token or code, or the token within the envelope of VC Data Model 2.0 §4.13.1. */
function tokenOf(origin: string, credential: unknown): string | Refusal {
  if (typeof credential === 'string') return credential.length > MOST_CHARACTERS ? refuse('too_large') : credential;
  if (!isObject(credential)) return refuse('malformed');
  const { id, type, '@context': contexts } = credential;
  if (includes(type, 'VerifiablePresentation') || includes(type, 'EnvelopedVerifiablePresentation')) return refuse('presentation');
  if (includes(type, 'EnvelopedVerifiableCredential') || text(id).startsWith('data:')) {
    if (!includes(contexts, VC2)) return { refused: 'wrong_envelope', path: '@context' };
    if (!includes(type, 'EnvelopedVerifiableCredential')) return { refused: 'wrong_envelope', path: 'type' };
    const [, base64, token] = ENVELOPE.exec(text(id)) ?? [];
    if (token === undefined) return text(id).startsWith('data:') ? refuse('other_security') : { refused: 'wrong_envelope', path: 'id' };
    return tokenOf(origin, base64 ? Buffer.from(token, 'base64').toString() : token);
  }
  if (credential.proof === undefined) return refuse('unsigned');
  return refuse(isForeign(origin, credential) ? 'foreign_issuer' : 'other_security');
}

/** What the address of a credential says that it is; undefined for no address of ours. */
function contentOf(origin: string, payload: Payload): Content | undefined {
  const subject = isObject(payload.credentialSubject) ? payload.credentialSubject : {};
  const id = text(payload.id);
  const after = (path: string): string | undefined => (id.startsWith(origin + path) ? id.slice(origin.length + path.length) : undefined);
  const named = readCertificateId(after('/vc/chung-nhan/') ?? '');
  if (named) {
    const score = isObject(subject.profileScore) ? subject.profileScore : {};
    return { kind: 'certificate', productId: named.productId, stated: { ...named, star: Number(text(score.code)[0]) } };
  }
  const productId = after('/vc/ho-chieu/');
  if (productId !== undefined && isId(productId)) {
    const [stated] = Array.isArray(subject.performanceClaim) ? subject.performanceClaim : [];
    if (!isObject(stated)) return { kind: 'passport', productId, stated: undefined };
    const validFrom = text(stated.claimDate);
    const star = Number(/^OCOP ([345]) sao$/.exec(text(stated.name))?.[1]);
    return isDay(validFrom) ? { kind: 'passport', productId, stated: { productId, validFrom, star } } : undefined;
  }
  return listNumber(origin, id) === undefined ? undefined : { kind: 'list', productId: undefined, stated: undefined };
}

/** The number of a status list of ours by its address. */
export function listNumber(origin: string, url: string): number | undefined {
  const no = Number(/^[1-9]\d{0,8}$/.exec(url.slice(listUrl(origin, 0).length - 1))?.[0]);
  return url === listUrl(origin, no) ? no : undefined;
}

function readContent(origin: string, authority: string, payload: Payload): Genuine | Refusal {
  const content = contentOf(origin, payload);
  if (!content) return { refused: 'wrong_content', path: 'id' };
  const path = nonConforming(origin, payload, content);
  if (path !== undefined) return { refused: 'not_conforming', path };
  return { authority, payload, kind: content.kind, productId: content.productId, claim: content.stated };
}

function readToken(origin: string, { header, payload, signature, input }: Jws): Signed | Refusal {
  if (text(header.alg).toLowerCase() === 'none') return refuse('unsigned');
  if (isMedia(header.typ, 'vp+jwt')) return refuse('presentation');
  // whoever reads that the algorithm is wrong would sign again: first of all it must be ours
  const stated = issuerIn(payload);
  if (isForeign(origin, payload)) return refuse('foreign_issuer');
  if (header.alg !== 'ES256') return { refused: 'wrong_algorithm', path: 'alg' };
  if (!isMedia(header.typ, 'vc+jwt')) return { refused: 'wrong_type', path: 'typ' };
  if (header.cty !== undefined && !isMedia(header.cty, 'vc')) return { refused: 'wrong_type', path: 'cty' };
  if (header.crit !== undefined || header.b64 !== undefined) return { refused: 'wrong_type', path: 'crit' };
  const [did = '', fragment = '', ...more] = text(header.kid).split('#');
  const authority = authorityOf(origin, did);
  if (authority === undefined) return did === '' ? { refused: 'unknown_key', path: 'kid' } : refuse('foreign_issuer');
  if (did !== stated || more.length > 0 || (header.iss !== undefined && header.iss !== stated)) return refuse('issuer_mismatch');
  const no = Number(/^k([1-9]\d{0,2})$/.exec(fragment)?.[1]);
  if (!no) return { refused: 'unknown_key', path: 'kid' };
  if (!isOurForm(signature)) return refuse('bad_signature');
  return { authority, no, input, signature, read: () => readContent(origin, authority, payload) };
}

/** Reads the form of what was handed in; what it gives back still has to pass the signature. */
export function readCredential(origin: string, credential: unknown): Signed | Refusal {
  const token = tokenOf(origin, credential);
  if (typeof token !== 'string') return token;
  const within = codeWithin(token, origin);
  const code = within === undefined ? undefined : readCode(within);
  if (code) {
    const { claim, body, signature } = code;
    const authority = authorityOfNumber(claim.authority);
    const read = (): Genuine => ({ authority, payload: undefined, productId: claim.productId, claim, kind: 'code' });
    return { authority, no: claim.key, input: codeInput(body), signature, read };
  }
  const jws = readJws(token);
  if (jws) return readToken(origin, jws);
  // an SD-JWT is a JWT with more parts behind it
  const before = token.includes('~') ? readJws(token.slice(0, token.indexOf('~'))) : undefined;
  if (!before) return refuse('malformed');
  return refuse(isForeign(origin, before.payload) ? 'foreign_issuer' : 'other_security');
}
