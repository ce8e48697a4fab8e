// What the standards ask of the content behind a good signature: VC Data Model 2.0 §4, VC-JOSE-COSE §3.1.3, Bitstring Status List 1.0 §2.
// A credential of ours that says something else was not made by this platform, whoever holds the key.
import { certificateId } from '#server/modules/registry/index.ts';
import { isDay } from '#shared/dates.ts';
import { decodeList, LIST_BITS } from './bitstring.ts';
import { CONTEXTS, startOf } from './certificate.ts';
import { certificateShape, isObject, isUrl, passportShape } from './shapes.ts';

export { isObject } from './shapes.ts';

export type Payload = Record<string, unknown>;
export type Kind = 'certificate' | 'passport' | 'list';
/** What a certificate or a passport with a star says. */
export type Stated = { productId: string; validFrom: string; star: number };

export const VC2 = 'https://www.w3.org/ns/credentials/v2';
const SHAPES: Record<Kind, { type: string; subject: string; contexts: readonly string[] }> = {
  certificate: { type: 'DigitalConformityCredential', subject: 'ConformityAttestation', contexts: CONTEXTS },
  passport: { type: 'DigitalProductPassport', subject: 'Product', contexts: CONTEXTS },
  list: { type: 'BitstringStatusListCredential', subject: 'BitstringStatusList', contexts: [VC2] },
};

export const text = (v: unknown): string => (typeof v === 'string' ? v : '');
const listOf = (v: unknown): readonly unknown[] => (Array.isArray(v) ? v : [v]);
const first = (v: unknown): Payload => {
  const [one] = listOf(v);
  return isObject(one) ? one : {};
};
const absentOr = (v: unknown, fits: (v: unknown) => boolean): boolean => v === undefined || fits(v);
const isNumber = (v: unknown): boolean => typeof v === 'number' && Number.isFinite(v);

/** An XML Schema dateTimeStamp: a day that exists, a time and its offset, of 14 hours at most. */
export const isStamp = (v: unknown): boolean =>
  typeof v === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/.test(v) &&
  isDay(v.slice(0, 10)) &&
  !Number.isNaN(Date.parse(v));

/** §4.6 and §11.1: text, or language values with nothing beside @value, @language and @direction. */
const isSaid = (v: unknown): boolean =>
  typeof v === 'string' ||
  (listOf(v).length > 0 &&
    listOf(v).every(
      (one) =>
        isObject(one) &&
        typeof one['@value'] === 'string' &&
        absentOr(one['@language'], (v) => /^[a-z]{1,8}(-[a-z\d]{1,8})*$/i.test(text(v))) &&
        absentOr(one['@direction'], (v) => v === 'ltr' || v === 'rtl') &&
        Object.keys(one).every((k) => k === '@value' || k === '@language' || k === '@direction'),
    ));

const isTyped = (v: unknown): boolean => {
  const types = isObject(v) ? listOf(v.type) : [];
  return types.length > 0 && types.every((t) => typeof t === 'string' && t !== '') && absentOr((v as Payload).id, isUrl);
};
/** Extension points whose objects must say their type (§4.5, §5.9). None of them is issued here; well-formed ones do no harm. */
const TYPED = ['credentialSchema', 'evidence', 'refreshService', 'termsOfUse', 'renderMethod', 'confidenceMethod'];
/** What a verifier would have to check and cannot here, or what the standard forbids in a JWT. */
const REFUSED = ['proof', 'relatedResource', 'vc', 'vp', 'aud'];

/** UNTP writes the index as an integer, W3C as text in base 10; anything else, or a place outside our lists: undefined. */
export function placeIn(entry: Payload): number | undefined {
  const { statusListIndex: at } = entry;
  const n = typeof at === 'string' && /^(0|[1-9]\d{0,9})$/.test(at) ? Number(at) : at;
  return typeof n === 'number' && Number.isInteger(n) && n >= 0 && n < LIST_BITS ? n : undefined;
}

/** One message for each value of a bit. */
const areMessages = (v: unknown): boolean =>
  Array.isArray(v) &&
  v.length === 2 &&
  v.every((one) => isObject(one) && /^0x[\da-f]+$/i.test(text(one.status)) && typeof one.message === 'string');

type Check = readonly [path: string, fits: boolean];

function statusChecks(entry: unknown): Check[] {
  if (!isObject(entry)) return [['credentialStatus', false]];
  return [
    ['credentialStatus.type', entry.type === 'BitstringStatusListEntry'],
    ['credentialStatus.id', absentOr(entry.id, (v) => isUrl(v) && v !== entry.statusListCredential)],
    ['credentialStatus.statusPurpose', entry.statusPurpose === 'revocation'],
    ['credentialStatus.statusListIndex', placeIn(entry) !== undefined],
    ['credentialStatus.statusListCredential', isUrl(entry.statusListCredential)],
    ['credentialStatus.statusSize', absentOr(entry.statusSize, (v) => v === 1)],
    ['credentialStatus.statusMessage', absentOr(entry.statusMessage, areMessages)],
    ['credentialStatus.statusReference', absentOr(entry.statusReference, (v) => listOf(v).length > 0 && listOf(v).every(isUrl))],
  ];
}

