// GET /record and /record/checkpoints: the public record, for anybody to keep and to verify.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { App } from '#server/app-port.ts';
import { AppError } from '#server/platform/errors.ts';
import { refusal } from '#server/platform/openapi.ts';
import { refuseUnfit } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { listCheckpoints, readRecord } from './queries/read-record.ts';

const Entry = z
  .object({
    no: z.int(),
    previous: z.string().openapi({ description: 'Hash of the entry before, hex; 64 zeros before the first' }),
    hash: z.string().openapi({ description: 'SHA-256 of the bytes of `previous` followed by the UTF-8 bytes of `body`, hex' }),
    body: z.string().nullable().openapi({
      description:
        'Canonical JSON (RFC 8785): kind, product, star, days, decision. Null while an entry of the sample tells of a day to come',
    }),
  })
  .openapi('RecordEntry');
const Page = z
  .object({ entries: z.array(Entry), head: z.object({ no: z.int(), hash: z.string() }), next: z.string().nullable() })
  .openapi('RecordPage');
const Signed = z
  .object({
    body: z.string().openapi({ description: 'Canonical JSON: no and hash of this record, no and hash of the record of acts, instant' }),
    keyId: z.string(),
    publicKey: z.string().openapi({ description: 'Ed25519, 32 bytes, hex' }),
    signature: z.string().openapi({ description: 'Ed25519 over the bytes of `body`, hex' }),
  })
  .openapi('RecordCheckpoint');
const refused = refusal('A parameter that does not fit.');
const query = z.strictObject({
  after: z.string().optional().openapi({ description: 'Entries after this number; 0 when left out', pattern: '^[0-9]+$' }),
});

const record = createRoute({
  method: 'get',
  path: '/record',
  tags: ['record'],
  summary: 'Recognitions, revocations, extensions and corrections in the order they were written, chained by hash',
  request: { query },
  responses: { 200: { description: 'A page of at most 500.', content: { 'application/json': { schema: Page } } }, 422: refused },
});
const checkpoints = createRoute({
  method: 'get',
  path: '/record/checkpoints',
  tags: ['record'],
  summary: 'Signed checkpoints at or after a number',
  request: { query },
  responses: {
    200: { description: 'At most 500.', content: { 'application/json': { schema: z.object({ checkpoints: z.array(Signed) }) } } },
    422: refused,
  },
});

function numberOf(text: string | undefined): number {
  const n = text === undefined ? 0 : Number(text);
  if (text !== undefined && !/^\d{1,15}$/.test(text))
    throw new AppError('invalid', { vi: 'Số thứ tự không đúng.', en: 'Not a number of the record.' }, [
      { path: 'after', code: 'invalid', message: { vi: 'Cần một số không âm.', en: 'A non-negative number is needed.' } },
    ]);
  return n;
}

export function supervisionApi(app: App): OpenAPIHono {
  const api = new OpenAPIHono({ defaultHook: refuseUnfit });
  api.openapi(record, async (c) => {
    const { entries, head } = await readRecord(await app.reader(), numberOf(c.req.valid('query').after), dayOf(app.clock()));
    const last = entries.at(-1)?.no ?? head.no;
    c.header('Cache-Control', 'no-cache');
    return c.json({ entries, head, next: last < head.no ? `/api/v1/record?after=${last}` : null }, 200);
  });
  api.openapi(checkpoints, async (c) => {
    c.header('Cache-Control', 'no-cache');
    return c.json({ checkpoints: await listCheckpoints(await app.reader(), numberOf(c.req.valid('query').after)) }, 200);
  });
  return api;
}
