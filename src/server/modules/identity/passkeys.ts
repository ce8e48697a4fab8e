// Passkeys (W3C Web Authentication): what this site is called to an authenticator, and challenges that are good once.
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';

/** `origin` as the browser sees it; the relying party is its host name. */
export type Site = { origin: string; rpId: string };
export const siteOf = (origin: string): Site => ({ origin, rpId: new URL(origin).hostname });

export const MOST_PASSKEYS = 20;
/** Time to touch the authenticator. */
const OPEN = 5 * 60_000;

type Purpose = { purpose: 'register'; accountId: string } | { purpose: 'sign_in'; accountId?: undefined };

export async function keepChallenge(db: Db, ctx: Ctx, challenge: string, { purpose, accountId }: Purpose): Promise<void> {
  await db
    .insertInto('identity.challenge')
    .values({ challenge, purpose, account_id: accountId ?? null, expires_at: new Date(ctx.now.getTime() + OPEN) })
    .execute();
}

/** Takes the challenge a browser answered; of two answers to one challenge only the first finds it, whatever becomes of that answer. */
export async function takeChallenge(db: Db, ctx: Ctx, clientDataJSON: string, { purpose, accountId }: Purpose): Promise<string> {
  const challenge = challengeIn(clientDataJSON);
  const row = challenge
    ? await db.deleteFrom('identity.challenge').where('challenge', '=', challenge).returningAll().executeTakeFirst()
    : undefined;
  const fits = row && row.purpose === purpose && row.account_id === (accountId ?? null) && row.expires_at > ctx.now;
  if (!fits || !challenge) throw refusedPasskey();
  return challenge;
}

function challengeIn(clientDataJSON: string): string | undefined {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { challenge?: unknown };
    return typeof challenge === 'string' ? challenge : undefined;
  } catch {
    return undefined;
  }
}

export const refusedPasskey = () =>
  new AppError('unauthorized', {
    vi: 'Khóa truy cập không được xác nhận. Xin làm lại, hoặc dùng mật khẩu.',
    en: 'The passkey was not confirmed. Please try again, or use your password.',
  });
