// Sessions: a random token in a cookie, its hash in the table; they end by rest, by age, by sign-out, by hand.
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { newId } from '#shared/ids.ts';
import { hashOf, newSecret } from './secrets.ts';

const HOUR = 3_600_000;
export const IDLE = 12 * HOUR;
const LONGEST = 7 * 24 * HOUR;
/** Time to type the code after the password. */
const SECOND_FACTOR = 5 * 60_000;

export type Origin = { address?: string | undefined; agent?: string | undefined };
export type Started = { step: 'second_factor' | 'full'; secret: string; expires: Date };

/** A new token at every sign-in and at every step of it; the one it replaces is ended. */
export async function startSession(
  tx: Tx,
  ctx: Ctx,
  session: { accountId: string; step: Started['step']; replaces?: string | undefined } & Origin,
): Promise<Started> {
  const secret = newSecret();
  const expires = new Date(ctx.now.getTime() + (session.step === 'full' ? LONGEST : SECOND_FACTOR));
  if (session.replaces)
    await tx.updateTable('identity.session').set({ ended_at: ctx.now }).where('hash', '=', hashOf(session.replaces)).execute();
  await tx
    .insertInto('identity.session')
    .values({
      id: newId() + newId(),
      hash: hashOf(secret),
      account_id: session.accountId,
      step: session.step,
      created_at: ctx.now,
      seen_at: ctx.now,
      expires_at: expires,
      address: session.address ?? null,
      agent: session.agent?.slice(0, 300) ?? null,
    })
    .execute();
  return { step: session.step, secret, expires };
}

/** Ends every session of an account. */
export async function endSessions(tx: Tx, ctx: Ctx, accountId: string): Promise<void> {
  await tx
    .updateTable('identity.session')
    .set({ ended_at: ctx.now })
    .where('account_id', '=', accountId)
    .where('ended_at', 'is', null)
    .execute();
}
