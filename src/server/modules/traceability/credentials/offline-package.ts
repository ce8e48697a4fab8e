// The register and its endings as one signed text for verifiers without a network: docs/offline-format.md describes it for others.
import { createHash } from 'node:crypto';
import { gzip } from 'node:zlib';
import { sql } from 'kysely';
import { changedSince, currentChange, known, type ProductFacts, type RecognitionFacts, readFacts } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import type { Issuing } from './issue.ts';
import { ensureKey, listKeys, signWith } from './keys/keyring.ts';
import { authorityNumber, PLATFORM } from './rules/authorities.ts';
import { lastDayOf } from './rules/certificate.ts';

export type Package = { text: Buffer; gz: Buffer; etag: string };
/** The whole package by address, as made last; `stamp` says of what. */
export type PackageMemory = Map<string, { stamp: string; made: Promise<Package> }>;
/** Which register a package shows: its change number and its day. */
export type Cursor = { change: number; day: string };

const bare = (day: string): string => day.replaceAll('-', '');
const showCursor = ({ change, day }: Cursor): string => `${change}.${bare(day)}`;

/** `812.20261122`; undefined for anything else. */
export function readCursor(text: string): Cursor | undefined {
  const m = /^(\d{1,15})\.(\d{4})(\d{2})(\d{2})$/.exec(text);
  const day = `${m?.[2]}-${m?.[3]}-${m?.[4]}`;
  return m && isDay(day) ? { change: Number(m[1]), day } : undefined;
}

function termText(r: RecognitionFacts): string {
  const ending = r.endedOn !== null ? `-${r.endedBy === 'superseded' ? 's' : 'r'}${bare(r.endedOn)}` : '';
  return `${bare(r.validFrom)}-${bare(lastDayOf(r))}-${r.star}${ending}`;
}
const plain = (name: string): string => name.replace(/\s+/gu, ' ');

/** `id ⇥ terms ⇥ product ⇥ producer`; `id ⇥ -` when nothing is known of it (any more). */
export function lineOf(facts: ProductFacts, today: string): string | undefined {
  const terms = known(facts.recognitions, today);
  if (terms.length === 0) return undefined;
  return [facts.id, terms.map(termText).join(';'), plain(facts.name), plain(facts.producer.name)].join('\t');
}

/** Products whose standing in the package the calendar alone has changed since a day: acts that were in the future then. */
async function turnedSince(db: Db, since: string, today: string): Promise<string[]> {
  if (since >= today) return [];
  const { rows } = await sql<{ product_id: string }>`
    select distinct product_id from registry.pub_recognition
    where (valid_from > ${since} and valid_from <= ${today}) or (ended_on > ${since} and ended_on <= ${today})`.execute(db);
  return rows.map((r) => r.product_id);
}

async function write(issuing: Issuing, at: Cursor, since: Cursor | undefined, lines: string[]): Promise<Package> {
  const { ctx, signer, origin } = issuing;
  const keys = Object.fromEntries(
    (await listKeys(ctx.db)).filter((k) => k.authority !== PLATFORM).map((k) => [`${authorityNumber(k.authority)}.${k.no}`, [k.x, k.y]]),
  );
  const head = {
    format: 'sanvat-package-1',
    site: origin,
    cursor: showCursor(at),
    since: since ? showCursor(since) : null,
    made: `${ctx.now.toISOString().slice(0, 19)}Z`,
    lines: lines.length,
    keys,
  };
  const body = Buffer.from([JSON.stringify(head), ...lines, ''].join('\n'));
  const key = await ensureKey(ctx, signer, PLATFORM);
  const signature = await signWith(ctx, signer, key, body);
  const text = Buffer.concat([body, Buffer.from(`${key.no}\t${signature.toString('base64url')}\n`)]);
  const gz = await new Promise<Buffer>((done, fail) => gzip(text, { level: 9 }, (e, out) => (e ? fail(e) : done(out))));
  return { text, gz, etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
}

/** The whole register; kept until the register or the day changes. */
export async function wholePackage(issuing: Issuing, memory: PackageMemory): Promise<Package> {
  const at: Cursor = { change: await currentChange(issuing.ctx.db), day: dayOf(issuing.ctx.now) };
  const stamp = showCursor(at);
  const kept = memory.get(issuing.origin);
  if (kept?.stamp === stamp) return kept.made;
  const made = (async () => {
    const lines: string[] = [];
    // facts read after the number may be newer than it: the next difference brings them once more, which does no harm
    for await (const batch of readFacts(issuing.ctx.db))
      for (const f of batch) {
        const line = lineOf(f, at.day);
        if (line) lines.push(line);
      }
    return write(issuing, at, undefined, lines);
  })();
  if (memory.size > 20) memory.clear();
  memory.set(issuing.origin, { stamp, made });
  made.catch(() => memory.delete(issuing.origin));
  return made;
}

/** What has changed since a package; products are replaced as a whole. */
export async function packageSince(issuing: Issuing, since: Cursor): Promise<Package> {
  const { db } = issuing.ctx;
  const day = dayOf(issuing.ctx.now);
  const { change, ids } = await changedSince(db, since.change);
  const all = [...new Set([...ids, ...(await turnedSince(db, since.day, day))])].sort();
  const lines = new Map(all.map((id) => [id, `${id}\t-`]));
  if (all.length > 0)
    for await (const batch of readFacts(db, all))
      for (const f of batch) {
        const line = lineOf(f, day);
        if (line) lines.set(f.id, line);
      }
  return write(issuing, { change, day }, since, [...lines.values()]);
}
