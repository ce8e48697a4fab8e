// The house looks at itself: public record, record of acts, checkpoints and register must fit one another. Others verify with the script of
// docs/how-to/verify-the-record.md and the checkpoints they kept.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { verifyChain } from '#server/modules/audit/index.ts';
import { findUnrecorded, type Unrecorded } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';
import './tables.ts';

export type Verified = {
  entries: number;
  /** The first entry of the public record that does not follow from the one before it. */
  brokenAt?: number;
  acts: number;
  /** The first act that does not follow from the one before it, or is not the one that was signed. */
  actsBrokenAt?: number;
  checkpoints: number;
  /** Numbers of checkpoints that are not signed by their key or that the public record does not fit. */
  unfit: number[];
  register: Unrecorded[];
};

const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const signedBy = (raw: Buffer, body: string, signature: Buffer): boolean => {
  try {
    return verify(null, Buffer.from(body), createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
};

/** Reads everything: minutes on a register of millions, seconds on ours. */
export async function verifyRecord(db: Db): Promise<Verified> {
  const checkpoints = await db.selectFrom('supervision.checkpoint').selectAll().orderBy('no').execute();
  type Pins = { no: number; hash: string; acts: { no: number; hash: string } };
  const said = checkpoints.map((c) => ({ ...c, pins: JSON.parse(c.body) as Pins }));
  const pinned = new Set(said.map((c) => c.pins.no));
  const hashAt = new Map<number, string>([[0, '00'.repeat(32)]]);
  let previous: Buffer = Buffer.alloc(32);
  let entries = 0;
  let brokenAt: number | undefined;
  for (;;) {
    const rows = await db.selectFrom('registry.pub_record').selectAll().where('no', '>', entries).orderBy('no').limit(1000).execute();
    for (const row of rows) {
      const hash = createHash('sha256').update(previous).update(row.body).digest();
      if (row.no !== entries + 1 || !row.previous.equals(previous) || !row.hash.equals(hash)) brokenAt = entries + 1;
      if (brokenAt !== undefined) break;
      previous = hash;
      entries = row.no;
      if (pinned.has(entries)) hashAt.set(entries, hash.toString('hex'));
    }
    if (brokenAt !== undefined || rows.length < 1000) break;
  }
  const head = await db.selectFrom('registry.pub_record_head').select(['no', 'hash']).executeTakeFirstOrThrow();
  if (brokenAt === undefined && (head.no !== entries || !head.hash.equals(previous))) brokenAt = entries + 1;
  const unfit = said.filter((c) => !signedBy(c.public_key, c.body, c.signature) || hashAt.get(c.pins.no) !== c.pins.hash).map((c) => c.no);
  const { acts, brokenAt: actsBrokenAt } = await verifyChain(
    db,
    said.map((c) => c.pins.acts),
  );
  return {
    entries,
    ...(brokenAt === undefined ? {} : { brokenAt }),
    acts,
    ...(actsBrokenAt === undefined ? {} : { actsBrokenAt }),
    checkpoints: said.length,
    unfit,
    register: await findUnrecorded(db),
  };
}

/** Everything fits. */
export const holds = (v: Verified): boolean =>
  v.brokenAt === undefined && v.actsBrokenAt === undefined && v.unfit.length === 0 && v.register.length === 0;
