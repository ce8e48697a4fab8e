// The register and its endings as one signed text for verifiers without a network: docs/offline-format.md describes it for others.
import { createHash } from 'node:crypto';
import { gzip } from 'node:zlib';
import { sql } from 'kysely';
import { changedSince, currentChange, known, type ProductFacts, type RecognitionFacts, readFacts } from '#server/modules/registry/index.ts';
import type { Db } from '#server/platform/db.ts';
import { dayOf, daysBetween, isDay } from '#shared/dates.ts';
import type { Issuing } from './issue.ts';
import { ensureKey, listKeys, signWith } from './keys/keyring.ts';
import { authorityNumber, CENTRE, PLATFORM } from './rules/authorities.ts';
import { lastDayOf } from './rules/certificate.ts';
import { EPOCH } from './rules/compact.ts';

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

/** Most terms last three years; what differs is said. */
const USUAL_DAYS = 1095;
const signed = (n: number): string => (n === 0 ? '' : n > 0 ? `+${n}` : `${n}`);

/** Star, first day, days beyond the usual, ending: `44239+1r120`. Days count from EPOCH, endings from the first day. */
function termText(r: RecognitionFacts): string {
  const lasts = daysBetween(r.validFrom, lastDayOf(r));
  const ending = r.endedOn === null ? '' : `${r.endedBy === 'superseded' ? 's' : 'r'}${daysBetween(r.validFrom, r.endedOn)}`;
  return `${r.star}${daysBetween(EPOCH, r.validFrom)}${signed(lasts - USUAL_DAYS)}${ending}`;
}
const plain = (name: string): string => name.replace(/\s+/gu, ' ');

/** What the package says of a product; undefined when nothing is known of it (any more). */
type Entry = { id: string; terms: string; name: string; producer: string };
function entryOf(facts: ProductFacts, today: string): Entry | undefined {
  // no code can name a day before the epoch
  const terms = known(facts.recognitions, today).filter((r) => r.validFrom >= EPOCH);
  if (terms.length === 0) return undefined;
  return { id: facts.id, terms: terms.map(termText).join(';'), name: plain(facts.name), producer: plain(facts.producer.name) };
}

/** How many first characters two names share, at most 99. */
function shared(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(99, a.length, b.length);
  let n = 0;
  while (n < most && a[n] === b[n]) n++;
  return n;
}

/** Lines in the order of producers, of whose names each says only what is new: the same few words begin most of them. */
export function linesOf(entries: readonly Entry[]): string[] {
  const order = (a: Entry, b: Entry) => (a.producer < b.producer ? -1 : a.producer > b.producer ? 1 : a.id < b.id ? -1 : 1);
  let before: string[] = [];
  return entries.toSorted(order).map(({ id, terms, name, producer }) => {
    const letters = [...producer];
    const n = shared(before, letters);
    before = letters;
    return [id, terms, name, `${String(n).padStart(2, '0')}${letters.slice(n).join('')}`].join('\t');
  });
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
    format: 'sanvat-package-2',
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

/** Whoever may have signed or will sign for these products has a key before the package says which keys there are. */
async function ensureKeys({ ctx, signer }: Issuing, provinces: Iterable<string>): Promise<void> {
  for (const authority of [CENTRE, ...provinces])
    await ensureKey(ctx, signer, authority).catch((e) => ctx.log.error({ err: e, authority }, 'no key could be made'));
}

/** The whole register; kept until the register, the day or the keys change. */
export async function wholePackage(issuing: Issuing, memory: PackageMemory): Promise<Package> {
  const at: Cursor = { change: await currentChange(issuing.ctx.db), day: dayOf(issuing.ctx.now) };
  const stampNow = async () => `${showCursor(at)} ${(await listKeys(issuing.ctx.db)).length}`;
  const stamp = await stampNow();
  const kept = memory.get(issuing.origin);
  if (kept?.stamp === stamp) return kept.made;
  const making = { stamp, made: make() };
  async function make(): Promise<Package> {
    const entries: Entry[] = [];
    const provinces = new Set<string>();
    // facts read after the number may be newer than it: the next difference brings them once more, which does no harm
    for await (const batch of readFacts(issuing.ctx.db))
      for (const f of batch) {
        const entry = entryOf(f, at.day);
        if (!entry) continue;
        entries.push(entry);
        provinces.add(f.place.provinceCode);
      }
    await ensureKeys(issuing, provinces);
    making.stamp = await stampNow();
    return write(issuing, at, undefined, linesOf(entries));
  }
  if (memory.size > 20) memory.clear();
  memory.set(issuing.origin, making);
  making.made.catch(() => memory.delete(issuing.origin));
  return making.made;
}

/** What has changed since a package; products are replaced as a whole. */
export async function packageSince(issuing: Issuing, since: Cursor): Promise<Package> {
  const { db } = issuing.ctx;
  const day = dayOf(issuing.ctx.now);
  const { change, ids } = await changedSince(db, since.change);
  const all = [...new Set([...ids, ...(await turnedSince(db, since.day, day))])].sort();
  const gone = new Set(all);
  const provinces = new Set<string>();
  const entries: Entry[] = [];
  if (all.length > 0)
    for await (const batch of readFacts(db, all))
      for (const f of batch) {
        const entry = entryOf(f, day);
        if (!entry) continue;
        entries.push(entry);
        provinces.add(f.place.provinceCode);
        gone.delete(f.id);
      }
  await ensureKeys(issuing, provinces);
  return write(issuing, { change, day }, since, [...[...gone].map((id) => `${id}\t-`), ...linesOf(entries)]);
}
