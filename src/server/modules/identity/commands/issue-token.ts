import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { newId } from '#shared/ids.ts';
import type { Identity } from '../identity.ts';
import { SCOPES, type Scope } from '../rules/roles.ts';
import { hashOf, newSecret } from '../secrets.ts';

/** Seconds an access token lives. */
export const TOKEN_LIFE = 900;
export type TokenAnswer = { access_token: string; token_type: 'Bearer'; expires_in: number; scope: string };
/** The refusals of RFC 6749, section 5.2. */
export type TokenRefusal = 'invalid_client' | 'invalid_scope';

/**
 * Gives an API client a short-lived token for its secret (RFC 6749, section 4.4). The token never outlives the secret, may ask for fewer
 * scopes than the client holds, and ends with the client, the account and the secret.
 */
export async function issueToken(
  ctx: Ctx,
  input: { client: string; secret: string; scope?: string | undefined },
  identity: Identity,
): Promise<TokenAnswer | { error: TokenRefusal }> {
  const row = await ctx.db
    .selectFrom('identity.token as t')
    .innerJoin('identity.api_client as c', 'c.id', 't.client_id')
    .innerJoin('identity.account as a', 'a.id', 't.account_id')
    .select(['c.id', 'c.scopes', 't.account_id', 't.expires_at', 'a.name', 'a.sample'])
    .where('t.hash', '=', hashOf(input.secret))
    .where('t.kind', '=', 'secret')
    .where('c.id', '=', input.client)
    .where('t.revoked_at', 'is', null)
    .where('c.revoked_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .where('t.expires_at', '>', ctx.now)
    .executeTakeFirst();
  if (!row || (row.sample && !identity.sample)) return { error: 'invalid_client' };
  // after the secret, which nobody guesses: strangers neither use up the turns of a client nor fill the table of counters
  await identity.take('token', `client ${row.id}`);
  const asked = input.scope === undefined ? row.scopes : input.scope.split(' ').filter(Boolean);
  const scopes = SCOPES.filter((s) => asked.includes(s));
  if (asked.length === 0 || scopes.length !== new Set(asked).size || scopes.some((s) => !row.scopes.includes(s)))
    return { error: 'invalid_scope' };
  const token = newSecret();
  const expires = new Date(Math.min(ctx.now.getTime() + TOKEN_LIFE * 1000, row.expires_at.getTime()));
  await transact(ctx.db, async (tx) => {
    await tx
      .insertInto('identity.token')
      .values({
        id: newId() + newId(),
        hash: hashOf(token),
        account_id: row.account_id,
        client_id: row.id,
        kind: 'access',
        scopes: scopes as Scope[],
        created_at: ctx.now,
        expires_at: expires,
        used_at: null,
        revoked_at: null,
      })
      .execute();
    const actor = { kind: 'person' as const, id: row.account_id, name: row.name };
    await recordAct(tx, { ...ctx, actor }, { verb: 'issue_token', subjectKind: 'client', subjectId: row.id, detail: { scopes } });
  });
  const expires_in = Math.floor((expires.getTime() - ctx.now.getTime()) / 1000);
  return { access_token: token, token_type: 'Bearer', expires_in, scope: scopes.join(' ') };
}
