// Verifies certificates, passports, status lists and compact codes. Everything comes from the database: no address in a credential is ever fetched.
import { type KeyObject, verify } from 'node:crypto';
import { certificateId, known, type ProductFacts, readCertificateId, readFacts, standing } from '#server/modules/registry/index.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';
import type { Star, Status } from '#shared/vocabulary.ts';
import type { Issuing } from './issue.ts';
import type { createKeyCache } from './keys/keyring.ts';
import { attestedBy, nameOf } from './rules/attested.ts';
import { authorityOf, authorityOfNumber, didOf } from './rules/authorities.ts';
import { bitAt, decodeList } from './rules/bitstring.ts';
import { lastDayOf, listUrl } from './rules/certificate.ts';
import { codeInput, codeWithin, readCode } from './rules/compact.ts';
import { isOurForm, readJws } from './rules/jws.ts';
import type { Reason } from './rules/reasons.ts';
import { type Verdict, verdictOf } from './rules/verdict.ts';
import type { PublishedList } from './status-lists.ts';

export type Verification = {
  valid: boolean;
  status: Verdict | 'invalid';
  reasons: Reason[];
  issuer: { id: string; name: string } | null;
  product: {
    id: string;
    name: string;
    producer: string;
    star: Star;
    validFrom: string;
    validUntil: string;
    certificate: string;
    /** Of the product today, whatever this certificate is worth. */
    status: Status;
  } | null;
};
export type Verifying = Issuing & {
  keys: ReturnType<typeof createKeyCache>;
  list: (no: number) => Promise<PublishedList | undefined>;
};

export const MOST_CHARACTERS = 100_000;
/** Clocks of signers may run ahead by this much. */
const SKEW = 60_000;

type Payload = Record<string, unknown>;
/** What a genuine text says, before the register is asked. */
type Genuine = {
  authority: string;
  payload: Payload | undefined;
  /** Of a certificate, a passport with a star, or a code. */
  claim: { productId: string; validFrom: string; star: number } | undefined;
  kind: 'certificate' | 'passport' | 'list' | 'code';
};
type Signed = { authority: string; no: number; input: Buffer; signature: Buffer; read: () => Genuine | Reason };

const isObject = (v: unknown): v is Payload => typeof v === 'object' && v !== null && !Array.isArray(v);
const text = (v: unknown): string => (typeof v === 'string' ? v : '');
const issuerId = (payload: Payload): string => text(isObject(payload.issuer) ? payload.issuer.id : payload.issuer);

/** A bare token, or the envelope of VC-DATA-MODEL 2.0 §4.13 around one. */
function tokenOf(credential: unknown): string | Reason[] {
  if (isObject(credential)) {
    const enveloped = /^data:application\/vc\+jwt[;,]/.exec(text(credential.id)) ? text(credential.id) : undefined;
    if (enveloped !== undefined) return enveloped.slice(enveloped.indexOf(',') + 1);
    return ['unsigned'];
  }
  if (typeof credential !== 'string') return ['malformed'];
  return credential.length > MOST_CHARACTERS ? ['too_large'] : credential;
}

function claimOf(origin: string, payload: Payload): Pick<Genuine, 'kind' | 'claim'> | undefined {
  const subject = isObject(payload.credentialSubject) ? payload.credentialSubject : {};
  const id = text(payload.id);
  if (id.startsWith(`${origin}/vc/chung-nhan/`)) {
    const named = readCertificateId(id.slice(origin.length + 15));
    const score = isObject(subject.profileScore) ? subject.profileScore : {};
    return named && { kind: 'certificate', claim: { ...named, star: Number(text(score.code)[0]) } };
  }
  if (id.startsWith(`${origin}/vc/ho-chieu/`) && isId(id.slice(origin.length + 13))) {
    const [stated] = Array.isArray(subject.performanceClaim) ? subject.performanceClaim : [];
    if (!isObject(stated)) return { kind: 'passport', claim: undefined };
    const validFrom = text(stated.claimDate);
    const star = Number(/^OCOP ([345]) sao$/.exec(text(stated.name))?.[1]);
    return isDay(validFrom) ? { kind: 'passport', claim: { productId: id.slice(origin.length + 13), validFrom, star } } : undefined;
  }
  return id.startsWith(listUrl(origin, 0).slice(0, -1)) ? { kind: 'list', claim: undefined } : undefined;
}

