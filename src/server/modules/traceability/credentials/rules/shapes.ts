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

const types = optional(each(words));
const named = object({ type: types, id: url, name: words });
const link = object({ linkURL: url, linkName: words, mediaType: optional(words), linkType: optional(words) });
const score = object({ code: words, rank: optional(is(Number.isInteger)), definition: optional(words) });
const measure = object({ value: is(Number.isFinite), unit: words });
const performance = object({ metric: optional(named), measure: optional(measure), score: optional(score) });

const issuer = object({
  type: types,
  id: url,
  name: words,
  issuerAlsoKnownAs: optional(each(named)),
});

const certificate = object({
  id: url,
  name: words,
  description: optional(words),
  assessorLevel: one('3rdParty'),
  assessmentLevel: one('authority-mandate'),
  attestationType: one('certification'),
  issuedToParty: named,
  authorisation: optional(each(object({ name: words, issuingAuthority: named }))),
  referenceScheme: named,
  referenceProfile: optional(named),
  profileScore: score,
  conformityCertificate: optional(link),
  conformityAssessment: each(
    object({
      type: types,
      id: url,
      name: words,
      assessmentCriteria: each(named),
      assessmentDate: day,
      assessedPerformance: each(performance),
      assessedProduct: each(object({ product: named, idVerifiedByCAB: optional(one(true, false)) })),
      conformityTopic: each(named),
      conformance: one(true),
    }),
  ),
});

const country = object({ countryCode: is((v) => typeof v === 'string' && /^[A-Z]{2}$/.test(v)), countryName: optional(words) });

const passport = object({
  id: url,
  name: words,
  idScheme: named,
  modelNumber: optional(words),
  idGranularity: one('model', 'batch', 'item'),
  productCategory: each(object({ code: words, name: words, schemeId: url, schemeName: words })),
  relatedDocument: optional(each(link)),
  relatedParty: optional(each(object({ role: words, party: named }))),
  producedAtFacility: named,
  countryOfProduction: country,
  performanceClaim: optional(
    each(
      object({
        type: types,
        id: url,
        name: words,
        referenceCriteria: each(named),
        claimDate: day,
        claimedPerformance: each(performance),
        evidence: optional(each(link)),
        conformityTopic: each(named),
      }),
    ),
  ),
});

/** The path of the first property that does not fit the schemas; undefined for none. */
const shaped = (subject: Shape): Shape => object({ name: words, issuer, credentialSubject: subject });
export const certificateShape = shaped(certificate);
export const passportShape = shaped(passport);
