// What the description of every route is made of, and the guards of a JSON body.
import { z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { AppError } from './errors.ts';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })),
  })
  .openapi('Problem');

/** An answer as RFC 9457 has it. */
export const refusal = (description: string) => ({ description, content: { 'application/problem+json': { schema: problem } } });
/** An answer in JSON. */
export const ok = (schema: z.ZodType, description: string) => ({ description, content: { 'application/json': { schema } } });
export const unchanged = { description: 'Unchanged since the ETag.' };

/**
 * Refuses longer bodies with 413. `kilobytes` of 1,024 bytes. A body of unknown length (chunked) is read here, as far as it may go; hono's own limit
 * hands it on in a way that the Node adapter's requests do not bear.
 */
export const withinLimit = (kilobytes: number): MiddlewareHandler => {
  const most = kilobytes * 1024;
  const tooLarge = () =>
    new AppError('too_large', { vi: `Nội dung gửi lên vượt quá ${kilobytes} kB.`, en: `The request is over ${kilobytes} kB.` });
  return async (c, next) => {
    const { body, url, method, headers } = c.req.raw;
    if (!body) return next();
    if (headers.has('content-length') && !headers.has('transfer-encoding')) {
      if (Number(headers.get('content-length')) > most) throw tooLarge();
      return next();
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = body.getReader();
    for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
      size += value?.length ?? 0;
      if (size > most) throw tooLarge();
      parts.push(value ?? new Uint8Array());
    }
    c.req.raw = new Request(url, { method, headers, body: Buffer.concat(parts) });
    return next();
  };
};

/** Throws 415 for a body that does not say it is JSON. */
export function assertJson(c: Context): void {
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new AppError('unsupported_media_type', { vi: 'Cần gửi JSON (application/json).', en: 'Send JSON (application/json).' });
}

/** Refuses what is not said to be JSON with 415. */
export const isJson: MiddlewareHandler = async (c, next) => {
  assertJson(c);
  await next();
};
