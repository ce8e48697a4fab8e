// Faults that conformance suites of VC Data Model 2.0, VC-JOSE-COSE and Bitstring Status List try, in credentials that are otherwise ours.
import { describe, expect, it } from 'vitest';
import { certificateId, type ProductFacts, type RecognitionFacts } from '#server/modules/registry/index.ts';
import type { Attested } from './attested.ts';
import { encodeList, LIST_BITS } from './bitstring.ts';
import { certificatePayload, listUrl } from './certificate.ts';
import { type Content, nonConforming, type Payload, VC2 } from './conforming.ts';
import { passportPayload } from './passport.ts';

const ORIGIN = 'https://sanvat.example';
const recognition = {
  star: 4,
  validFrom: '2025-08-10',
  validUntil: '2028-08-10',
  extendedUntil: null,
  decidedOn: null,
  decisionNo: null,
  issuer: null,
  score: 82.5,
  potentialFive: false,
} as RecognitionFacts;
const facts = {
  id: '0000001H',
  name: 'Chè Shan tuyết',
  code: null,
  set: null,
  group: null,
  producer: { id: '0000002M', name: 'Hợp tác xã Chè' },
  written: { address: null },
  recognitions: [recognition],
} as unknown as ProductFacts;
const status = { list: 1, index: 77 };
const attested = {
  authority: '08',
  authorityName: 'Ủy ban',
  level: 'province',
  body: 'Ủy ban',
  succeeded: false,
  instrument: 'x',
} as Attested;
const stated = { productId: facts.id, validFrom: '2025-08-10', star: 4 };

