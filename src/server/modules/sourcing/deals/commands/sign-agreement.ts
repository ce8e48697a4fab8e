import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, conflict, refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { actsFor, buys, cleanText, lockAgreement } from './agreement-of.ts';

export type Party = 'buyer' | 'lead';

const stranger = () =>
  new AppError('forbidden', { vi: 'Chỉ người mua và chủ thể đầu mối được làm việc này.', en: 'Only the buyer and the lead may do this.' });

/** Which sides the actor stands on. */
function sides(ground: Ground, ctx: Ctx, a: { organisation_id: string; lead_producer_id: string | null }): Party[] {
  const held: Party[] = [];
  if (buys(ground, ctx, a.organisation_id)) held.push('buyer');
  if (a.lead_producer_id && actsFor(ground, ctx, a.lead_producer_id)) held.push('lead');
  return held;
}

/** Signs for the side one stands on; with both signatures it is signed, that day. Signing again does nothing. */
export async function signAgreement(ctx: Ctx, { id }: { id: string }, ground: Ground): Promise<{ state: string }> {
  return transact(ctx.db, async (tx) => {
    const agreement = await lockAgreement(tx, id);
    const own = sides(ground, ctx, agreement);
    if (own.length === 0) throw stranger();
    const signed = await tx.selectFrom('sourcing.agreement_signature').select('party').where('agreement_id', '=', id).execute();
    const party = own.find((p) => !signed.some((s) => s.party === p));
    if (!party) return { state: agreement.state };
    if (agreement.state !== 'drawn') throw conflict('Văn bản này không còn chờ ký.', 'This no longer waits for signatures.');
    await tx
      .insertInto('sourcing.agreement_signature')
      .values({ agreement_id: id, party, signed_by: ctx.actor.id, signed_at: ctx.now })
      .execute();
    const both = signed.length === 1;
    if (both) {
      await tx
        .updateTable('sourcing.agreement')
        .set({ state: 'signed', signed_on: dayOf(ctx.now) })
        .where('id', '=', id)
        .execute();
      if (agreement.memorandum_id)
        await tx
          .updateTable('sourcing.agreement')
          .set({ state: 'fulfilled' })
          .where('id', '=', agreement.memorandum_id)
          .where('state', '=', 'signed')
          .execute();
      await notify(tx, {
        to: { organisation: agreement.organisation_id },
        kind: 'contract',
        key: `contract signed ${id} buyer`,
        subject: { vi: `Hợp đồng ${agreement.number} đã ký`, en: `Contract ${agreement.number} is signed` },
        text: {
          vi: 'Hai bên đã ký. Bạn được báo khi từng phần được gửi đi.',
          en: 'Both sides signed. You are told when each part is sent.',
        },
        href: `/my/hop-dong/${id}`,
        now: ctx.now,
      });
      for (const producer of await producersOf(tx, id))
        await notify(tx, {
          to: { producer },
          kind: 'contract',
          key: `contract signed ${id} ${producer}`,
          subject: { vi: `Hợp đồng ${agreement.number} đã ký`, en: `Contract ${agreement.number} is signed` },
          text: { vi: 'Hai bên đã ký. Chuẩn bị hàng theo lịch giao.', en: 'Both sides signed. Prepare the goods by the schedule.' },
          href: `/my/hop-dong/${id}`,
          now: ctx.now,
        });
    }
    await recordAct(tx, ctx, { verb: 'sign_agreement', subjectKind: 'agreement', subjectId: id, detail: { party, both } });
    return { state: both ? 'signed' : 'drawn' };
  });
}

export async function producersOf(tx: Tx, agreementId: string): Promise<string[]> {
  const rows = await tx.selectFrom('sourcing.delivery').select('producer_id').distinct().where('agreement_id', '=', agreementId).execute();
  return rows.map((r) => r.producer_id).sort();
}

/** Ends an agreement with a reason: what was not shipped is cancelled and its capacity free again. What was shipped goes on to its check. */
export async function endAgreement(ctx: Ctx, input: { id: string; reason: string }, ground: Ground): Promise<void> {
  const reason = cleanText(input.reason, 500);
  if (!reason) throw refused('reason', 'Hãy ghi lý do.', 'Give the reason.');
  await transact(ctx.db, async (tx) => {
    const agreement = await lockAgreement(tx, input.id);
    if (sides(ground, ctx, agreement).length === 0) throw stranger();
    if (agreement.state === 'ended' && agreement.ended_reason === reason) return;
    if (agreement.state !== 'drawn' && agreement.state !== 'signed') throw conflict('Văn bản này đã kết thúc.', 'This is over already.');
    await close(tx, ctx, agreement, 'ended', reason);
  });
}

/** The common end of ending and lapsing. */
export async function close(
  tx: Tx,
  ctx: Ctx,
  agreement: {
    id: string;
    number: string;
    organisation_id: string;
    lead_producer_id: string | null;
    demand_id: string | null;
    kind: string;
  },
  state: 'ended' | 'lapsed',
  reason: string,
): Promise<void> {
  const planned = await tx
    .selectFrom('sourcing.delivery')
    .select(['id', 'share_id'])
    .where('agreement_id', '=', agreement.id)
    .where('state', '=', 'planned')
    .execute();
  if (planned.length > 0) {
    const shares = planned.map((d) => d.share_id);
    await tx
      .updateTable('sourcing.share')
      .set({ state: 'released', reason })
      .where('id', 'in', shares)
      .where('state', '=', 'accepted')
      .execute();
    await tx
      .updateTable('sourcing.delivery')
      .set({ state: 'cancelled', cancelled_reason: reason })
      .where(
        'id',
        'in',
        planned.map((d) => d.id),
      )
      .execute();
  }
  await tx
    .updateTable('sourcing.agreement')
    .set({ state, ended_reason: reason, ...(state === 'ended' ? { ends_on: dayOf(ctx.now) } : {}) })
    .where('id', '=', agreement.id)
    .execute();
  await recordAct(tx, ctx, {
    verb: state === 'ended' ? 'end_agreement' : 'lapse_agreement',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    detail: { reason, cancelled: planned.length },
  });
  const producers = new Set([
    ...(await producersOf(tx, agreement.id)),
    ...(agreement.lead_producer_id ? [agreement.lead_producer_id] : []),
  ]);
  const words = {
    subject: { vi: `${agreement.number} đã kết thúc`, en: `${agreement.number} has ended` },
    text: { vi: `Lý do: ${reason}`, en: `Reason: ${reason}` },
    href: `/my/hop-dong/${agreement.id}`,
    now: ctx.now,
  };
  await notify(tx, { to: { organisation: agreement.organisation_id }, kind: 'contract', key: `closed ${agreement.id}`, ...words });
  for (const producer of [...producers].sort())
    await notify(tx, { to: { producer }, kind: 'contract', key: `closed ${agreement.id} ${producer}`, ...words });
}
