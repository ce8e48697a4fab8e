// UNTP 0.7.0 Digital Conformity Credential of one recognition. Every property here is known to the 0.7.0 schema and its context.
import { certificateId, type ProductFacts, type RecognitionFacts } from '#server/modules/registry/index.ts';
import type { Star } from '#shared/vocabulary.ts';
import type { Attested } from './attested.ts';
import { didOf } from './authorities.ts';
import { bodyCalled, primeMinister, profileOf, scheme, topic, totalScore } from './names.ts';

export const CONTEXTS = ['https://www.w3.org/ns/credentials/v2', 'https://vocabulary.uncefact.org/untp/0.7.0/context/'];
/** QĐ 26/2026 điều 3.3; the earlier sheets drew the same lines. */
const BANDS: Record<Star, string> = { 3: 'Từ 50 đến dưới 70 điểm', 4: 'Từ 70 đến dưới 90 điểm', 5: 'Từ 90 đến 100 điểm' };
const LEVEL_NAMES = { centre: 'cấp trung ương', province: 'cấp tỉnh', district: 'cấp huyện' };

export type StatusPlace = { list: number; index: number };

export const lastDayOf = (r: RecognitionFacts): string => r.extendedUntil ?? r.validUntil;
export const startOf = (day: string): string => `${day}T00:00:00+07:00`;
export const endOf = (day: string): string => `${day}T23:59:59+07:00`;
export const listUrl = (origin: string, n: number): string => `${origin}/vc/trang-thai/thu-hoi/${n}`;
/** UNTP asks for an integer index where W3C writes text; UNTP credentials carry the integer. */
export const statusEntry = (origin: string, { list, index }: StatusPlace) => ({
  id: `${listUrl(origin, list)}#${index}`,
  type: 'BitstringStatusListEntry',
  statusPurpose: 'revocation',
  statusListIndex: index,
  statusListCredential: listUrl(origin, list),
});
export const scoreOf = (star: Star) => ({ code: `${star}-sao`, rank: 6 - star });

export function issuerOf(origin: string, authority: string, name: string) {
  return {
    type: ['CredentialIssuer'],
    id: didOf(origin, authority),
    name,
    issuerAlsoKnownAs: [{ ...bodyCalled(origin, authority, name), registeredId: authority }],
  };
}

/** The parties' names stand as the register has them today; the deciding body as the decision names it. */
export function certificatePayload(
  origin: string,
  facts: ProductFacts,
  recognition: RecognitionFacts,
  attested: Attested,
  status: StatusPlace,
) {
  const no = certificateId(facts.id, recognition.validFrom);
  const { star } = recognition;
  const page = `${origin}/chung-nhan/${no}`;
  const level = LEVEL_NAMES[attested.level];
  const profile = profileOf(origin, facts);
  const decision = recognition.decisionNo ? `Quyết định ${recognition.decisionNo}` : 'Quyết định công nhận';
  return {
    '@context': CONTEXTS,
    type: ['DigitalConformityCredential', 'VerifiableCredential'],
    id: `${origin}/vc/chung-nhan/${no}`,
    issuer: issuerOf(origin, attested.authority, attested.authorityName),
    validFrom: startOf(recognition.validFrom),
    validUntil: endOf(lastDayOf(recognition)),
    name: `Giấy chứng nhận sản phẩm OCOP ${star} sao · ${facts.name}`,
    credentialStatus: statusEntry(origin, status),
    credentialSubject: {
      type: ['ConformityAttestation'],
      id: page,
      name: `Giấy chứng nhận OCOP số ${no}`,
      description: [
        `Kết quả đánh giá, phân hạng sản phẩm OCOP ${level}: ${star} sao${recognition.potentialFive ? ', tiềm năng 5 sao' : ''}.`,
        `${decision} của ${attested.body}.`,
        ...(attested.succeeded ? [`${attested.authorityName} xác nhận với tư cách cơ quan kế tục.`] : []),
      ].join(' '),
      assessorLevel: '3rdParty',
      assessmentLevel: 'authority-mandate',
      attestationType: 'certification',
      issuedToParty: {
        type: ['Party'],
        id: `${origin}/chu-the/${facts.producer.id}`,
        name: facts.producer.name,
        registeredId: facts.producer.id,
      },
      authorisation: [
        {
          name: `Quyết định ${attested.instrument}`,
          issuingAuthority: primeMinister(origin),
        },
        {
          name: decision,
          issuingAuthority: { type: ['Party'], id: `${page}#co-quan-cong-nhan`, name: attested.body },
        },
      ],
      referenceScheme: scheme(origin),
      referenceProfile: profile,
      profileScore: { ...scoreOf(star), definition: BANDS[star] },
      conformityCertificate: { linkURL: `${page}/chung-nhan.pdf`, linkName: 'Bản in giấy chứng nhận', mediaType: 'application/pdf' },
      conformityAssessment: [
        {
          type: ['ConformityAssessment'],
          id: `${page}#danh-gia`,
          name: `Đánh giá, phân hạng ${level}`,
          assessmentCriteria: [{ type: ['Criterion'], id: `${profile.id}#tieu-chi`, name: `Bộ tiêu chí: ${profile.name}` }],
          assessmentDate: recognition.decidedOn ?? recognition.validFrom,
          assessedPerformance: [
            {
              metric: totalScore(origin),
              ...(recognition.score === null ? {} : { measure: { value: recognition.score, unit: 'C62' } }),
              score: scoreOf(star),
            },
          ],
          assessedProduct: [
            { product: { type: ['Product'], id: `${origin}/san-pham/${facts.id}`, name: facts.name }, idVerifiedByCAB: true },
          ],
          conformityTopic: [topic(origin)],
          conformance: true,
        },
      ],
    },
  };
}
