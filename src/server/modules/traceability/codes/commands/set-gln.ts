// The number of a producer's place (GLN, GS1 AI 414): issued by GS1, kept here so that /414/{gln} leads to the producer.
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, may } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { isDemonstration, readGln } from '../rules/gtin.ts';
import '../tables.ts';

/** Gives a producer a GLN; doing it again changes nothing. Its own people and the province's OCOP body may. */
export async function setGln(
  ctx: Ctx,
  input: { producerId: string; gln: string },
  ground: Ground,
): Promise<{ gln: string; created: boolean }> {
  const read = readGln(input.gln);
  if (!read.ok) throw refused('gln', read.fault.message.vi, read.fault.message.en, read.fault.code);
  const producer = await findProducer(ctx.db, input.producerId);
  if (!producer) throw notFound('producerId', { vi: 'chủ thể', en: 'producer' });
  const today = dayOf(ctx.now);
  const unit = producer.communeCode ?? producer.provinceCode;
  if (!may(ground, ctx.actor, 'publish', { unit: producer.provinceCode }, today))
    assertMay(ground, ctx.actor, 'act_for_producer', { unit, producer: producer.id }, today);
  if (isDemonstration(`0${read.value}`) && !producer.sample)
    throw refused('gln', 'Đầu số 952 chỉ để minh họa.', 'The prefix 952 is for demonstrations only.', 'demonstration');
  return transact(ctx.db, async (tx) => {
    const done = await tx
      .insertInto('traceability.gln')
      .values({ gln: read.value, producer_id: producer.id, set_on: today, set_by: ctx.actor.id })
      .onConflict((c) => c.doNothing())
      .executeTakeFirst();
    const created = done.numInsertedOrUpdatedRows === 1n;
    if (!created && (await producerOfGln(tx, read.value)) !== producer.id)
      throw refused('gln', 'GLN này là của một cơ sở khác.', 'This GLN stands for another place.', 'taken', 'conflict');
    if (created)
      await recordAct(tx, ctx, { verb: 'set_gln', subjectKind: 'producer', subjectId: producer.id, detail: { gln: read.value } });
    return { gln: read.value, created };
  });
}

/** Whose place a GLN names. */
export async function producerOfGln(db: Db, gln: string): Promise<string | undefined> {
  const row = await db.selectFrom('traceability.gln').select('producer_id').where('gln', '=', gln).executeTakeFirst();
  return row?.producer_id;
}

/** The GLNs of some producers, in the order in which they came. */
export async function listGlns(db: Db, producers: readonly string[]): Promise<{ gln: string; producerId: string }[]> {
  if (producers.length === 0) return [];
  return db
    .selectFrom('traceability.gln')
    .select(['gln', 'producer_id as producerId'])
    .where('producer_id', 'in', producers)
    .orderBy('set_on')
    .orderBy('gln')
    .execute();
}
