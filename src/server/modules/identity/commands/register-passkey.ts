import { generateRegistrationOptions, type RegistrationResponseJSON, verifyRegistrationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { AppError, notFound, refused } from '#server/platform/errors.ts';
import type { Identity } from '../identity.ts';
import { answerWith, keepChallenge, MOST_PASSKEYS, readAnswer, refusedPasskey, type Site, takeChallenge } from '../passkeys.ts';
import { assertPassword } from '../password.ts';
import { ownAccount } from './own-account.ts';

const Answer = answerWith({
  attestationObject: z.string().max(100_000),
  transports: z.array(z.string().max(30)).max(10).optional(),
});

const passkeysOf = (db: Db, account: string) =>
  db.selectFrom('identity.passkey').select(['id', 'transports']).where('account_id', '=', account).execute();

/** What the browser is asked to make: a discoverable credential that checks its user. */
export async function startPasskey(ctx: Ctx, site: Site): Promise<object> {
  const account = await ownAccount(ctx);
  const known = await passkeysOf(ctx.db, account.id);
  if (known.length >= MOST_PASSKEYS) throw tooMany();
  const options = await generateRegistrationOptions({
    rpName: 'Sản Vật',
    rpID: site.rpId,
    userName: account.account,
    userID: Buffer.from(account.id),
    userDisplayName: ctx.actor.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await keepChallenge(ctx.db, ctx, options.challenge, { purpose: 'register', accountId: account.id });
  return options;
}

/** Keeps the passkey a browser made for the actor; the password is asked once more where there is one. */
export async function registerPasskey(
  ctx: Ctx,
  input: { response: string; name: string; current: string; site: Site },
  identity: Identity,
): Promise<{ id: string }> {
  const account = await ownAccount(ctx);
  const name = input.name.trim().normalize().slice(0, 100);
  if (!name) {
    throw refused('name', 'Cần đặt tên cho khóa.', 'The passkey needs a name.', 'required');
  }
  if (account.password_hash) await assertPassword(identity, account, input.current);
  const answer = readAnswer(Answer, input.response);
  const expectedChallenge = await takeChallenge(ctx.db, ctx, answer.response.clientDataJSON, {
    purpose: 'register',
    accountId: account.id,
  });
  const made = await verifyRegistrationResponse({
    response: answer as RegistrationResponseJSON,
    expectedChallenge,
    expectedOrigin: input.site.origin,
    expectedRPID: input.site.rpId,
    requireUserVerification: true,
  }).catch(() => undefined);
  if (!made?.verified) throw refusedPasskey();
  const { credential, credentialBackedUp } = made.registrationInfo;
  await transact(ctx.db, async (tx) => {
    await tx.selectFrom('identity.account').select('id').where('id', '=', account.id).forUpdate().executeTakeFirstOrThrow();
    if ((await passkeysOf(tx, account.id)).length >= MOST_PASSKEYS) throw tooMany();
    const kept = await tx
      .insertInto('identity.passkey')
      .values({
        id: credential.id,
        account_id: account.id,
        name,
        public_key: Buffer.from(credential.publicKey),
        counter: credential.counter,
        transports: credential.transports ?? [],
        backed_up: credentialBackedUp,
        made_at: ctx.now,
        used_at: null,
      })
      .onConflict((c) => c.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!kept) throw new AppError('conflict', { vi: 'Khóa này đã có ở đây.', en: 'This passkey is already here.' });
    await recordAct(tx, ctx, { verb: 'register_passkey', subjectKind: 'account', subjectId: account.id, detail: { name } });
  });
  return { id: credential.id };
}

/** Gives one of the actor's passkeys another name. */
export async function renamePasskey(ctx: Ctx, input: { passkey: string; name: string }): Promise<void> {
  const account = await ownAccount(ctx);
  const name = input.name.trim().normalize().slice(0, 100);
  const done = name
    ? await ctx.db
        .updateTable('identity.passkey')
        .set({ name })
        .where('id', '=', input.passkey)
        .where('account_id', '=', account.id)
        .returning('id')
        .executeTakeFirst()
    : undefined;
  if (!done) throw noPasskey();
}

/** Removes one of the actor's passkeys; it opens nothing from then on. */
export async function removePasskey(ctx: Ctx, input: { passkey: string }): Promise<void> {
  const account = await ownAccount(ctx);
  await transact(ctx.db, async (tx) => {
    const gone = await tx
      .deleteFrom('identity.passkey')
      .where('id', '=', input.passkey)
      .where('account_id', '=', account.id)
      .returning('name')
      .executeTakeFirst();
    if (!gone) throw noPasskey();
    await recordAct(tx, ctx, { verb: 'remove_passkey', subjectKind: 'account', subjectId: account.id, detail: { name: gone.name } });
  });
}

const noPasskey = () => notFound('passkey', { vi: 'khóa truy cập', en: 'passkey' });
const tooMany = () =>
  new AppError('conflict', { vi: `Không quá ${MOST_PASSKEYS} khóa truy cập.`, en: `No more than ${MOST_PASSKEYS} passkeys.` });
