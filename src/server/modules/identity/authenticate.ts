// From a request to an actor. A request without cookie and without Authorization never reaches the database.
import { type Actor, PUBLIC } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import type { Identity } from './identity.ts';
import { personFrom } from './queries/load-person.ts';
import { hashOf } from './secrets.ts';
import { IDLE } from './sessions.ts';

export const SESSION_COOKIE = 'sanvat_session';
/** `seen_at` is written at most this often. */
const SEEN_EVERY = 5 * 60_000;

export type Asked = { db: Db; clock: () => Date; identity: Identity };

/** The secret of the session that a Cookie header carries. */
export function sessionSecret(cookie: string | null): string | undefined {
  return cookie ? new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=([\\w-]{43})(?:;|$)`).exec(cookie)?.[1] : undefined;
}

/** The actor of a request: by Bearer token (401 when it does not hold), else by session cookie, else the public. */
export async function actorOf(app: Asked, request: { headers: Headers }): Promise<Actor> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return byToken(app, authorization);
  const secret = sessionSecret(request.headers.get('cookie'));
  return secret ? bySession(app, secret) : PUBLIC;
}

async function bySession({ db, clock, identity }: Asked, secret: string): Promise<Actor> {
  const now = clock();
  const row = await db
    .selectFrom('identity.session as s')
    .innerJoin('identity.account as a', 'a.id', 's.account_id')
    .select(['s.id as session', 's.seen_at', 'a.id', 'a.account', 'a.name', 'a.sample', 'a.must_change'])
    .where('s.hash', '=', hashOf(secret))
    .where('s.step', '=', 'full')
    .where('s.ended_at', 'is', null)
    .where('s.expires_at', '>', now)
    .where('s.seen_at', '>', new Date(now.getTime() - IDLE))
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row || (row.sample && !identity.sample)) return PUBLIC;
  if (now.getTime() - row.seen_at.getTime() > SEEN_EVERY)
    await db.updateTable('identity.session').set({ seen_at: now }).where('id', '=', row.session).execute();
  return personFrom(db, row, { session: row.session });
}

const refused = () =>
  new AppError('unauthorized', { vi: 'Mã truy cập không đúng hoặc đã hết hạn.', en: 'The access token is wrong or has expired.' });

async function byToken({ db, clock, identity }: Asked, authorization: string): Promise<Actor> {
  const now = clock();
  const secret = /^Bearer ([\w-]{43})$/i.exec(authorization)?.[1];
  if (!secret) throw refused();
  const row = await db
    .selectFrom('identity.token as t')
    .innerJoin('identity.account as a', 'a.id', 't.account_id')
    .leftJoin('identity.api_client as c', 'c.id', 't.client_id')
    .select(['t.id as token', 't.used_at', 't.client_id', 't.scopes as narrowed', 'c.scopes', 'c.revoked_at as client_revoked'])
    .select(['a.id', 'a.account', 'a.name', 'a.sample', 'a.must_change'])
    .where('t.hash', '=', hashOf(secret))
    .where('t.revoked_at', 'is', null)
    .where('t.expires_at', '>', now)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row || row.client_revoked || (row.sample && !identity.sample)) throw refused();
  if (!row.used_at || now.getTime() - row.used_at.getTime() > SEEN_EVERY)
    await db.updateTable('identity.token').set({ used_at: now }).where('id', '=', row.token).execute();
  return personFrom(db, row, row.client_id ? { scopes: (row.scopes ?? []).filter((s) => !row.narrowed || row.narrowed.includes(s)) } : {});
}
