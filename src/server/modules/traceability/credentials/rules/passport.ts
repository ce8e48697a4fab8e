// UNTP 0.7.0 Digital Product Passport with what Decree 37/2026/NĐ-CP điều 32 asks for. What the register does not know is left out, not invented.
import { certificateId, type ProductFacts, type RecognitionFacts } from '#server/modules/registry/index.ts';
import { readReference } from '#server/platform/root.ts';
import { PLATFORM } from './authorities.ts';
import { CONTEXTS, endOf, issuerOf, lastDayOf, type StatusPlace, scoreOf, startOf, statusEntry } from './certificate.ts';
import { numbering, profileOf, topic } from './names.ts';

type Class = { code: string; name: string };
const cpc = readReference<{
  scheme: { id: string; name: string };
  sets: Record<string, Class>;
  groups: Record<string, Class>;
  other: Class;
}>('passport/cpc.json');
const VIETNAM = { countryCode: 'VN', countryName: 'Việt Nam' };

/** `gtin`: fourteen digits, only when the producer has one. `place`: commune and province of today. `star`: the recognition in force. */
export type PassportFacts = {
  facts: ProductFacts;
  gtin: string | undefined;
  place: string;
  inForce: { recognition: RecognitionFacts; status: StatusPlace } | undefined;
};

export function passportPayload(origin: string, { facts, gtin, place, inForce }: PassportFacts) {
  const page = `${origin}/san-pham/${facts.id}`;
  const own = `${origin}/P/${facts.id}`;
  const classified = cpc.sets[`${facts.set}`] ?? cpc.groups[`${facts.group}`] ?? cpc.other;
  const recognition = inForce?.recognition;
  const certificate = recognition && certificateId(facts.id, recognition.validFrom);
  const documents = [
    { linkURL: page, linkName: 'Trang sản phẩm', mediaType: 'text/html', linkType: 'https://gs1.org/voc/pip' },
    { linkURL: `${own}?linkType=gs1:traceability`, linkName: 'Truy xuất nguồn gốc', linkType: 'https://gs1.org/voc/traceability' },
    {
      linkURL: `${own}?linkType=gs1:recallStatus`,
      linkName: 'Cảnh báo an toàn và thu hồi lô',
      linkType: 'https://gs1.org/voc/recallStatus',
    },
  ];
  return {
    '@context': CONTEXTS,
    type: ['DigitalProductPassport', 'VerifiableCredential'],
    id: `${origin}/vc/ho-chieu/${facts.id}`,
    issuer: issuerOf(origin, PLATFORM, 'Sản Vật'),
    validFrom: startOf(recognition?.validFrom ?? facts.recognitions[0]?.validFrom ?? '2018-05-07'),
    ...(recognition ? { validUntil: endOf(lastDayOf(recognition)) } : {}),
    name: `Hộ chiếu số · ${facts.name}`,
    ...(inForce ? { credentialStatus: statusEntry(origin, inForce.status) } : {}),
    credentialSubject: {
      type: ['Product'],
      id: gtin ? `${origin}/01/${gtin}` : own,
      name: facts.name,
      idScheme: gtin ? { type: ['IdentifierScheme'], id: 'https://id.gs1.org/01', name: 'GS1 GTIN' } : numbering(origin),
      modelNumber: facts.code ?? facts.id,
      idGranularity: 'model',
      productCategory: [{ ...classified, schemeId: cpc.scheme.id, schemeName: cpc.scheme.name }],
      relatedDocument: documents,
      relatedParty: [
        {
          role: 'producer',
          party: {
            type: ['Party'],
            id: `${origin}/chu-the/${facts.producer.id}`,
            name: facts.producer.name,
            description: [facts.written.address, place].filter(Boolean).join(', '),
            registeredId: facts.producer.id,
            registrationCountry: VIETNAM,
          },
        },
      ],
      producedAtFacility: {
        type: ['Facility'],
        id: `${origin}/chu-the/${facts.producer.id}#co-so`,
        name: `${facts.producer.name} · ${place}`,
      },
      countryOfProduction: VIETNAM,
      ...(recognition && certificate
        ? {
            performanceClaim: [
              {
                type: ['Claim'],
                id: `${page}#ocop`,
                name: `OCOP ${recognition.star} sao`,
                referenceCriteria: [
                  {
                    type: ['Criterion'],
                    id: `${profileOf(origin, facts).id}#tieu-chi`,
                    name: 'Bộ tiêu chí OCOP',
                  },
                ],
                claimDate: recognition.validFrom,
                claimedPerformance: [{ score: scoreOf(recognition.star) }],
                evidence: [
                  {
                    linkURL: `${origin}/vc/chung-nhan/${certificate}`,
                    linkName: 'Giấy chứng nhận OCOP',
                    mediaType: 'application/vc+jwt',
                  },
                ],
                conformityTopic: [topic(origin)],
              },
            ],
          }
        : {}),
    },
  };
}
