// Bitstring status lists, computed from the register whenever they are asked for. A bit that was published as set stays set.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { currentChange } from '#server/modules/registry/index.ts';
import { dayOf } from '#shared/dates.ts';
import { type Issuing, signCredential } from './issue.ts';
import { ensureKey } from './keys/keyring.ts';
import { didOf } from './rules/authorities.ts';
import { encodeList } from './rules/bitstring.ts';
import { listUrl } from './rules/certificate.ts';
import './tables.ts';

const HOUR = 3_600_000;
/** Readers may rely on a list for this long; it is signed again at half of it. */
const LIFE = 24 * HOUR;
/** The clocks of readers may be behind ours by this much: a list signed just now must not be one of the future to them. */
const SKEW = 60_000;

export type PublishedList = { no: number; authority: string; set: ReadonlySet<number>; validUntil: Date; token: string; etag: string };
type Known = PublishedList & { stamp: string; signedAt: Date };

/** Lists as this process signed them last. */
export type ListMemory = Map<string, Known>;

/** What the bits hang on: the register's change, the local day and how many entries there are. */
async function stampOf({ ctx }: Issuing, no: number): Promise<string> {
  const { n } = await ctx.db
    .selectFrom('traceability.status_entry')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('list', '=', no)
    .executeTakeFirstOrThrow();
  return `${await currentChange(ctx.db)}.${dayOf(ctx.now)}.${n}`;
}

/** Ended (withdrawn or replaced), gone from the register, or no longer what the credential says. */
async function readBits({ ctx }: Issuing, no: number): Promise<Set<number>> {
  const { rows } = await sql<{ idx: number; fresh: boolean }>`
    select e.idx, e.set_at is null as fresh from traceability.status_entry e
    left join registry.pub_recognition r on r.product_id = e.product_id and r.valid_from = e.valid_from
    where e.list = ${no} and (e.set_at is not null or r.product_id is null or r.ended_on <= ${dayOf(ctx.now)}
      or r.star <> e.star or r.in_force_until < e.until)`.execute(ctx.db);
  const fresh = rows.filter((r) => r.fresh).map((r) => r.idx);
  if (fresh.length > 0)
    await sql`update traceability.status_entry set set_at = ${ctx.now} where list = ${no} and set_at is null and idx = any(${fresh}::int[])`.execute(
      ctx.db,
    );
  return new Set(rows.map((r) => r.idx));
}

const same = (a: ReadonlySet<number>, b: ReadonlySet<number>): boolean => a.size === b.size && [...a].every((i) => b.has(i));

/** The list as it stands now; undefined when there is none of that number. */
export async function publishList(issuing: Issuing, memory: ListMemory, no: number): Promise<PublishedList | undefined> {
  const { ctx, signer, origin } = issuing;
  const key = `${no} ${origin}`;
  const before = memory.get(key);
  const young = before !== undefined && Math.abs(ctx.now.getTime() - before.signedAt.getTime()) < LIFE / 2;
  const stamp = await stampOf(issuing, no);
  if (young && before.stamp === stamp) return before;
  const row = await ctx.db.selectFrom('traceability.status_list').select('authority').where('no', '=', no).executeTakeFirst();
  if (!row) return undefined;
  const set = await readBits(issuing, no);
  if (young && same(before.set, set)) {
    memory.set(key, { ...before, stamp });
    return before;
  }
  const from = ctx.now.getTime() - SKEW;
  const validUntil = new Date(from + LIFE);
  const token = await signCredential(issuing, await ensureKey(ctx, signer, row.authority), {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: listUrl(origin, no),
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: didOf(origin, row.authority),
    validFrom: `${new Date(from).toISOString().slice(0, 19)}Z`,
    validUntil: `${validUntil.toISOString().slice(0, 19)}Z`,
    credentialSubject: {
      id: `${listUrl(origin, no)}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: encodeList(set),
    },
  });
  const etag = `"${createHash('sha256').update(token).digest('base64url').slice(0, 22)}"`;
  const list: Known = { no, authority: row.authority, set, validUntil, token, etag, stamp, signedAt: ctx.now };
  if (memory.size > 500) memory.clear();
  memory.set(key, list);
  return list;
}