type Case = { content: Content; payload: Payload };
const plain = (payload: object): Payload => JSON.parse(JSON.stringify(payload)) as Payload;
const certificate: Case = {
  content: { kind: 'certificate', productId: facts.id, stated },
  payload: plain(certificatePayload(ORIGIN, facts, recognition, attested, status)),
};
const passport: Case = {
  content: { kind: 'passport', productId: facts.id, stated },
  payload: plain(passportPayload(ORIGIN, { facts, gtin: '08938505974194', place: 'Tuyên Quang', inForce: { recognition, status } })),
};
const list: Case = {
  content: { kind: 'list', productId: undefined, stated: undefined },
  payload: {
    '@context': [VC2],
    id: listUrl(ORIGIN, 1),
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: 'did:web:sanvat.example:uy-ban:08',
    validFrom: '2026-11-22T02:00:00Z',
    validUntil: '2026-11-23T02:00:00Z',
    credentialSubject: {
      id: `${listUrl(ORIGIN, 1)}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeList([]),
    },
  },
};
const MESSAGES = [
  { status: '0x0', message: 'x' },
  { status: '0x1', message: 'y' },
];
const NOT_A_URL = 'https ://not-a-url/x';
/** The path that is named when one property says something else; `undefined` takes it away. */
function told({ content, payload }: Case, path: string, value: unknown): string | undefined {
  const changed = structuredClone(payload);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const at = steps.reduce<Payload>((o, k) => o[k] as Payload, changed);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return nonConforming(ORIGIN, changed, content);
}

describe.each([
  ['a certificate', certificate],
  ['a passport', passport],
  ['a status list', list],
])('%s', (_, one) => {
  it('conforms as it is issued, and with members that nobody here knows', () => {
    expect(nonConforming(ORIGIN, one.payload, one.content)).toBeUndefined();
    expect(told(one, 'unheardOf', { any: 1 })).toBeUndefined();
    for (const known of [{ type: 'JsonSchema', id: 'https://e.example/s' }, [{ type: 'JsonSchema', id: 'https://e.example/s' }]])
      expect(told(one, 'credentialSchema', known)).toBeUndefined();
    // UNTP asks for plain text where W3C also takes language values
    const both = [
      { '@value': 'Chè', '@language': 'vi' },
      { '@value': 'Tea', '@language': 'en', '@direction': 'ltr' },
    ];
    expect(told(one, 'name', both)).toBe(one === list ? undefined : 'name');
  });

  const contexts = one.payload['@context'] as string[];
  const types = one.payload.type as string[];
  const bad: [string, unknown[]][] = [
    [
      '@context',
      [
        undefined,
        [],
        VC2,
        contexts.slice(1),
        ['https://www.w3.org/2018/credentials/v1', ...contexts.slice(1)],
        [...contexts, NOT_A_URL],
        [...contexts, 123192875],
        [...contexts, { VerifiableCredential: 'https://e.example/#Other' }],
        ['https://vocabulary.uncefact.org/untp/0.7.0/context/', VC2],
      ],
    ],
    [
      'type',
      [
        undefined,
        'VerifiableCredential',
        ['VerifiableCredential'],
        types.filter((t) => t !== 'VerifiableCredential'),
        [...types, 'Unmapped'],
        2,
      ],
    ],
    ['issuer', [undefined, null, '//not-a-url/issuer', NOT_A_URL, { name: 'x' }, { id: null }, ['did:web:sanvat.example']]],
    ['credentialSubject', [undefined, null, 'x', [], [{}]]],
    ['credentialSubject.type', [undefined, 'Product x', ['Person'], []]],
    ['validFrom', [undefined, null, 1, '2023-02-26', '2023-02-26T01:21:51', '2023-02-30T00:00:00Z', 'Sun, 26 Feb 2023 01:21:51 +0000']],
    [
      'validUntil',
      [
        null,
        4e12,
        '2090-02-26',
        '2090-02-26T00:00:00+14:01',
        '2090-02-26T00:00:00-23:59',
        'Sun, 26 Feb 2090 01:22:14 +0000',
        '2000-01-01T00:00:00Z',
      ],
    ],
    [
      'name',
      [
        3,
        { '@value': 'x', url: 'y' },
        [],
        [{ '@language': 'vi' }],
        { '@value': 'x', '@language': 3 },
        { '@value': 'x', '@language': 'tiếng Việt' },
        { '@value': 'x', '@language': 'vi', '@direction': 'down' },
      ],
    ],
    ['credentialSchema', [{ id: 'https://e.example/s' }, { id: NOT_A_URL, type: 'JsonSchema' }, 'x', [], { type: 2 }]],
    ['evidence', [{ id: 'https://e.example/s' }, [{ type: 'X' }, {}]]],
    ['termsOfUse', [[{ id: 'x:y' }], { type: 'X', id: NOT_A_URL }]],
    ['refreshService', [{ id: 'x:y' }]],
    ['renderMethod', [{ id: 'x:y' }]],
    ['confidenceMethod', [{ id: 'x:y' }, 'x']],
    ['relatedResource', [['https://e.example'], [{ id: 'https://e.example' }]]],
    ['proof', [{ created: 'x' }, { type: 'DataIntegrityProof', proofValue: 'z' }]],
    ['vc', ['oops']],
    ['vp', ['nooo']],
    ['aud', ['somebody']],
    ['iss', ['https://evil.example', 1]],
    ['jti', ['x']],
    ['sub', ['x']],
    ['iat', ['2010-01-01T19:23:24Z']],
    ['exp', ['soon', null]],
    ['nbf', ['soon']],
  ];
  it.each(bad)('%s', (path, values) => {
    for (const value of values) expect(told(one, path, value)?.split('.')[0], JSON.stringify(value)).toBe(path.split('.')[0]);
  });
});

it('the place in the status list: the integer of UNTP or the text of W3C, and no other spelling', () => {
  for (const one of [certificate, passport]) {
    for (const good of [0, 77, LIST_BITS - 1, '0', '77', `${LIST_BITS - 1}`])
      expect(told(one, 'credentialStatus.statusListIndex', good)).toBeUndefined();
    for (const bad of [
      true,
      null,
      '',
      1.5,
      -1,
      '-1',
      '0x10',
      '1e3',
      ' 5 ',
      [5],
      LIST_BITS,
      `${LIST_BITS}`,
      '9'.repeat(20),
      '+5',
      '007',
      undefined,
    ])
      expect(told(one, 'credentialStatus.statusListIndex', bad), JSON.stringify(bad)).toBe('credentialStatus.statusListIndex');
    for (const [name, values] of [
      ['type', [undefined, 2, 'CredentialStatusList2017']],
      ['id', [NOT_A_URL, ['a:b'], listUrl(ORIGIN, 1)]],
      ['statusPurpose', [undefined, 3, 'suspension', ['revocation']]],
      ['statusSize', [0, 2, '1']],
      [
        'statusMessage',
        [null, 'x', [], MESSAGES.slice(1), [...MESSAGES, ...MESSAGES], [{ status: '0', message: 'x' }, MESSAGES[1]], [{}, {}]],
      ],
      ['statusReference', [null, 3, {}, [], NOT_A_URL, ['https://e.example/x', NOT_A_URL]]],
      ['statusListCredential', [undefined, NOT_A_URL]],
    ] as const)
      for (const value of values)
        expect(told(one, `credentialStatus.${name}`, value), JSON.stringify(value)).toBe(`credentialStatus.${name}`);
    for (const more of [{ statusSize: 1, statusMessage: MESSAGES }, { statusReference: ['https://e.example/x'] }, { id: undefined }])
      expect(told(one, 'credentialStatus', { ...(one.payload.credentialStatus as Payload), ...more })).toBeUndefined();
    for (const value of [undefined, null, [], [one.payload.credentialStatus]])
      expect(told(one, 'credentialStatus', value)).toBe('credentialStatus');
  }
});

it('what a certificate and a passport say of the star, the product and each other hangs together', () => {
  for (const score of [{ code: '5-sao', rank: 2 }, { code: '4-sao', rank: 1 }, { code: '4-sao-x', rank: 2 }, null])
    expect(told(certificate, 'credentialSubject.profileScore', score)).toBe('credentialSubject.profileScore');
  expect(told(certificate, 'credentialSubject.id', `${ORIGIN}/chung-nhan/${certificateId('0000002M', '2025-08-10')}`)).toBe(
    'credentialSubject.id',
  );
  expect(told(certificate, 'credentialSubject.conformityAssessment', [])).toBe('credentialSubject.conformityAssessment');
  expect(told(certificate, 'validUntil', undefined)).toBe('validUntil');
  for (const id of [undefined, ['did:example:one'], `${ORIGIN}/P/0000002M`, 'https://evil.example/01/08938505974194', `${ORIGIN}/01/123`])
    expect(told(passport, 'credentialSubject.id', id)).toBe('credentialSubject.id');
  for (const claim of [
    undefined,
    [],
    [{ ...((passport.payload.credentialSubject as Payload).performanceClaim as Payload[])[0], evidence: [] }],
  ])
    expect(told(passport, 'credentialSubject.performanceClaim', claim)).toBe('credentialSubject.performanceClaim');
  const bare = plain(passportPayload(ORIGIN, { facts, gtin: undefined, place: 'Tuyên Quang', inForce: undefined }));
  const content: Content = { kind: 'passport', productId: facts.id, stated: undefined };
  expect(nonConforming(ORIGIN, bare, content)).toBeUndefined();
  expect(nonConforming(ORIGIN, { ...bare, credentialStatus: passport.payload.credentialStatus }, content)).toBe('credentialStatus');
});

it('what the schemas of UNTP 0.7.0 require is there, and of its kind', () => {
  const subject = 'credentialSubject';
  for (const [one, path, ...values] of [
    [certificate, 'issuer', 'did:web:sanvat.example:uy-ban:08'],
    [certificate, 'issuer.name', undefined, ''],
    [certificate, `${subject}.name`, undefined, 1],
    [certificate, `${subject}.assessorLevel`, undefined, 'self'],
    [certificate, `${subject}.attestationType`, null],
    [certificate, `${subject}.issuedToParty`, undefined, [], {}],
    [certificate, `${subject}.issuedToParty.id`, undefined, 'x'],
    [certificate, `${subject}.referenceScheme`, undefined],
    [certificate, 'issuer.type', ['Party'], 'CredentialIssuer'],
    [certificate, `${subject}.issuedToParty.registeredId`, 1],
    [certificate, `${subject}.referenceScheme.type`, ['Party']],
    [certificate, `${subject}.conformityAssessment.0.assessedProduct.0.product.type`, ['Facility']],
    [passport, `${subject}.relatedParty.0.role`, 'friend'],
    [passport, `${subject}.relatedParty.0.party.registrationCountry`, 'VN', {}],
    [passport, `${subject}.producedAtFacility.type`, ['Party'], []],
    [passport, `${subject}.performanceClaim.0.conformityTopic.0.type`, ['Criterion']],
    [certificate, `${subject}.authorisation`, [], [{}], {}],
    [certificate, `${subject}.conformityCertificate.linkURL`, NOT_A_URL],
    [certificate, `${subject}.conformityAssessment.0.conformance`, false, undefined],
    [certificate, `${subject}.conformityAssessment.0.assessmentDate`, '2025-02-30', undefined],
    [certificate, `${subject}.conformityAssessment.0.assessmentCriteria`, [], undefined],
    [certificate, `${subject}.conformityAssessment.0.assessedPerformance.0.score.code`, '5-sao'],
    [passport, `${subject}.idGranularity`, undefined, 'lot'],
    [passport, `${subject}.productCategory`, [], undefined],
    [passport, `${subject}.producedAtFacility.id`, undefined],
    [passport, `${subject}.countryOfProduction.countryCode`, 'Việt Nam', undefined],
    [passport, `${subject}.performanceClaim.0.referenceCriteria`, []],
  ] as [Case, string, ...unknown[]][])
    for (const value of values) {
      const fault = told(one, path, value) ?? 'believed';
      expect(fault.startsWith(path) || path.startsWith(fault), `${path} ${JSON.stringify(value)}: ${fault}`).toBe(true);
    }
  expect(told(certificate, `${subject}.conformityCertificate`, undefined)).toBeUndefined();
  expect(told(certificate, `${subject}.somethingNew`, 1)).toBeUndefined();
});

it('a list says its purpose, is long enough and readable', () => {
  for (const purpose of [['revocation'], ['suspension', 'revocation']])
    expect(told(list, 'credentialSubject.statusPurpose', purpose)).toBeUndefined();
  for (const purpose of [undefined, 'suspension', [], 3, ['revocation', 3]])
    expect(told(list, 'credentialSubject.statusPurpose', purpose)).toBe('credentialSubject.statusPurpose');
  for (const bits of [undefined, '', 'uH4sIAAAAAAAAA', `z${encodeList([]).slice(1)}`])
    expect(told(list, 'credentialSubject.encodedList', bits)).toBe('credentialSubject.encodedList');
  for (const ttl of [0, -1, '300', 1.5]) expect(told(list, 'credentialSubject.ttl', ttl)).toBe('credentialSubject.ttl');
  expect(told(list, 'credentialSubject.ttl', 300_000)).toBeUndefined();
  expect(told(list, 'validUntil', undefined)).toBe('validUntil');
});
