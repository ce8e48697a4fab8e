// The authorities' keys: made at first need, one live at a time; retired ones stay listed, so that what they signed stays good.
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { toLow } from '../rules/p256.ts';
import type { Held, Point, Signer } from './signer.ts';
import '../tables.ts';

export type Key = Point & { authority: string; no: number; retired: boolean };
export type Live = Key & Held;

const MOST_KEYS = 255; // one byte in a compact code

export const publicKeyOf = ({ x, y }: Point): KeyObject => createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });

/** Every key of an authority (of all without one), the oldest first. */
export async function listKeys(db: Db | Tx, authority?: string): Promise<Key[]> {
  let query = db.selectFrom('traceability.signing_key').select(['authority', 'no', 'x', 'y', 'retired_at']);
  if (authority !== undefined) query = query.where('authority', '=', authority);
  const rows = await query.orderBy('authority').orderBy('no').execute();
  return rows.map((r) => ({ authority: r.authority, no: r.no, x: r.x, y: r.y, retired: r.retired_at !== null }));
}

async function findLive(db: Db | Tx, authority: string): Promise<Live | undefined> {
  const row = await db
    .selectFrom('traceability.signing_key')
    .select(['authority', 'no', 'x', 'y', 'sealed', 'remote'])
    .where('authority', '=', authority)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  const { sealed, remote, ...rest } = row;
  return { ...rest, retired: false, ...(remote === null ? { sealed: sealed as Buffer, remote } : { sealed: null, remote }) };
}

async function addKey(tx: Tx, ctx: Ctx, signer: Signer, authority: string, verb: string): Promise<Live> {
  const before = await listKeys(tx, authority);
  const no = (before.at(-1)?.no ?? 0) + 1;
  if (no > MOST_KEYS)
    throw new AppError('conflict', { vi: 'Cơ quan này đã dùng hết 255 khóa.', en: 'This authority has used all its 255 keys.' });
  const made = await signer.create(authority);
  publicKeyOf(made); // a point off the curve is refused here
  await tx
    .updateTable('traceability.signing_key')
    .set({ retired_at: ctx.now })
    .where('authority', '=', authority)
    .where('retired_at', 'is', null)
    .execute();
  await tx
    .insertInto('traceability.signing_key')
    .values({ authority, no, ...made, created_at: ctx.now, retired_at: null })
    .execute();
  await recordAct(tx, ctx, {
    verb,
    subjectKind: 'signing_key',
    subjectId: `${authority}#k${no}`,
    detail: { remote: made.remote !== null },
  });
  return { authority, no, retired: false, ...made };
}

/** Two at once: the second waits and then sees the first one's key. */
const lock = (tx: Tx, authority: string) => sql`select pg_advisory_xact_lock(hashtext(${`traceability.key.${authority}`}))`.execute(tx);

/** The live key of an authority; made when there is none. */
export async function ensureKey(ctx: Ctx, signer: Signer, authority: string): Promise<Live> {
  const live = await findLive(ctx.db, authority);
  if (live) return live;
  return transact(ctx.db, async (tx) => {
    await lock(tx, authority);
    return (await findLive(tx, authority)) ?? addKey(tx, ctx, signer, authority, 'create_signing_key');
  });
}

/** A new live key; the one before stays listed and what it signed stays good. The caller has checked that the authority exists. */
export async function rotateKey(ctx: Ctx, signer: Signer, authority: string): Promise<Key> {
  return transact(ctx.db, async (tx) => {
    await lock(tx, authority);
    return addKey(tx, ctx, signer, authority, 'rotate_signing_key');
  });
}

const notNow = () =>
  new AppError('not_ready', {
    vi: 'Lúc này chưa ký được. Thử lại sau ít phút.',
    en: 'Signing is not possible right now. Try again later.',
  });

/**
 * ES256 with a live key: r and s, 64 bytes, s the smaller one. Checked with the public key on record before it leaves.
 * Throws `not_ready` when the key cannot be used.
 */
export async function signWith(ctx: Ctx, signer: Signer, live: Live, payload: Uint8Array): Promise<Buffer> {
  const { authority, no } = live;
  let signature: Buffer;
  try {
    signature = toLow(await signer.sign(authority, live, payload));
  } catch (e) {
    ctx.log.error({ err: e, authority, key: no }, 'signing failed');
    throw notNow();
  }
  if (verify('sha256', payload, { key: publicKeyOf(live), dsaEncoding: 'ieee-p1363' }, signature)) return signature;
  ctx.log.error({ authority, key: no }, 'the signature does not fit the public key on record');
  throw notNow();
}

/** Public keys in memory, by authority and number; a key not known yet is looked up once more. */
export function createKeyCache(db: Db) {
  let keys = new Map<string, KeyObject>();
  let read: Promise<void> | undefined;
  const load = async () => {
    keys = new Map((await listKeys(db)).map((k) => [`${k.authority}#${k.no}`, keys.get(`${k.authority}#${k.no}`) ?? publicKeyOf(k)]));
  };
  return {
    /** Undefined when it has to be looked up. */
    known: (authority: string, no: number): KeyObject | undefined => keys.get(`${authority}#${no}`),
    /** Many callers at once share one reading. */
    refresh: (): Promise<void> => {
      read ??= load().finally(() => {
        read = undefined;
      });
      return read;
    },
  };
}
