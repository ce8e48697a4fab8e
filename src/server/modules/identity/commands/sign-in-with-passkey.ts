import { type AuthenticationResponseJSON, generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { recordAct } from '#server/modules/audit/index.ts';
import { limitKey } from '#server/platform/client-address.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import type { Identity } from '../identity.ts';
import { answerWith, keepChallenge, readAnswer, refusedPasskey, type Site, takeChallenge } from '../passkeys.ts';
import { type Origin, type Started, startSession } from '../sessions.ts';
import { recordLogin } from './sign-in.ts';

const Answer = answerWith({
  authenticatorData: z.string().max(10_000),
  signature: z.string().max(10_000),
  userHandle: z.string().max(200).nullish(),
});

/** What the browser is asked to sign. It names no account: the authenticator finds its own. */
export async function askForPasskey(ctx: Ctx, input: { site: Site; address?: string | undefined }, identity: Identity): Promise<object> {
  await identity.take('passkey', limitKey(input.address ?? 'unknown'));
  const options = await generateAuthenticationOptions({ rpID: input.site.rpId, userVerification: 'required' });
  await keepChallenge(ctx.db, ctx, options.challenge, { purpose: 'sign_in' });
  return options;
}

/** Opens a session for a passkey. It is something one has, unlocked by something one knows or is: no code is asked besides. */
export async function signInWithPasskey(
  ctx: Ctx,
  input: { response: string; site: Site; replaces?: string | undefined } & Origin,
  identity: Identity,
): Promise<Started> {
  await identity.take('passkey', limitKey(input.address ?? 'unknown'));
  const answer = readAnswer(Answer, input.response);
  const expectedChallenge = await takeChallenge(ctx.db, ctx, answer.response.clientDataJSON, { purpose: 'sign_in' });
  const started = await transact(ctx.db, async (tx) => {
    // the row lock makes one of two answers of a copied authenticator see the counter of the other
    const key = await tx.selectFrom('identity.passkey').selectAll().where('id', '=', answer.id).forUpdate().executeTakeFirst();
    const account = key
      ? await tx
          .selectFrom('identity.account')
          .select(['id', 'name', 'disabled_at', 'sample'])
          .where('id', '=', key.account_id)
          .executeTakeFirst()
      : undefined;
    const { userHandle } = answer.response;
    const own = !userHandle || Buffer.from(userHandle, 'base64url').toString() === account?.id;
    const verified =
      key && account && own
        ? await verifyAuthenticationResponse({
            response: answer as AuthenticationResponseJSON,
            expectedChallenge,
            expectedOrigin: input.site.origin,
            expectedRPID: input.site.rpId,
            credential: { id: key.id, publicKey: new Uint8Array(key.public_key), counter: key.counter, transports: key.transports },
            requireUserVerification: true,
          }).catch(() => undefined)
        : undefined;
    if (!key || !account || !verified?.verified || account.disabled_at || account.sample) {
      await recordAct(tx, ctx, {
        verb: 'login_failed',
        subjectKind: 'account',
        subjectId: account?.id ?? 'unknown',
        detail: { step: 'passkey' },
      });
      return undefined;
    }
    const { newCounter, credentialBackedUp } = verified.authenticationInfo;
    await tx
      .updateTable('identity.passkey')
      .set({ counter: newCounter, backed_up: credentialBackedUp, used_at: ctx.now })
      .where('id', '=', key.id)
      .execute();
    const session = await startSession(tx, ctx, { ...input, accountId: account.id, step: 'full' });
    await recordLogin(tx, ctx, account, 'passkey');
    return session;
  });
  if (!started) throw refusedPasskey();
  return started;
}
