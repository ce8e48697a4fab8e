// What UNTP 0.7.0 requires of the subjects we issue, as far as its schemas go; properties it does not require may be absent, unknown ones are ignored.
import { isDay } from '#shared/dates.ts';

/** The path of the first fault below the value ('' is the value itself); undefined for none. */
type Shape = (v: unknown) => string | undefined;

export const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
export const isUrl = (v: unknown): boolean => typeof v === 'string' && /^[a-z][a-z\d+.-]*:\S+$/i.test(v);

const is =
  (fits: (v: unknown) => boolean): Shape =>
  (v) =>
    fits(v) ? undefined : '';
const one = (...values: unknown[]): Shape => is((v) => values.includes(v));
const url = is(isUrl);
const words = is((v) => typeof v === 'string' && v.trim() !== '');
const day = is((v) => typeof v === 'string' && isDay(v));
const optional =
  (shape: Shape): Shape =>
  (v) =>
    v === undefined ? undefined : shape(v);
const below = (name: string | number, fault: string): string => (fault === '' ? `${name}` : `${name}.${fault}`);
const object = (fields: Record<string, Shape>): Shape => {
  const all = Object.entries(fields);
  return (v) => {
    if (!isObject(v)) return '';
    for (const [name, shape] of all) {
      const fault = shape(v[name]);
      if (fault !== undefined) return below(name, fault);
    }
    return undefined;
  };
};
const each =
  (shape: Shape): Shape =>
  (v) => {
    if (!Array.isArray(v) || v.length === 0) return '';
    for (let i = 0; i < v.length; i++) {
      const fault = shape(v[i]);
      if (fault !== undefined) return below(i, fault);
    }
    return undefined;
  };

const string = is((v) => typeof v === 'string');
const typed = (kind: string): Shape => optional(each(one(kind)));
const named = (kind: string): Shape => object({ type: typed(kind), id: url, name: words });
const country = object({ countryCode: is((v) => typeof v === 'string' && /^[A-Z]{2}$/.test(v)), countryName: optional(words) });
const party = object({
  type: typed('Party'),
  id: url,
  name: words,
  description: optional(string),
  registeredId: optional(string),
  registrationCountry: optional(country),
});
const criteria = each(named('Criterion'));
const topics = each(named('ConformityTopic'));
const link = object({ linkURL: url, linkName: words, mediaType: optional(words), linkType: optional(words) });
const score = object({ code: words, rank: optional(is(Number.isInteger)), definition: optional(words) });
const measure = object({ value: is(Number.isFinite), unit: words });
const performance = object({ metric: optional(named('PerformanceMetric')), measure: optional(measure), score: optional(score) });

const issuer = object({
  type: typed('CredentialIssuer'),
  id: url,
  name: words,
  issuerAlsoKnownAs: optional(each(party)),
});

const certificate = object({
  id: url,
  name: words,
  description: optional(words),
  assessorLevel: one('3rdParty'),
  assessmentLevel: one('authority-mandate'),
  attestationType: one('certification'),
  issuedToParty: party,
  authorisation: optional(each(object({ name: words, issuingAuthority: party }))),
  referenceScheme: named('ConformityScheme'),
  referenceProfile: optional(named('ConformityProfile')),
  profileScore: score,
  conformityCertificate: optional(link),
  conformityAssessment: each(
    object({
      type: typed('ConformityAssessment'),
      id: url,
      name: words,
      assessmentCriteria: criteria,
      assessmentDate: day,
      assessedPerformance: each(performance),
      assessedProduct: each(object({ product: named('Product'), idVerifiedByCAB: optional(one(true, false)) })),
      conformityTopic: topics,
      conformance: one(true),
    }),
  ),
});

const passport = object({
  id: url,
  name: words,
  idScheme: named('IdentifierScheme'),
  modelNumber: optional(words),
  idGranularity: one('model', 'batch', 'item'),
  productCategory: each(object({ code: words, name: words, schemeId: url, schemeName: words })),
  relatedDocument: optional(each(link)),
  relatedParty: optional(each(object({ role: one('producer'), party }))),
  producedAtFacility: named('Facility'),
  countryOfProduction: country,
  performanceClaim: optional(
    each(
      object({
        type: typed('Claim'),
        id: url,
        name: words,
        referenceCriteria: criteria,
        claimDate: day,
        claimedPerformance: each(performance),
        evidence: optional(each(link)),
        conformityTopic: topics,
      }),
    ),
  ),
});

/** The path of the first property that does not fit the schemas; undefined for none. */
const shaped = (subject: Shape): Shape => object({ name: words, issuer, credentialSubject: subject });
export const certificateShape = shaped(certificate);
export const passportShape = shaped(passport);
