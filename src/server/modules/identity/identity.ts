// What one process keeps for its sign-ins: whether sample people may act, and the counters of failed attempts.
import { createHash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { limitKey } from '#server/platform/client-address.ts';
import type { Db } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import type { SecretBox } from '#server/platform/secret-box.ts';
import { createOidc, type Oidc, readProviders } from './oidc.ts';

export type Identity = {
  /** Other houses whose identities open accounts here. */
  readonly oidc: Oidc;
  /** Sample people act only while this instance holds sample data (SANVAT_SAMPLE). */
  readonly sample: boolean;
  /** Takes one attempt from the account and, when known, from the address; throws 429 when one has none left. */
  attempt: (login: string, address: string | undefined) => Promise<{ succeeded: () => Promise<void> }>;
  /** Takes one turn of something counted by one key; throws 429 when none is left. */
  take: (what: Counted, key: string) => Promise<void>;
  /** Seals the secrets of one-time codes. */
  readonly secrets: SecretBox;
};

/** Turns per key in fifteen minutes. */
const TURNS = { passkey: 200, recovery: 4, recovery_address: 30, token: 120 };
export type Counted = keyof typeof TURNS;

const WINDOW = 15 * 60;
const PER_ACCOUNT = 10;
const PER_ADDRESS = 100;

const noBox = () => {
  throw new Error('identity was made without a secret box');
};
const NO_BOX: SecretBox = { seal: noBox, open: noBox };

/** Counters in PostgreSQL, so that all processes share them; whoever is blocked is refused from memory; memory alone when PostgreSQL fails. */
export function createIdentity(db: Db, options: { sample: boolean; secrets?: SecretBox; oidcProviders?: string | undefined }): Identity {
  const storeClient = {
    query: ({ text, values }: { text: string; values: unknown[] }) =>
      db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values)).then(({ rows }) => ({ rows, rowCount: rows.length })),
  };
  const limiter = (keyPrefix: string, points: number) =>
    new RateLimiterPostgres({
      storeClient,
      storeType: 'client',
      schemaName: 'identity',
      tableName: 'login_limit',
      tableCreated: true,
      keyPrefix,
      points,
      duration: WINDOW,
      inMemoryBlockOnConsumed: points + 1,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration: WINDOW }),
    });
  const byAccount = limiter('account', PER_ACCOUNT);
  const byAddress = limiter('address', PER_ADDRESS);
  const turns = new Map(Object.entries(TURNS).map(([what, points]) => [what, limiter(what, points)]));

  return {
    sample: options.sample,
    secrets: options.secrets ?? NO_BOX,
    take: async (what, key) => {
      try {
        await turns.get(what)?.consume(keyOf(key));
      } catch (e) {
        if (e instanceof RateLimiterRes) throw tooMany(e.msBeforeNext);
        throw e;
      }
    },
    oidc: createOidc(readProviders(options.oidcProviders)),
    attempt: async (login, address) => {
      const account = keyOf(login);
      const from = address && keyOf(limitKey(address));
      try {
        if (from) await byAddress.consume(from);
        await byAccount.consume(account);
      } catch (e) {
        if (e instanceof RateLimiterRes) throw tooMany(e.msBeforeNext);
        throw e;
      }
      return {
        succeeded: async () => {
          if (from) await byAddress.reward(from);
          await byAccount.delete(account);
        },
      };
    },
  };
}

const keyOf = (text: string) => createHash('sha256').update(text).digest('base64url');

function tooMany(ms: number): AppError {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  return new AppError('too_many_requests', {
    vi: `Đã thử quá nhiều lần. Xin đợi ${minutes} phút rồi thử lại.`,
    en: `Too many attempts. Please wait ${minutes} minute${minutes === 1 ? '' : 's'} and try again.`,
  });
}
