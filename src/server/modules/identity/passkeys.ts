// Passkeys (W3C Web Authentication): what this site is called to an authenticator, and challenges that are good once.
import { z } from 'zod';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';

/** `origin` as the browser sees it; the relying party is its host name. */
export type Site = { origin: string; rpId: string };
/** The site behind an origin such as `https://ocop.example.vn`. */
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

/** What an authenticator answers through a browser: the parts common to making and using a key, and its own `response`. */
export const answerWith = <R extends z.ZodRawShape>(response: R) =>
  z.object({
    id: z.string().min(1).max(1_400),
    rawId: z.string().max(1_400),
    type: z.literal('public-key'),
    authenticatorAttachment: z.string().nullish(),
    clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
    response: z.object({ clientDataJSON: z.string().max(10_000), ...response }),
  });

/** What a browser sent, as the schema says it; a refusal for anything else. */
export function readAnswer<T extends z.ZodType>(schema: T, json: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(json.slice(0, 200_000));
  } catch {
    throw refusedPasskey();
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refusedPasskey();
  return parsed.data;
}

export const refusedPasskey = () =>
  new AppError('unauthorized', {
    vi: 'Khóa truy cập không được xác nhận. Xin làm lại, hoặc dùng mật khẩu.',
    en: 'The passkey was not confirmed. Please try again, or use your password.',
  });
