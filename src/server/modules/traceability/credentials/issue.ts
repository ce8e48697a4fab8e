// Credentials are signed when first asked for, kept, and signed again only when the facts they state were corrected.
import { createHash, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import {
  certificateId,
  isInForce,
  known,
  type ProductFacts,
  type RecognitionFacts,
  readFacts,
  standing,
} from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { ensureKey, type Live, signWith } from './keys/keyring.ts';
import type { Signer } from './keys/signer.ts';
import { type Attested, attestedBy } from './rules/attested.ts';
import { authorityNumber, PLATFORM } from './rules/authorities.ts';
import { LIST_BITS } from './rules/bitstring.ts';
import { certificatePayload, lastDayOf, type StatusPlace } from './rules/certificate.ts';
import { codeInput, packClaim, writeCode } from './rules/compact.ts';
import { kidOf } from './rules/did.ts';
import { signingInput } from './rules/jws.ts';
import { passportPayload } from './rules/passport.ts';
import './tables.ts';

/** What issuing needs of the running product. */
export type Issuing = {
  ctx: Ctx;
  signer: Signer;
  territory: Territory;
  origin: string;
  /** False for an address that anybody may have made up: then nothing is kept for it. */
  lasting: boolean;
};
export type Kept = { text: string; issuedAt: Date };

/** A list is closed to new certificates at this many entries: places are then still found at once. */
const LIST_FULL = LIST_BITS / 2;

type Stated = { subject: string; productId: string; validFrom: string; star: 3 | 4 | 5; until: string };

async function latestPlace(db: Db | Tx, subject: string) {
  return db
    .selectFrom('traceability.status_entry as e')
    .innerJoin('traceability.status_list as l', 'l.no', 'e.list')
    .select(['e.list', 'e.idx', 'e.star', 'e.until', 'e.set_at', 'l.authority'])
    .where('e.subject', '=', subject)
    .orderBy('e.drawn_at', 'desc')
    .orderBy('e.set_at', (o) => o.desc().nullsFirst())
    .executeTakeFirst();
}

async function hasEnded(db: Db | Tx, { productId, validFrom }: Stated, day: string): Promise<boolean> {
  const { rows } = await sql`select 1 from registry.pub_recognition
    where product_id = ${productId} and valid_from = ${validFrom} and ended_on <= ${day}`.execute(db);
  return rows.length > 0;
}

/** True when the bit was set and yet the register lets the recognition stand: an ending was taken back, a new place is due. */
async function isLost(db: Db | Tx, now: Date, stated: Stated | undefined): Promise<boolean> {
  const place = stated && (await latestPlace(db, stated.subject));
  return place !== undefined && place.set_at !== null && !(await hasEnded(db, stated as Stated, dayOf(now)));
}

/** A place in the authority's list, drawn at random and kept. A place that says something else than the facts say now is left behind. */
async function placeOf(tx: Tx, now: Date, authority: string, stated: Stated): Promise<StatusPlace> {
  await sql`select pg_advisory_xact_lock(hashtext(${`traceability.status.${authority}`}))`.execute(tx);
  const had = await latestPlace(tx, stated.subject);
  const says = had && had.star === stated.star && had.authority === authority && had.until <= stated.until;
  if (says && (had.set_at === null || (await hasEnded(tx, stated, dayOf(now))))) {
    if (had.until !== stated.until)
      await tx
        .updateTable('traceability.status_entry')
        .set({ until: stated.until })
        .where('list', '=', had.list)
        .where('idx', '=', had.idx)
        .execute();
    return { list: had.list, index: had.idx };
  }
  const open = await sql<{ no: number }>`
    select l.no from traceability.status_list l where l.authority = ${authority}
      and (select count(*) from traceability.status_entry e where e.list = l.no) < ${LIST_FULL} order by l.no limit 1`.execute(tx);
  const list =
    open.rows[0]?.no ??
    (await tx.insertInto('traceability.status_list').values({ authority, created_at: now }).returning('no').executeTakeFirstOrThrow()).no;
  for (;;) {
    const idx = randomInt(LIST_BITS);
    const done = await tx
      .insertInto('traceability.status_entry')
      .values({
        list,
        idx,
        subject: stated.subject,
        product_id: stated.productId,
        valid_from: stated.validFrom,
        star: stated.star,
        until: stated.until,
        drawn_at: now,
        set_at: null,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    if (done.numInsertedOrUpdatedRows === 1n) return { list, index: idx };
  }
}

/** The kept text when it states the same facts; else made anew under a lock, so that two who ask at once get the same bytes. */
async function keep(
  { ctx, origin, signer, lasting }: Issuing,
  subject: string,
  authority: string,
  facts: unknown,
  placed: Stated | undefined,
  make: (tx: Tx, key: Live) => Promise<string>,
): Promise<Kept> {
  const hash = createHash('sha256').update(JSON.stringify(facts)).digest();
  const find = (db: Tx | Ctx['db']) =>
    db
      .selectFrom('traceability.credential')
      .select(['text', 'issued_at', 'facts_hash'])
      .where('subject', '=', subject)
      .where('origin', '=', origin)
      .executeTakeFirst();
  const same = (row: Awaited<ReturnType<typeof find>>): Kept | undefined =>
    row?.facts_hash.equals(hash) ? { text: row.text, issuedAt: row.issued_at } : undefined;
  const kept = same(await find(ctx.db));
  if (kept && !(await isLost(ctx.db, ctx.now, placed))) return kept;
  const key = await ensureKey(ctx, signer, authority);
  return transact(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`traceability.credential.${subject}`}))`.execute(tx);
    const meanwhile = same(await find(tx));
    if (meanwhile && !(await isLost(tx, ctx.now, placed))) return meanwhile;
    const text = await make(tx, key);
    if (!lasting) return { text, issuedAt: ctx.now };
    await tx
      .insertInto('traceability.credential')
      .values({ subject, origin, facts_hash: hash, text, issued_at: ctx.now })
      .onConflict((c) => c.columns(['subject', 'origin']).doUpdateSet({ facts_hash: hash, text, issued_at: ctx.now }))
      .execute();
    return { text, issuedAt: ctx.now };
  });
}

/** Signs a credential as VC-JOSE-COSE: the payload is the credential itself, `iat` the time of signing. */
export async function signCredential({ ctx, signer, origin }: Issuing, key: Live, payload: object): Promise<string> {
  const header = { alg: 'ES256', typ: 'vc+jwt', cty: 'vc', kid: kidOf(origin, key.authority, key.no) };
  const input = signingInput(header, { ...payload, iat: Math.floor(ctx.now.getTime() / 1000) });
  return `${input}.${(await signWith(ctx, signer, key, Buffer.from(input))).toString('base64url')}`;
}

async function findFacts({ ctx }: Issuing, productId: string): Promise<ProductFacts | undefined> {
  for await (const [facts] of readFacts(ctx.db, [productId])) return facts;
  return undefined;
}

export type Recognised = { facts: ProductFacts; recognition: RecognitionFacts; attested: Attested };

/** The recognition a certificate id names, as known today; undefined for none. */
export async function findRecognised(issuing: Issuing, id: { productId: string; validFrom: string }): Promise<Recognised | undefined> {
  const today = dayOf(issuing.ctx.now);
  const facts = await findFacts(issuing, id.productId);
  const recognition = known(facts?.recognitions ?? [], today).find((r) => r.validFrom === id.validFrom);
  return facts && recognition ? { facts, recognition, attested: attestedBy(issuing.territory, facts, recognition, today) } : undefined;
}

const statedOf = (kind: string, facts: ProductFacts, recognition: RecognitionFacts): Stated => ({
  subject: `${kind}/${certificateId(facts.id, recognition.validFrom)}`,
  productId: facts.id,
  validFrom: recognition.validFrom,
  star: recognition.star,
  until: lastDayOf(recognition),
});

/** Endings are told by the status list, not by the credential: they do not change its bytes. */
const NOWHERE = { list: 0, index: 0 };

/** The certificate of a recognition as a signed credential. */
export async function issueCertificate(issuing: Issuing, found: Recognised): Promise<Kept> {
  const { facts, recognition, attested } = found;
  const stated = statedOf('chung-nhan', facts, recognition);
  const build = (place: StatusPlace) => certificatePayload(issuing.origin, facts, recognition, attested, place);
  return keep(issuing, stated.subject, attested.authority, build(NOWHERE), stated, async (tx, key) => {
    const place = await placeOf(tx, issuing.ctx.now, attested.authority, stated);
    return signCredential(issuing, key, build(place));
  });
}

/** The compact code of a recognition for a printed QR: docs/offline-format.md. */
export async function issueCode(issuing: Issuing, found: Recognised): Promise<Kept> {
  const { facts, recognition, attested } = found;
  const claim = {
    productId: facts.id,
    validFrom: recognition.validFrom,
    validUntil: lastDayOf(recognition),
    star: recognition.star,
    potentialFive: recognition.potentialFive,
    authority: authorityNumber(attested.authority),
  };
  return keep(issuing, `ma/${certificateId(facts.id, recognition.validFrom)}`, attested.authority, claim, undefined, async (_, key) => {
    const body = packClaim({ ...claim, key: key.no });
    return writeCode(body, await signWith(issuing.ctx, issuing.signer, key, codeInput(body)));
  });
}

/** What a printed symbol says for the governing recognition: the compact code as an address. Undefined for a product that has none. */
export async function printableCode(issuing: Issuing, product: { id: string; validFrom: string }): Promise<string | undefined> {
  const found = await findRecognised(issuing, { productId: product.id, validFrom: product.validFrom });
  return found && `${issuing.origin.toUpperCase()}/C/${(await issueCode(issuing, found)).text}`;
}

/** The passport of a product; undefined when the register does not know the product, or not before a day to come. */
export async function issuePassport(issuing: Issuing, productId: string, gtin: string | undefined): Promise<Kept | undefined> {
  const { ctx, territory, origin } = issuing;
  const found = await findFacts(issuing, productId);
  if (!found) return undefined;
  const today = dayOf(ctx.now);
  // acts dated in the future stay out of sight: they begin no passport either
  const facts = { ...found, recognitions: known(found.recognitions, today) };
  if (found.recognitions.length > 0 && facts.recognitions.length === 0) return undefined;
  const now = standing(facts.recognitions, today);
  const recognition = now && isInForce(now.status) ? now.current : undefined;
  const { communeCode, provinceCode } = facts.place;
  const place = [communeCode ? territory.commune(communeCode)?.fullName : undefined, territory.province(provinceCode, 34)?.fullName];
  const build = (status: StatusPlace) =>
    passportPayload(origin, { facts, gtin, place: place.filter(Boolean).join(', '), inForce: recognition && { recognition, status } });
  const stated = recognition && statedOf('ho-chieu', facts, recognition);
  return keep(issuing, `ho-chieu/${productId}`, PLATFORM, build(NOWHERE), stated, async (tx, key) =>
    signCredential(issuing, key, build(stated ? await placeOf(tx, ctx.now, PLATFORM, stated) : NOWHERE)),
  );
}

/** Thrown for an id that is none, or names no recognition. */
export const noCertificate = () =>
  new AppError('not_found', { vi: 'Không có giấy chứng nhận này.', en: 'There is no such certificate.' }, [
    { path: 'id', code: 'not_found', message: { vi: 'Không có giấy chứng nhận này.', en: 'There is no such certificate.' } },
  ]);
