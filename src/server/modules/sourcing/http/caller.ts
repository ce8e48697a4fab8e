// What every route of sourcing shares: how it may be refused, how a body is read, a request that is done once under its key.
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { sql } from 'kysely';
import { keyOf } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { isJson, refusal, withinLimit } from '#server/platform/openapi.ts';

/** A call without an answer that is older was cut off by a crash: the next one takes its place. */
const CUT_OFF_MS = 60_000;

export const REFUSED = {
  401: refusal('No token, or one that does not hold.'),
  403: refusal('The bearer’s roles or scopes do not allow it there.'),
  404: refusal('There is none, or none the bearer may know of.'),
  409: refusal('Not possible where it stands, somebody else was faster, or the key was used for another request.'),
  413: refusal('Over 256 kB.'),
  415: refusal('Not JSON.'),
  422: refusal('Values that do not fit, by name.'),
};
export const SECURED = { tags: ['sourcing'], security: [{ Bearer: [] }] };

export const GUARDS: MiddlewareHandler[] = [withinLimit(256), isJson];

type Done = { question: string; answer?: unknown };

/**
 * Does the work of a request once under its Idempotency-Key: the same question again gets the first answer, another one a conflict, and so does
 * one that comes while the first is at work. A refusal is not kept: the request may be sent again. Commands are harmless to repeat by
 * themselves, so a crash between work and answer costs nothing.
 */
export async function once(c: Context, ctx: Ctx, work: (key: string | undefined) => Promise<unknown>): Promise<unknown> {
  const key = keyOf(c, ctx);
  if (key === undefined) return (await work(undefined)) ?? {};
  const question = createHash('sha256')
    .update(`${c.req.method} ${c.req.path}\n${await c.req.text()}`)
    .digest('hex');
  const cutOff = new Date(ctx.now.getTime() - CUT_OFF_MS);
  const { rows } = await sql`
    insert into sourcing.request (key, actor, answer, at) values (${key}, ${ctx.actor.id}, ${JSON.stringify({ question } satisfies Done)}, ${ctx.now})
    on conflict (key) do update set at = excluded.at
      where request.at < ${cutOff} and request.answer ->> 'question' = ${question} and not request.answer ? 'answer'
    returning key`.execute(ctx.db);
  if (rows.length === 0) {
    const { answer } = await ctx.db.selectFrom('sourcing.request').select('answer').where('key', '=', key).executeTakeFirstOrThrow();
    const before = answer as Done;
    if (before.question !== question)
      throw new AppError('conflict', { vi: 'Khóa này đã dùng cho yêu cầu khác.', en: 'This key was used for another request.' });
    if (!('answer' in before)) throw new AppError('conflict', { vi: 'Yêu cầu này đang được xử lý.', en: 'This request is still at work.' });
    return before.answer;
  }
  try {
    const answer = (await work(`${key}-work`)) ?? {};
    await ctx.db
      .updateTable('sourcing.request')
      .set({ answer: JSON.stringify({ question, answer } satisfies Done) })
      .where('key', '=', key)
      .execute();
    return answer;
  } catch (e) {
    // a refusal changed nothing; after a fault of ours the key waits until it counts as cut off
    if (e instanceof AppError && STATUS_OF[e.code] < 500) await ctx.db.deleteFrom('sourcing.request').where('key', '=', key).execute();
    throw e;
  }
}

export const paging = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(100).default(50),
};

/** A page with its Link to the others (RFC 8288). */
export function paged<T>(c: Context, at: { page: number; pageSize: number }, total: number, items: readonly T[]) {
  const url = new URL(c.req.url);
  const last = Math.max(1, Math.ceil(total / at.pageSize));
  const to = (page: number, rel: string) => {
    const query = new URLSearchParams(url.search);
    query.set('page', String(page));
    return `<${url.pathname}?${query}>; rel="${rel}"`;
  };
  const links = [to(1, 'first'), to(last, 'last')];
  if (at.page > 1) links.push(to(at.page - 1, 'prev'));
  if (at.page < last) links.push(to(at.page + 1, 'next'));
  c.header('Link', links.join(', '));
  return { total, page: at.page, pageSize: at.pageSize, items };
}
