// What people see of themselves.
import type { Ctx } from '#server/platform/ctx.ts';
import { IDLE } from '../sessions.ts';

export type SessionView = { id: string; since: Date; seen: Date; address: string | null; agent: string | null };
export type ClientView = { id: string; name: string; scopes: string[]; since: Date; expires: Date; used: Date | null };

/** The actor's open sessions, newest first. */
export async function listSessions(ctx: Ctx): Promise<SessionView[]> {
  return ctx.db
    .selectFrom('identity.session')
    .select(['id', 'created_at as since', 'seen_at as seen', 'address', 'agent'])
    .where('account_id', '=', ctx.actor.id)
    .where('step', '=', 'full')
    .where('ended_at', 'is', null)
    .where('expires_at', '>', ctx.now)
    .where('seen_at', '>', new Date(ctx.now.getTime() - IDLE))
    .orderBy('created_at', 'desc')
    .limit(50)
    .execute();
}

/** The actor's API clients that have not been ended. */
export async function listClients(ctx: Ctx): Promise<ClientView[]> {
  return ctx.db
    .selectFrom('identity.api_client as c')
    .innerJoin('identity.token as t', 't.client_id', 'c.id')
    .select(['c.id', 'c.name', 'c.scopes', 'c.created_at as since', 't.expires_at as expires', 't.used_at as used'])
    .where('c.account_id', '=', ctx.actor.id)
    .where('c.revoked_at', 'is', null)
    .where('t.kind', '=', 'secret')
    .orderBy('c.created_at', 'desc')
    .execute();
}

/** How the actor signs in, as it stands now: an act of the same request may have changed it. */
export async function signInMethods(
  ctx: Ctx,
): Promise<{ password: boolean; mustChange: boolean; secondFactor: boolean; pending: boolean }> {
  const row = await ctx.db
    .selectFrom('identity.account')
    .select(['password_hash', 'must_change', 'totp_since', 'totp_sealed'])
    .where('id', '=', ctx.actor.id)
    .executeTakeFirstOrThrow();
  return {
    password: row.password_hash !== null,
    mustChange: row.must_change,
    secondFactor: row.totp_since !== null,
    pending: row.totp_since === null && row.totp_sealed !== null,
  };
}

export type PasskeyView = { id: string; name: string; madeAt: Date; usedAt: Date | null; backedUp: boolean };

/** The actor's passkeys, newest first. */
export async function listPasskeys(ctx: Ctx): Promise<PasskeyView[]> {
  return ctx.db
    .selectFrom('identity.passkey')
    .select(['id', 'name', 'made_at as madeAt', 'used_at as usedAt', 'backed_up as backedUp'])
    .where('account_id', '=', ctx.actor.id)
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .execute();
}

export type LinkedView = { issuer: string; subject: string; since: Date };

/** Identities of other houses that open the actor's account. */
export async function listLinked(ctx: Ctx): Promise<LinkedView[]> {
  return ctx.db
    .selectFrom('identity.external_login')
    .select(['issuer', 'subject', 'linked_at as since'])
    .where('account_id', '=', ctx.actor.id)
    .where('unlinked_at', 'is', null)
    .orderBy('linked_at')
    .execute();
}
