// GET /.well-known/did.json, /uy-ban/{code}/did.json, /bo/did.json, /vc/…, /C/{code}; POST /api/v1/verify.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from '#server/app-port.ts';
import { readCertificateId } from '#server/modules/registry/index.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { refusal, withinLimit } from '#server/platform/openapi.ts';
import { refuseUnfit } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';
import { langOf, localPath } from '#shared/lang.ts';
import { listGtins } from '../codes/queries/list-gtins.ts';
import { describeAddresses } from './addresses.ts';
import { findRecognised, type Issuing, issueCertificate, issueCode, issuePassport, type Kept, noCertificate } from './issue.ts';
import { ensureKey, listKeys } from './keys/keyring.ts';
import { packageSince, readCursor } from './offline-package.ts';
import { issuingAt, roomOf, verifyingAt, wholePackageAt } from './room.ts';
import { nameOf } from './rules/attested.ts';
import { didPath } from './rules/authorities.ts';
import { CONTEXTS } from './rules/certificate.ts';
import { didDocument } from './rules/did.ts';
import { readJws } from './rules/jws.ts';
import { namedAt } from './rules/names.ts';
import { negotiate } from './rules/negotiate.ts';
import { REASONS, type Reason } from './rules/reasons.ts';
import { publishList } from './status-lists.ts';
import { verifyOne } from './verify.ts';

const Verified = z
  .object({
    valid: z.boolean(),
    status: z.enum(['valid', 'not_yet_valid', 'expired', 'revoked', 'superseded', 'unknown', 'invalid']),
    reasons: z
      .array(
        z.object({
          code: z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]),
          message: z.string().openapi({ description: 'In Vietnamese or English, by Accept-Language' }),
          path: z.string().optional().openapi({ description: 'The property at fault, where one can be named: credentialStatus.type' }),
        }),
      )
      .openapi({ description: 'Empty when valid' }),
    issuer: z.object({ id: z.string(), name: z.string() }).nullable().openapi({ description: 'Null unless the signature is good' }),
    product: z
      .object({
        id: z.string(),
        name: z.string(),
        producer: z.string(),
        star: z.union([z.literal(3), z.literal(4), z.literal(5)]),
        validFrom: z.string(),
        validUntil: z.string().openapi({ description: 'Last day, an extension included' }),
        certificate: z.string(),
        status: z
          .enum(['valid', 'expiring', 'extended', 'expired', 'revoked', 'superseded'])
          .openapi({ description: 'Of the product today' }),
      })
      .nullable(),
  })
  .openapi('Verification');

const verifyRoute = createRoute({
  method: 'post',
  path: '/verify',
  tags: ['credentials'],
  summary: 'Verifies a certificate, passport or status list (VC-JOSE-COSE), or the compact code of a label',
  description:
    'Signature, issuer, content, dates, status list and the register as it stands now; no address in a credential is ever fetched. How to do the same by oneself: docs/credentials.md.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z
            .strictObject({
              credential: z
                .unknown()
                .refine((v) => v !== undefined)
                .openapi({
                  description: 'application/vc+jwt text, the code of docs/offline-format.md, or an EnvelopedVerifiableCredential object',
                }),
              statusList: z.string().nullish().openapi({ description: 'A status list that the asker holds, checked in addition' }),
            })
            .openapi('VerificationRequest'),
        },
      },
    },
  },
  responses: {
    200: {
      description: 'What it is worth; a forged or foreign one is `valid: false` with its reasons.',
      content: { 'application/json': { schema: Verified } },
    },
    413: refusal('Longer than 256 kB.'),
    422: refusal('No JSON object.'),
  },
});

