// The record of acts: each act carries the hash of the one before it.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { canonical } from './rules/canonical.ts';
import './tables.ts';

/** `verb` is the command's name, `detail` what changed: no secrets, no personal data beyond roles. */
export type Act = { verb: string; subjectKind: string; subjectId: string; detail: unknown };

type Row = {
  no: number;
  at: string;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  verb: string;
  subject_kind: string;
  subject_id: string;
  detail: unknown;
  request_id: string;
};

const hashOf = (previous: Buffer, row: Row): Buffer => createHash('sha256').update(previous).update(canonical(row)).digest();

/** Writes the act in the caller's transaction. The chain's head is locked until that transaction ends, so acts stand in order of commit. */
export async function recordAct(tx: Tx, ctx: Ctx, act: Act): Promise<void> {
  const head = await tx.selectFrom('audit.head').select(['no', 'hash']).forUpdate().executeTakeFirstOrThrow();
  const detail = JSON.parse(JSON.stringify(act.detail ?? {}));
  const row: Row = {
    no: head.no + 1,
    at: ctx.now.toISOString(),
    actor_kind: ctx.actor.kind,
    actor_id: ctx.actor.id,
    actor_name: ctx.actor.name,
    verb: act.verb,
    subject_kind: act.subjectKind,
    subject_id: act.subjectId,
    detail,
    request_id: ctx.requestId,
  };
  const hash = hashOf(head.hash, row);
  await tx
    .insertInto('audit.act')
    .values({ ...row, detail: JSON.stringify(detail), previous: head.hash, hash })
    .execute();
  await tx.updateTable('audit.head').set({ no: row.no, hash }).execute();
}

/**
 * Walks the whole chain; `brokenAt` is the first act that does not follow from the one before it, or is not what was `pinned` at its number
 * (by a signed checkpoint): so a chain written anew from some act on is told as well.
 */
export async function verifyChain(
  db: Db,
  pinned: readonly { no: number; hash: string }[] = [],
): Promise<{ acts: number; brokenAt?: number }> {
  const pins = new Map(pinned.map((p) => [p.no, p.hash]));
  let previous: Buffer = Buffer.alloc(32);
  let expected = 1;
  for (;;) {
    const { rows } = await sql<
      Row & { previous: Buffer; hash: Buffer }
    >`select no, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, actor_kind, actor_id, actor_name, verb,
        subject_kind, subject_id, detail, request_id, previous, hash
      from audit.act where no >= ${expected} order by no limit 1000`.execute(db);
    for (const { previous: before, hash, ...row } of rows) {
      if (row.no !== expected || !before.equals(previous) || !hashOf(previous, row).equals(hash))
        return { acts: expected - 1, brokenAt: expected };
      if ((pins.get(row.no) ?? hash.toString('hex')) !== hash.toString('hex')) return { acts: expected - 1, brokenAt: row.no };
      previous = hash;
      expected++;
    }
    if (rows.length < 1000) break;
  }
  const head = await db.selectFrom('audit.head').select(['no', 'hash']).executeTakeFirstOrThrow();
  if (head.no !== expected - 1 || !head.hash.equals(previous)) return { acts: expected - 1, brokenAt: expected };
  if ([...pins.keys()].some((no) => no >= expected)) return { acts: expected - 1, brokenAt: expected };
  return { acts: expected - 1 };
}
