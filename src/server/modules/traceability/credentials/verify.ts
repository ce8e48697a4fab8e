// Verifies certificates, passports, status lists and compact codes. Everything comes from the database: no address in a credential is ever fetched.
import { type KeyObject, verify } from 'node:crypto';
import { certificateId, known, type ProductFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import { dayOf } from '#shared/dates.ts';
import type { Star, Status } from '#shared/vocabulary.ts';
import type { Issuing } from './issue.ts';
import type { createKeyCache } from './keys/keyring.ts';
import { attestedBy, nameOf } from './rules/attested.ts';
import { didOf } from './rules/authorities.ts';
import { bitAt, decodeList } from './rules/bitstring.ts';
import { endOf, lastDayOf } from './rules/certificate.ts';
import { isObject, type Payload, placeIn, text } from './rules/conforming.ts';
import { type Genuine, listNumber, type Refusal, readCredential, type Signed } from './rules/read-credential.ts';
import type { Reason } from './rules/reasons.ts';
import { type Verdict, verdictOf } from './rules/verdict.ts';
import type { PublishedList } from './status-lists.ts';

export type Verification = {
  valid: boolean;
  status: Verdict | 'invalid';
  reasons: Reason[];
  /** The property that the reason speaks of, where one can be named. */
  path?: string;
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

/** Clocks of signers may run ahead by this much. */
const SKEW = 60_000;

/** In the thread pool, so that many signatures use every core. */
const fits = (key: KeyObject, { input, signature }: Signed): Promise<boolean> =>
  new Promise((done) => verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature, (e, ok) => done(!e && ok)));

async function genuine({ origin, keys }: Verifying, credential: unknown): Promise<Genuine | Refusal> {
  const signed = readCredential(origin, credential);
  if ('refused' in signed) return signed;
  let key = keys.known(signed.authority, signed.no);
  if (!key) {
    await keys.refresh();
    key = keys.known(signed.authority, signed.no);
  }
  if (!key) return { refused: 'unknown_key' };
  return (await fits(key, signed)) ? signed.read() : { refused: 'bad_signature' };
}

/** By the credential's own dates and by those of the JWT around it. */
function inTime(payload: Payload, now: Date): Reason[] {
  const at = (v: unknown) => Date.parse(text(v));
  const seconds = (v: unknown) => (typeof v === 'number' ? v * 1000 : undefined);
  if ((seconds(payload.iat) ?? 0) > now.getTime() + SKEW) return ['issued_later'];
  if (!(at(payload.validFrom) <= now.getTime()) || (seconds(payload.nbf) ?? 0) > now.getTime() + SKEW) return ['not_yet_valid'];
  const over = payload.validUntil !== undefined && !(now.getTime() <= at(payload.validUntil));
  return over || (seconds(payload.exp) ?? Number.POSITIVE_INFINITY) <= now.getTime() ? ['expired'] : [];
}

/** The bit of a credential: in our own list as it stands now, or in a list that the asker brings along. */
async function statusFaults(v: Verifying, found: Genuine, brought: string | undefined): Promise<Reason[]> {
  const entry = found.payload?.credentialStatus;
  if (!isObject(entry)) return [];
  const url = text(entry.statusListCredential);
  const index = placeIn(entry) ?? -1;
  if (brought !== undefined) {
    const list = await genuine(v, brought);
    if ('refused' in list || list.kind !== 'list') return ['status_list_unusable'];
    if (list.authority !== found.authority || list.payload?.id !== url) return ['status_list_foreign'];
    const [untimely] = list.payload ? inTime(list.payload, v.ctx.now) : [];
    if (untimely) return [untimely === 'expired' ? 'status_list_expired' : 'status_list_unusable'];
    const subject = isObject(list.payload?.credentialSubject) ? list.payload.credentialSubject : {};
    const bytes = decodeList(text(subject.encodedList));
    const bit = bytes && bitAt(bytes, index);
    if (bit === undefined) return ['status_list_unusable'];
    if (bit) return ['revoked'];
  }
  const no = listNumber(v.origin, url);
  if (no === undefined) return ['status_list_foreign'];
  const list = await v.list(no);
  if (!list) return ['status_list_unusable'];
  if (list.authority !== found.authority) return ['status_list_foreign'];
  return list.set.has(index) ? ['revoked'] : [];
}

const REFUSED: Verification = { valid: false, status: 'invalid', reasons: [], issuer: null, product: null };

/** A list is the one of its number, and that authority's. */
async function listFaults(v: Verifying, { authority, payload }: Genuine): Promise<Reason[]> {
  const list = await v.list(listNumber(v.origin, text(payload?.id)) ?? 0);
  return list?.authority === authority ? [] : ['status_list_foreign'];
}

async function judge(v: Verifying, found: Genuine, facts: ProductFacts | undefined, brought: string | undefined): Promise<Verification> {
  const { ctx, territory, origin } = v;
  const today = dayOf(ctx.now);
  const issuer = { id: didOf(origin, found.authority), name: nameOf(territory, found.authority, today) ?? found.authority };
  const timely = found.payload ? inTime(found.payload, ctx.now) : [];
  if (!found.claim) {
    const [fault] = found.kind === 'list' ? [...timely, ...(await listFaults(v, found))] : facts ? timely : (['unknown'] as const);
    const status =
      fault === undefined ? 'valid' : fault === 'expired' || fault === 'not_yet_valid' || fault === 'unknown' ? fault : 'invalid';
    return { valid: fault === undefined, status, reasons: fault === undefined ? [] : [fault], issuer, product: null };
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
  // it promises more than the register does: the term was shortened after it was signed
  const promised = Date.parse(text(found.payload?.validUntil));
  if (verdict === 'valid' && promised > Date.parse(endOf(product.validUntil))) reasons.add('superseded');
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
  const found = await Promise.all(credentials.map((c) => genuine(v, c)));
  const ids = [...new Set(found.flatMap((f) => ('refused' in f || f.productId === undefined ? [] : [f.productId])))];
  const facts = new Map<string, ProductFacts>();
  if (ids.length > 0) for await (const batch of readFacts(v.ctx.db, ids)) for (const f of batch) facts.set(f.id, f);
  return Promise.all(
    found.map((f) =>
      'refused' in f
        ? { ...REFUSED, reasons: [f.refused], ...(f.path === undefined ? {} : { path: f.path }) }
        : judge(v, f, facts.get(f.productId ?? ''), statusList),
    ),
  );
}

/** The same for one credential. */
export async function verifyOne(v: Verifying, credential: unknown, statusList?: string): Promise<Verification> {
  const [answer] = await verifyMany(v, [credential], statusList);
  return answer ?? { ...REFUSED, reasons: ['malformed'] };
}