/** Under /api/v1. */
export function credentialsApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseUnfit });
  api.use('/verify', withinLimit(256));
  api.openapi(verifyRoute, async (c) => {
    const { credential, statusList } = c.req.valid('json');
    const lang = langOf(c.req.header('accept-language'));
    const { path, ...answer } = await verifyOne(verifyingAt(app, originOf(app, c)), credential, statusList ?? undefined);
    c.header('Cache-Control', 'no-store');
    c.header('Content-Language', lang);
    const where = path === undefined ? {} : { path };
    return c.json({ ...answer, reasons: answer.reasons.map((code) => ({ code, message: REASONS[code][lang], ...where })) }, 200);
  });
  return api;
}

/** Where stands what credentials name. */
const NAMES = ['co-quan', 'bo-tieu-chi', 'chuong-trinh', 'chu-de', 'do-luong', 'cach-danh-ma'].map((kind) => `/${kind}/:key`);

/** The public address; without ORIGIN the one that was asked. */
const originOf = (app: App, c: Context): string => app.origin ?? new URL(c.req.url).origin;

const isSame = (asked: string | undefined, etag: string): boolean =>
  asked !== undefined && (asked.trim() === '*' || asked.split(',').some((t) => t.trim().replace(/^W\//, '') === etag));

/** Under /, at the addresses the standards give. */
export function credentialsRoots(app: App): OpenAPIHono {
  const api = new OpenAPIHono();
  describeAddresses(api);
  const issuing = (c: Context): Issuing => issuingAt(app, originOf(app, c));

  for (const path of ['/.well-known/did.json', '/uy-ban/*', '/bo/*', '/vc/*', ...NAMES])
    api.options(path, (c) =>
      c.body(null, 204, {
        allow: 'GET, HEAD, OPTIONS',
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': 'Accept, Accept-Language, If-None-Match',
        'access-control-max-age': '86400',
      }),
    );

  const answer = (c: Context, body: string | Buffer, type: string, etag: string, more: Record<string, string> = {}) => {
    const headers = { 'content-type': type, etag, vary: 'Accept, Accept-Language', 'cache-control': 'no-cache', ...more };
    if (isSame(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
    return c.body(typeof body === 'string' ? body : new Uint8Array(body), 200, headers);
  };
  const tagOf = (kept: Kept, form: string) => `"${kept.text.slice(-22)}${form}"`; // the end of a signature
  const payloadOf = (token: string): string => {
    const { iat: _, ...payload } = readJws(token)?.payload ?? {};
    return JSON.stringify(payload);
  };
  const credential = (c: Context, kept: Kept, type: 'application/vc+jwt' | 'application/vc') =>
    type === 'application/vc+jwt'
      ? answer(c, kept.text, type, tagOf(kept, ''))
      : answer(c, payloadOf(kept.text), type, tagOf(kept, '-json'));
  const page = (c: Context, path: string) =>
    c.body(null, 303, { location: localPath(path, langOf(c.req.header('accept-language'))), vary: 'Accept, Accept-Language' });
  const wanted = (c: Context) => negotiate(c.req.header('accept'), ['application/vc+jwt', 'application/vc', 'text/html']);

  const did = async (c: Context, authority: string) => {
    const { ctx, territory, signer, origin } = issuing(c);
    const before = await listKeys(ctx.db, authority);
    if (before.length === 0 && !nameOf(territory, authority, dayOf(ctx.now)))
      throw notFound('authority', { vi: 'cơ quan', en: 'authority' });
    if (before.length === 0) await ensureKey(ctx, signer, authority);
    const body = JSON.stringify(didDocument(origin, authority, before.length > 0 ? before : await listKeys(ctx.db, authority)));
    return c.body(body, 200, { 'content-type': 'application/did+json', 'cache-control': 'public, max-age=300' });
  };
  api.get(didPath('nen-tang'), (c) => did(c, 'nen-tang'));
  api.get(didPath('bo'), (c) => did(c, 'bo'));
  api.get('/uy-ban/:code{[0-9]{2}}/did.json', (c) => did(c, c.req.param('code')));

  const recognised = async (c: Context) => {
    const id = readCertificateId(c.req.param('id') ?? '');
    const from = issuing(c);
    const found = id && (await findRecognised(from, id));
    if (!found) throw noCertificate();
    return { from, found };
  };
  api.get('/vc/chung-nhan/:id', async (c) => {
    const { from, found } = await recognised(c);
    const type = wanted(c);
    return type === 'text/html' ? page(c, `/chung-nhan/${c.req.param('id')}`) : credential(c, await issueCertificate(from, found), type);
  });
  api.get('/vc/ma/:id', async (c) => {
    const { from, found } = await recognised(c);
    const kept = await issueCode(from, found);
    const url = `${from.origin.toUpperCase()}/C/${kept.text}`;
    if (negotiate(c.req.header('accept'), ['application/json', 'text/plain']) === 'text/plain')
      return answer(c, `${url}\n`, 'text/plain; charset=utf-8', tagOf(kept, '-text'));
    return answer(c, JSON.stringify({ code: kept.text, url }), 'application/json', tagOf(kept, ''));
  });
  api.get('/vc/ho-chieu/:id', async (c) => {
    const id = c.req.param('id');
    const missing = () => notFound('id', { vi: 'sản phẩm', en: 'product' });
    if (!isId(id)) throw missing();
    const today = dayOf(app.clock());
    const gtin = (await listGtins(app.db, id)).find((g) => g.from <= today && (g.until === null || today <= g.until))?.gtin;
    const kept = await issuePassport(issuing(c), id, gtin?.padStart(14, '0'));
    if (!kept) throw missing();
    const type = wanted(c);
    return type === 'text/html' ? page(c, `/san-pham/${id}`) : credential(c, kept, type);
  });
  api.get('/vc/trang-thai/thu-hoi/:n{[1-9][0-9]{0,8}}', async (c) => {
    const list = await publishList(issuing(c), roomOf(app).lists, Number(c.req.param('n')));
    if (!list) throw notFound('n', { vi: 'danh sách trạng thái', en: 'status list' });
    const type = negotiate(c.req.header('accept'), ['application/vc+jwt', 'application/vc', 'application/json']);
    const fresh = { 'cache-control': 'public, max-age=300' };
    if (type === 'application/vc+jwt') return answer(c, list.token, type, list.etag, fresh);
    return answer(c, payloadOf(list.token), type, list.etag.replace(/"$/, '-json"'), fresh);
  });
  api.get('/vc/goi', async (c) => {
    const given = c.req.query('tu');
    const since = given === undefined ? undefined : readCursor(given);
    if (given !== undefined && !since)
      throw new AppError('invalid', { vi: 'Mốc của gói không đúng.', en: 'Not a cursor of a package.' }, [
        { path: 'tu', code: 'invalid', message: { vi: 'Cần mốc như 812.20261122.', en: 'A cursor such as 812.20261122 is needed.' } },
      ]);
    const made = since ? await packageSince(issuing(c), since) : await wholePackageAt(app, originOf(app, c));
    const zipped = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
    const etag = zipped ? made.etag.replace(/"$/, '-gz"') : made.etag;
    return answer(c, zipped ? made.gz : made.text, 'text/plain; charset=utf-8', etag, {
      vary: 'Accept-Encoding',
      ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    });
  });
  const named = (c: Context) => {
    const { ctx, territory, origin } = issuing(c);
    const found = namedAt(origin, c.req.path, (key) => nameOf(territory, key, dayOf(ctx.now)));
    if (!found) throw notFound('id', { vi: 'tên gọi', en: 'name' });
    const type = negotiate(c.req.header('accept'), ['application/ld+json', 'application/json', 'text/html']);
    if (type === 'text/html') return page(c, found.page);
    const body = JSON.stringify({ '@context': CONTEXTS.slice(1), ...found.named });
    return c.body(body, 200, { 'content-type': type, vary: 'Accept, Accept-Language', 'cache-control': 'public, max-age=300' });
  };
  for (const path of NAMES) api.get(path, named);
  api.get('/C/:code', (c) => page(c, `/kiem-tra?ma=${encodeURIComponent(c.req.param('code'))}`));
  return api;
}