/** Reads the form; what it gives back still has to pass the signature. */
function parse(origin: string, token: string): Signed | Reason {
  const within = codeWithin(token, origin);
  const code = within === undefined ? undefined : readCode(within);
  if (code) {
    const { claim, body, signature } = code;
    const authority = authorityOfNumber(claim.authority);
    return {
      authority,
      no: claim.key,
      input: codeInput(body),
      signature,
      read: () => ({ authority, payload: undefined, claim, kind: 'code' }),
    };
  }
  const jws = readJws(token);
  if (!jws) return 'malformed';
  const { header, payload } = jws;
  if (typeof header.alg === 'string' && header.alg.toLowerCase() === 'none') return 'unsigned';
  if (header.alg !== 'ES256') return 'wrong_algorithm';
  if (header.typ !== 'vc+jwt' || (header.cty !== undefined && header.cty !== 'vc') || header.crit !== undefined || header.b64 !== undefined)
    return 'wrong_type';
  const [did = '', fragment = '', ...more] = text(header.kid).split('#');
  const stated = issuerId(payload);
  const authority = authorityOf(origin, did);
  if (authority === undefined || authorityOf(origin, stated) === undefined) return 'foreign_issuer';
  if (did !== stated || more.length > 0) return 'issuer_mismatch';
  const no = Number(/^k([1-9]\d{0,2})$/.exec(fragment)?.[1]);
  if (!no) return 'unknown_key';
  if (!isOurForm(jws.signature)) return 'bad_signature';
  return {
    authority,
    no,
    input: jws.input,
    signature: jws.signature,
    read: () => {
      const what = claimOf(origin, payload);
      return what ? { authority, payload, ...what } : 'wrong_content';
    },
  };
}

/** In the thread pool, so that many signatures use every core. */
const fits = (key: KeyObject, { input, signature }: Signed): Promise<boolean> =>
  new Promise((done) => verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature, (e, ok) => done(!e && ok)));

async function genuine({ origin, keys }: Verifying, token: string): Promise<Genuine | Reason> {
  const signed = parse(origin, token);
  if (typeof signed === 'string') return signed;
  let key = keys.known(signed.authority, signed.no);
  if (!key) {
    await keys.refresh();
    key = keys.known(signed.authority, signed.no);
  }
  if (!key) return 'unknown_key';
  return (await fits(key, signed)) ? signed.read() : 'bad_signature';
}

function inTime(payload: Payload, now: Date): Reason[] {
  const at = (v: unknown) => Date.parse(text(v));
  if (typeof payload.iat === 'number' && payload.iat * 1000 > now.getTime() + SKEW) return ['issued_later'];
  if (!(at(payload.validFrom) <= now.getTime())) return ['not_yet_valid'];
  return payload.validUntil !== undefined && !(now.getTime() <= at(payload.validUntil)) ? ['expired'] : [];
}

/** The bit of a credential: in our own list as it stands now, or in a list that the asker brings along. */
async function statusFaults(v: Verifying, found: Genuine, brought: string | undefined): Promise<Reason[]> {
  const entry = found.payload?.credentialStatus;
  if (found.kind === 'code' || found.kind === 'list') return [];
  if (!isObject(entry)) return found.claim ? ['status_list_unusable'] : [];
  const url = text(entry.statusListCredential);
  const index = Number(entry.statusListIndex); // an integer in UNTP, text in W3C
  if (brought !== undefined) {
    const list = await genuine(v, brought);
    if (typeof list === 'string' || list.kind !== 'list') return ['status_list_unusable'];
    if (list.authority !== found.authority || list.payload?.id !== url) return ['status_list_foreign'];
    if (inTime(list.payload, v.ctx.now).length > 0) return ['status_list_expired'];
    const subject = isObject(list.payload.credentialSubject) ? list.payload.credentialSubject : {};
    const bytes = subject.statusPurpose === entry.statusPurpose ? decodeList(text(subject.encodedList)) : undefined;
    const bit = bytes && bitAt(bytes, index);
    if (bit === undefined) return ['status_list_unusable'];
    if (bit) return ['revoked'];
  }
  const no = Number(/^\d{1,9}$/.exec(url.slice(listUrl(v.origin, 0).length - 1))?.[0]);
  if (url !== listUrl(v.origin, no)) return ['status_list_foreign'];
  const list = await v.list(no);
  if (!list) return ['status_list_unusable'];
  if (list.authority !== found.authority) return ['status_list_foreign'];
  return list.set.has(index) ? ['revoked'] : [];
}

const REFUSED: Verification = { valid: false, status: 'invalid', reasons: [], issuer: null, product: null };