function certificateChecks(origin: string, subject: Payload, { productId, validFrom, star }: Stated): Check[] {
  const score = isObject(subject.profileScore) ? subject.profileScore : {};
  const assessment = first(subject.conformityAssessment);
  const product = first(assessment.assessedProduct).product;
  const given = first(assessment.assessedPerformance).score;
  return [
    ['credentialSubject.id', subject.id === `${origin}/chung-nhan/${certificateId(productId, validFrom)}`],
    ['credentialSubject.profileScore', score.code === `${star}-sao` && score.rank === 6 - star],
    ['credentialSubject.conformityAssessment', isObject(given) && given.code === score.code && given.rank === score.rank],
    ['credentialSubject.conformityAssessment', isObject(product) && product.id === `${origin}/san-pham/${productId}`],
  ];
}

function passportChecks(origin: string, productId: string, subject: Payload, stated: Stated | undefined): Check[] {
  const claim = first(subject.performanceClaim);
  const score = first(claim.claimedPerformance).score;
  const own = subject.id === `${origin}/P/${productId}` || /^\/01\/\d{14}$/.test(text(subject.id).slice(origin.length));
  return [
    ['credentialSubject.id', own && text(subject.id).startsWith(`${origin}/`)],
    ['credentialSubject.performanceClaim', (stated !== undefined) === (subject.performanceClaim !== undefined)],
    ...(stated
      ? ([
          ['credentialSubject.performanceClaim', isObject(score) && score.code === `${stated.star}-sao` && score.rank === 6 - stated.star],
          [
            'credentialSubject.performanceClaim',
            first(claim.evidence).linkURL === `${origin}/vc/chung-nhan/${certificateId(productId, stated.validFrom)}`,
          ],
        ] satisfies Check[])
      : []),
  ];
}

const listChecks = (subject: Payload): Check[] => [
  ['credentialSubject.id', absentOr(subject.id, isUrl)],
  [
    'credentialSubject.statusPurpose',
    listOf(subject.statusPurpose).includes('revocation') && listOf(subject.statusPurpose).every((v) => typeof v === 'string'),
  ],
  ['credentialSubject.encodedList', decodeList(text(subject.encodedList)) !== undefined],
  ['credentialSubject.ttl', absentOr(subject.ttl, (v) => Number.isInteger(v) && (v as number) > 0)],
];

/** A credential whose `id` is an address of ours. `stated`: what it says of a recognition; undefined for a passport without a star and for lists. */
export type Content = { kind: Kind; productId: string | undefined; stated: Stated | undefined };

/** The first property that does not conform, as a path; undefined when all do. Members it does not know are ignored, as the standards ask. */
export function nonConforming(origin: string, payload: Payload, { kind, productId, stated }: Content): string | undefined {
  const shape = SHAPES[kind];
  const { '@context': contexts, type, issuer, credentialSubject: subject, credentialStatus, validFrom, validUntil } = payload;
  const types = listOf(type);
  const subjectTypes = isObject(subject) ? listOf(subject.type) : [];
  const issuerId = isObject(issuer) ? issuer.id : issuer;
  const claimed = kind !== 'list' && stated !== undefined;
  const checks: Check[] = [
    ['@context', Array.isArray(contexts) && contexts.length === shape.contexts.length && shape.contexts.every((c, i) => c === contexts[i])],
    ['type', Array.isArray(type) && types.length === 2 && types.includes('VerifiableCredential') && types.includes(shape.type)],
    ['issuer', isUrl(issuerId)],
    ['issuer.name', !isObject(issuer) || absentOr(issuer.name, isSaid)],
    ['issuer.description', !isObject(issuer) || absentOr(issuer.description, isSaid)],
    ['name', absentOr(payload.name, isSaid)],
    ['description', absentOr(payload.description, isSaid)],
    ['credentialSubject', isObject(subject)],
    ['credentialSubject.type', subjectTypes.length === 1 && subjectTypes[0] === shape.subject],
    ['validFrom', isStamp(validFrom) && (!stated || validFrom === startOf(stated.validFrom))],
    ['validUntil', validUntil === undefined ? kind === 'passport' && !claimed : isStamp(validUntil)],
    ['validUntil', validUntil === undefined || Date.parse(text(validFrom)) <= Date.parse(text(validUntil))],
    ...(claimed ? statusChecks(credentialStatus) : [['credentialStatus', credentialStatus === undefined] satisfies Check]),
    ...REFUSED.map((name): Check => [name, payload[name] === undefined]),
    ...TYPED.map((name): Check => [name, absentOr(payload[name], (v) => listOf(v).length > 0 && listOf(v).every(isTyped))]),
    ['credentialSchema.id', absentOr(payload.credentialSchema, (v) => listOf(v).every((one) => isObject(one) && isUrl(one.id)))],
    ['iss', absentOr(payload.iss, (v) => v === issuerId)],
    ['jti', absentOr(payload.jti, (v) => v === payload.id)],
    ['sub', absentOr(payload.sub, (v) => isObject(subject) && v === subject.id)],
    ...(['iat', 'nbf', 'exp'] as const).map((name): Check => [name, absentOr(payload[name], isNumber)]),
    ...(isObject(subject) && kind === 'certificate' && stated ? certificateChecks(origin, subject, stated) : []),
    ...(isObject(subject) && kind === 'passport' ? passportChecks(origin, productId ?? '', subject, stated) : []),
    ...(isObject(subject) && kind === 'list' ? listChecks(subject) : []),
  ];
  const fault = checks.find(([, fits]) => !fits)?.[0];
  if (fault !== undefined || kind === 'list') return fault;
  return (kind === 'certificate' ? certificateShape : passportShape)(payload);
}
