// Who asks the API: known by Bearer token alone; the cookie of the pages is not looked at.
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Actor, type Ctx, PUBLIC } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { type Asked, actorOf } from './authenticate.ts';
import { isPerson, type Person } from './person.ts';

/** The person behind the token; their answer is kept nowhere. Throws 401 without a token that holds. */
export async function bearerOf(app: Asked, c: Context): Promise<Person> {
  const authorization = c.req.header('authorization');
  c.header('Cache-Control', 'no-store');
  const actor = await actorOf(app, { headers: new Headers(authorization === undefined ? {} : { authorization }) });
  if (isPerson(actor)) return actor;
  c.header('WWW-Authenticate', 'Bearer');
  if (authorization === undefined) throw new AppError('unauthorized', { vi: 'Cần mã truy cập (Bearer).', en: 'A Bearer token is needed.' });
  throw new AppError('unauthorized', { vi: 'Mã truy cập không dùng được.', en: 'The token does not hold.' });
}

type Answering = Asked & { ctx: (actor: Actor) => Ctx };

/** The same as a context for commands and queries. */
export const callerOf = async (app: Answering, c: Context): Promise<Ctx> => app.ctx(await bearerOf(app, c));

/** The bearer, or the public when no token came. A token that does not hold is refused. */
export const readerOf = async (app: Answering, c: Context): Promise<Ctx> =>
  c.req.header('authorization') === undefined ? app.ctx(PUBLIC) : callerOf(app, c);

export const keyHeader = z.object({
  'idempotency-key': z.string().optional().openapi({
    description: 'The same request with the same key does its work once and gets the first answer. 8 to 200 characters, no spaces.',
  }),
});

/** The caller's Idempotency-Key, its own among those of all callers. Throws 422. */
export function keyOf(c: Context, ctx: Ctx): string | undefined {
  const key = c.req.header('idempotency-key');
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) {
    const message = { vi: 'Từ 8 đến 200 ký tự, không dấu cách.', en: '8 to 200 characters, no spaces.' };
    throw new AppError('invalid', { vi: 'Idempotency-Key không đúng.', en: 'The Idempotency-Key does not fit.' }, [
      { path: 'Idempotency-Key', code: 'invalid', message },
    ]);
  }
  return `api-${createHash('sha256').update(`${ctx.actor.id} ${key}`).digest('hex')}`;
}
