// A producer says that a fact its reliability rests on is wrong; a promotion officer of its province answers with a reason.
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { conflict, notFound, refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { assertActsFor, cleanText } from './agreement-of.ts';

const provinceOf = async (db: Db, producerId: string): Promise<string> => {
  const { rows } = await sql<{
    code: string;
  }>`select province_code as code from registry.pub_producer_seat where id = ${producerId}`.execute(db);
  return rows[0]?.code ?? 'VN';
};

/** One contest per fact: the same fact again returns the first. */
export async function contestFact(
  ctx: Ctx,
  input: { producerId: string; shareId: string; deliveryId: string | null; text: string },
  ground: Ground,
): Promise<{ id: string }> {
  assertActsFor(ground, ctx, input.producerId);
  const words = cleanText(input.text, 1000);
  if (!words) throw refused('text', 'Hãy ghi điều chưa đúng.', 'Say what is wrong.');
  return transact(ctx.db, async (tx) => {
    const share = await tx
      .selectFrom('sourcing.share as s')
      .leftJoin('sourcing.delivery as d', 'd.share_id', 's.id')
      .select(['s.id', 'd.id as delivery'])
      .where('s.id', '=', input.shareId)
      .where('s.producer_id', '=', input.producerId)
      .forUpdate('s')
      .executeTakeFirst();
    if (!share || (input.deliveryId !== null && share.delivery !== input.deliveryId))
      throw notFound('shareId', { vi: 'dữ kiện', en: 'fact' });
    const before = await tx
      .selectFrom('sourcing.contest')
      .select('id')
      .where('share_id', '=', input.shareId)
      .where('delivery_id', 'is not distinct from', input.deliveryId)
      .executeTakeFirst();
    if (before) return before;
    const id = newId();
    await tx
      .insertInto('sourcing.contest')
      .values({
        ...{ id, producer_id: input.producerId, delivery_id: input.deliveryId, share_id: input.shareId, text: words, answer: null },
        ...{ opened_by: ctx.actor.id, opened_at: ctx.now, answered_by: null, answered_at: null },
      })
      .execute();
    await recordAct(tx, ctx, { verb: 'contest_fact', subjectKind: 'producer', subjectId: input.producerId, detail: { ...input, id } });
    await notify(tx, {
      to: { unit: await provinceOf(tx, input.producerId), verb: 'promote' },
      kind: 'contest',
      key: `contest ${id}`,
      subject: { vi: 'Chủ thể phản hồi dữ kiện giao hàng', en: 'A producer contests a fact about its deliveries' },
      text: { vi: words, en: words },
      href: '/desk/cung-cau',
      now: ctx.now,
    });
    return { id };
  });
}

/** Upheld: the fact counts no more. The answer stays readable either way; answering again otherwise is refused. */
export async function answerContest(ctx: Ctx, input: { id: string; upheld: boolean; answer: string }, ground: Ground): Promise<void> {
  const answer = cleanText(input.answer, 1000);
  if (!answer) throw refused('answer', 'Hãy ghi lý do.', 'Give the reason.');
  const state = input.upheld ? ('upheld' as const) : ('dismissed' as const);
  await transact(ctx.db, async (tx) => {
    const contest = await tx.selectFrom('sourcing.contest').selectAll().where('id', '=', input.id).forUpdate().executeTakeFirst();
    if (!contest) throw notFound(input.id, { vi: 'phản hồi', en: 'contest' });
    assertMay(ground, ctx.actor, 'promote', { unit: await provinceOf(tx, contest.producer_id) }, dayOf(ctx.now));
    if (contest.state === state && contest.answer === answer) return;
    if (contest.state !== 'open') throw conflict('Phản hồi này đã được trả lời.', 'This was answered already.');
    await tx
      .updateTable('sourcing.contest')
      .set({ state, answer, answered_by: ctx.actor.id, answered_at: ctx.now })
      .where('id', '=', input.id)
      .execute();
    await recordAct(tx, ctx, {
      verb: 'answer_contest',
      subjectKind: 'producer',
      subjectId: contest.producer_id,
      detail: { id: input.id, state, answer },
    });
    await notify(tx, {
      to: { producer: contest.producer_id },
      kind: 'contest',
      key: `contest answered ${input.id}`,
      subject: { vi: 'Phản hồi của bạn đã được trả lời', en: 'Your contest was answered' },
      text: { vi: answer, en: answer },
      href: '/my/hop-dong/uy-tin',
      now: ctx.now,
    });
  });
}
