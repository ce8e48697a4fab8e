// A memorandum says what two sides mean to do; it is no contract and is never counted as one.
import { recordAct } from '#server/modules/audit/index.ts';
import { type Ground, listOrganisations } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { conflict, notFound, refused } from '#server/platform/errors.ts';
import { addDays, dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import type { Terms } from '../terms.ts';
import { assertBuys, cleanText, lockAgreement } from './agreement-of.ts';

export type MemorandumInput = {
  organisation: string;
  producerId: string;
  title: string;
  /** What the sides expect, whole đồng. */
  amount: number;
  endsOn: string;
  demandId?: string | undefined;
};
const LONGEST_DAYS = 1100;

/** Drawn by the buyer, with a producer as the other side; good until `endsOn`, at most three years. */
export async function drawMemorandum(ctx: Ctx, input: MemorandumInput, ground: Ground): Promise<{ id: string; number: string }> {
  const today = dayOf(ctx.now);
  assertBuys(ground, ctx, input.organisation);
  const title = cleanText(input.title, 200);
  if (!title) throw refused('title', 'Hãy ghi nội dung.', 'Say what it is about.');
  if (!(Number.isSafeInteger(input.amount) && input.amount >= 0 && input.amount <= 1e15))
    throw refused('amount', 'Giá trị không đúng.', 'The amount does not fit.');
  if (!isDay(input.endsOn) || input.endsOn <= today || input.endsOn > addDays(today, LONGEST_DAYS))
    throw refused('endsOn', 'Hạn phải sau hôm nay và trong ba năm.', 'The last day must be after today, within three years.');
  const [[organisation], producer, demand] = await Promise.all([
    listOrganisations(ctx.db, { ids: [input.organisation] }),
    findProducer(ctx.db, input.producerId),
    input.demandId
      ? ctx.db
          .selectFrom('sourcing.demand')
          .select(['organisation_id', 'unit', 'sample'])
          .where('id', '=', input.demandId)
          .executeTakeFirst()
      : undefined,
  ]);
  if (!producer) throw notFound('producerId', { vi: 'chủ thể', en: 'producer' });
  if (input.demandId && demand?.organisation_id !== input.organisation) throw notFound('demandId', { vi: 'nhu cầu', en: 'demand' });
  const buyer = await ctx.db.selectFrom('sourcing.buyer').selectAll().where('organisation_id', '=', input.organisation).executeTakeFirst();
  if (!buyer?.verified_at) throw conflict('Người mua chưa được xác minh.', 'The buyer is not verified yet.');
  const terms: Terms = {
    ...{ title, buyer: organisation?.name ?? input.organisation, taxCode: buyer.tax_code, lead: producer.name, unit: demand?.unit ?? 'kg' },
    ...{ specification: '', packing: '', short: false, addsTo: null, lines: [] },
  };
  return transact(ctx.db, async (tx) => {
    const id = newId();
    const number = `${id}/${today.slice(0, 4)}/BBGN`;
    await tx
      .insertInto('sourcing.agreement')
      .values({
        ...{ id, kind: 'memorandum', number, demand_id: input.demandId ?? null, pool_id: null, memorandum_id: null },
        ...{ organisation_id: input.organisation, lead_producer_id: producer.id, amount: input.amount, terms: JSON.stringify(terms) },
        ...{ drawn_on: today, signed_on: null, ends_on: input.endsOn, ended_reason: null, sample: buyer.sample },
        ...{ created_by: ctx.actor.id, created_at: ctx.now },
      })
      .execute();
    await recordAct(tx, ctx, { verb: 'draw_memorandum', subjectKind: 'agreement', subjectId: id, detail: { ...input, number } });
    await notify(tx, {
      to: { producer: producer.id },
      kind: 'memorandum',
      key: `memorandum ${id}`,
      subject: { vi: `Biên bản ghi nhớ: ${title}`, en: `Memorandum: ${title}` },
      text: {
        vi: 'Người mua đã lập biên bản ghi nhớ với bạn: xin xem và ký.',
        en: 'A buyer drew a memorandum with you: please read and sign.',
      },
      href: `/my/hop-dong/${id}`,
      now: ctx.now,
    });
    return { id, number };
  });
}

/** Says which signed memorandum a contract comes from. One buyer on both; the same link again does nothing. */
export async function linkMemorandum(ctx: Ctx, input: { contractId: string; memorandumId: string }, ground: Ground): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const contract = await lockAgreement(tx, input.contractId);
    assertBuys(ground, ctx, contract.organisation_id);
    if (contract.memorandum_id === input.memorandumId) return;
    const memorandum = await lockAgreement(tx, input.memorandumId);
    const fits =
      contract.kind === 'contract' && memorandum.kind === 'memorandum' && memorandum.organisation_id === contract.organisation_id;
    if (!fits || contract.memorandum_id !== null || memorandum.state !== 'signed')
      throw conflict('Hai văn bản này không nối với nhau được.', 'These two cannot be linked.');
    await tx.updateTable('sourcing.agreement').set({ memorandum_id: memorandum.id }).where('id', '=', contract.id).execute();
    if (contract.state !== 'drawn')
      await tx.updateTable('sourcing.agreement').set({ state: 'fulfilled' }).where('id', '=', memorandum.id).execute();
    await recordAct(tx, ctx, { verb: 'link_memorandum', subjectKind: 'agreement', subjectId: contract.id, detail: input });
  });
}
