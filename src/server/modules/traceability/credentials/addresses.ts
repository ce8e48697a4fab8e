// The addresses of keys, credentials and the package, for the description of the API. docs/credentials.md says how to verify what they give.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { refusal } from '#server/platform/openapi.ts';

const Jwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  alg: z.literal('ES256'),
  use: z.literal('sig'),
  kid: z.string(),
  x: z.string(),
  y: z.string(),
});
const DidDocument = z
  .object({
    '@context': z.array(z.string()),
    id: z.string().openapi({ example: 'did:web:sanvat.example:uy-ban:08' }),
    verificationMethod: z.array(z.object({ id: z.string(), type: z.literal('JsonWebKey'), controller: z.string(), publicKeyJwk: Jwk })),
    assertionMethod: z.array(z.string()).openapi({ description: 'Every key, retired ones too: what they signed stays good' }),
  })
  .openapi('DidDocument');
const Code = z
  .object({ code: z.string().openapi({ description: '124 characters' }), url: z.string().openapi({ description: 'What a QR holds' }) })
  .openapi('CompactCode');

const token = z.string().openapi({ description: 'JWS in compact form; header {alg ES256, typ vc+jwt, cty vc, kid}' });
const payload = z.looseObject({}).openapi({ description: 'The credential without its signature' });
const forms = { 'application/vc+jwt': { schema: token }, 'application/vc': { schema: payload } };
const page = { description: 'For a browser (Accept: text/html): the page in the reader’s language.' };
const same = { description: 'Nothing has changed since If-None-Match.' };
const get = (path: string, summary: string, description: string, params: z.ZodObject, responses: object) => ({
  method: 'get' as const,
  path,
  tags: ['credentials'],
  summary,
  description,
  request: { params },
  responses: responses as Record<string, { description: string }>,
});
const none = z.object({});
const did = { 200: { description: 'The DID document.', content: { 'application/did+json': { schema: DidDocument } } } };

export function describeAddresses({ openAPIRegistry: registry }: OpenAPIHono): void {
  registry.registerPath(
    get('/.well-known/did.json', 'Keys of the platform (did:web)', 'It signs passports and the offline package.', none, did),
  );
  registry.registerPath(get('/bo/did.json', 'Keys of the ministry (did:web)', 'It signs certificates of five stars.', none, did));
  registry.registerPath(
    get(
      '/uy-ban/{code}/did.json',
      'Keys of a province (did:web)',
      'It signs the certificates of its province.',
      z.object({ code: z.string() }),
      {
        ...did,
        404: refusal('No province of today has this code.'),
      },
    ),
  );
  registry.registerPath(
    get(
      '/vc/chung-nhan/{certificate}',
      'The certificate of a recognition: UNTP 0.7.0 Digital Conformity Credential',
      'Signed by the authority that the law of the day names. {certificate}: product id, hyphen, first day as YYYYMMDD.',
      z.object({ certificate: z.string() }),
      { 200: { description: 'The credential.', content: forms }, 303: page, 304: same, 404: refusal('No such recognition.') },
    ),
  );
  registry.registerPath(
    get(
      '/vc/ho-chieu/{id}',
      'The passport of a product: UNTP 0.7.0 Digital Product Passport',
      'With the certificate as evidence while a star is in force. Decree 37/2026/NĐ-CP, article 32.',
      z.object({ id: z.string() }),
      { 200: { description: 'The credential.', content: forms }, 303: page, 304: same, 404: refusal('No such product.') },
    ),
  );
  registry.registerPath(
    get(
      '/vc/trang-thai/thu-hoi/{n}',
      'A status list: W3C Bitstring Status List 1.0, purpose revocation',
      '131,072 bits; left-most bit first. Good for 24 hours, signed again at every change. A set bit: revoked, replaced or corrected.',
      z.object({ n: z.string() }),
      {
        200: { description: 'The list.', content: { ...forms, 'application/json': { schema: payload } } },
        304: same,
        404: refusal('No such list.'),
      },
    ),
  );
  registry.registerPath(
    get(
      '/vc/ma/{certificate}',
      'The signed code of a certificate, short enough for a printed QR',
      'Verifiable without a network: docs/offline-format.md.',
      z.object({ certificate: z.string() }),
      {
        200: { description: 'The code.', content: { 'application/json': { schema: Code }, 'text/plain': { schema: z.string() } } },
        304: same,
        404: refusal('No such recognition.'),
      },
    ),
  );
  registry.registerPath({
    ...get(
      '/vc/goi',
      'The offline package: the whole register, signed',
      'With ?tu={cursor} only what has changed since. docs/offline-format.md.',
      none,
      {
        200: { description: 'Lines of text; gzip when asked for.', content: { 'text/plain': { schema: z.string() } } },
        304: same,
        422: refusal('Not a cursor.'),
      },
    ),
    request: {
      query: z.object({ tu: z.string().optional().openapi({ description: 'The cursor of the package held', example: '812.20261122' }) }),
    },
  });
  const Named = z.object({ '@context': z.array(z.string()), type: z.array(z.string()), id: z.string(), name: z.string() }).openapi('Named');
  for (const [path, what] of [
    ['/co-quan/{key}', 'An authority'],
    ['/bo-tieu-chi/{key}', 'A set of criteria'],
    ['/chuong-trinh/ocop', 'The programme'],
    ['/chu-de/phan-hang-ocop', 'What is assessed'],
    ['/do-luong/diem-tong', 'What is measured'],
    ['/cach-danh-ma/san-pham', 'How products without a GTIN are numbered'],
  ] as const)
    registry.registerPath(
      get(
        path,
        `${what}, as credentials name it`,
        'JSON-LD in the words of UNTP 0.7.0.',
        path.includes('{') ? z.object({ key: z.string() }) : none,
        {
          200: { description: 'Its type and name.', content: { 'application/ld+json': { schema: Named } } },
          303: page,
          404: refusal('No such name.'),
        },
      ),
    );
}