async function judge(v: Verifying, found: Genuine, facts: ProductFacts | undefined, brought: string | undefined): Promise<Verification> {
  const { ctx, territory, origin } = v;
  const today = dayOf(ctx.now);
  const issuer = { id: didOf(origin, found.authority), name: nameOf(territory, found.authority, today) ?? found.authority };
  const timely = found.payload ? inTime(found.payload, ctx.now) : [];
  if (!found.claim) {
    const status = timely[0] === 'expired' || timely[0] === 'not_yet_valid' ? timely[0] : timely[0] ? 'invalid' : 'valid';
    return { valid: timely.length === 0, status, reasons: timely, issuer, product: null };
  }
  const { claim } = found;
  const terms = known(facts?.recognitions ?? [], today);
  const recognition = terms.find((r) => r.validFrom === claim.validFrom);
  const now = standing(terms, today);
  if (!facts || !recognition || !now) return { valid: false, status: 'unknown', reasons: ['unknown'], issuer, product: null };
  const product = {
    id: facts.id,
    name: facts.name,
    producer: facts.producer.name,
    star: recognition.star,
    validFrom: recognition.validFrom,
    validUntil: lastDayOf(recognition),
    certificate: certificateId(facts.id, recognition.validFrom),
    status: now.status,
  };
  const verdict = verdictOf(claim.star, { ...recognition, until: lastDayOf(recognition) }, today);
  const competent = attestedBy(territory, facts, recognition, today).authority;
  // a code says no more than the register confirms; a certificate also speaks for its issuer
  if (
    found.kind === 'certificate' &&
    verdict === 'valid' &&
    ![found.authority, territory.successorProvince(found.authority)].includes(competent)
  )
    return { ...REFUSED, reasons: ['wrong_authority'], issuer, product };
  const reasons = new Set<Reason>(verdict === 'valid' ? [] : [verdict]);
  for (const r of timely) reasons.add(r);
  // the register has said already whether it was withdrawn or replaced; the bit knows one word for both
  for (const r of await statusFaults(v, found, brought))
    if (r !== 'revoked' || verdict === 'valid') reasons.add(verdict === 'valid' && r === 'revoked' ? 'superseded' : r);
  const [first] = reasons;
  const status =
    verdict !== 'valid'
      ? verdict
      : first === undefined
        ? 'valid'
        : first === 'expired' || first === 'superseded' || first === 'not_yet_valid'
          ? first
          : 'invalid';
  return { valid: reasons.size === 0, status, reasons: [...reasons], issuer, product };
}

/** So many share one question to the register: it answers some while the signatures of others are still checked. */
const TOGETHER = 200;

/** Any number of certificates at once. `statusList`: a list that the asker brings along, checked as well. */
export async function verifyMany(given: Verifying, credentials: readonly unknown[], statusList?: string): Promise<Verification[]> {
  const lists = new Map<number, ReturnType<Verifying['list']>>();
  const list = (no: number) => {
    const asked = lists.get(no) ?? given.list(no);
    lists.set(no, asked);
    return asked;
  };
  const v = { ...given, list };
  const parts = Array.from({ length: Math.ceil(credentials.length / TOGETHER) }, (_, i) => {
    const part = credentials.slice(i * TOGETHER, (i + 1) * TOGETHER);
    return verifyPart(v, part, statusList);
  });
  return (await Promise.all(parts)).flat();
}

async function verifyPart(v: Verifying, credentials: readonly unknown[], statusList: string | undefined): Promise<Verification[]> {
  const found = await Promise.all(
    credentials.map(async (c) => {
      const token = tokenOf(c);
      return typeof token === 'string' ? genuine(v, token) : (token[0] ?? 'malformed');
    }),
  );
  const ids = [...new Set(found.flatMap((f) => (typeof f !== 'string' && f.claim ? [f.claim.productId] : [])))];
  const facts = new Map<string, ProductFacts>();
  if (ids.length > 0) for await (const batch of readFacts(v.ctx.db, ids)) for (const f of batch) facts.set(f.id, f);
  return Promise.all(
    found.map((f) =>
      typeof f === 'string' ? { ...REFUSED, reasons: [f] } : judge(v, f, f.claim && facts.get(f.claim.productId), statusList),
    ),
  );
}

export async function verifyOne(v: Verifying, credential: unknown, statusList?: string): Promise<Verification> {
  const [answer] = await verifyMany(v, [credential], statusList);
  return answer ?? { ...REFUSED, reasons: ['malformed'] };
}
