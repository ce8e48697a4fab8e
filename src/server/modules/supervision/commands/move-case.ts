import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { notFound, refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { getHeld, type HeldView } from '../queries/get-held.ts';
import { after, type CaseState, type Move } from '../rules/case-moves.ts';
import { assertMayMove } from '../rules/rights.ts';
import { MoveCase } from '../schema.ts';
import '../tables.ts';

export type LockedCase = {
  id: string;
  productId: string;
  cause: string;
  basisOn: string;
  proposedBy: string | null;
  to: CaseState;
  held: HeldView;
};

/** Holds the case, asks the table whether the move is allowed, and whether the actor may make it with what the product holds now. */
export async function lockCase(tx: Tx, ctx: Ctx, ground: Ground, caseId: string, move: Move): Promise<LockedCase> {
  const row = await tx.selectFrom('supervision.revocation_case').selectAll().where('id', '=', caseId).forUpdate().executeTakeFirst();
  if (!row) throw notFound('caseId', { vi: 'hồ sơ thu hồi', en: 'revocation case' });
  const today = dayOf(ctx.now);
  const held = await getHeld(tx, row.product_id, today);
  assertMayMove(ground, ctx.actor, move, held, today);
  const to = after(row.state, move);
  if (!to)
    throw refused(
      'caseId',
      'Hồ sơ không còn ở bước này: đã có người xử lý.',
      'The case is no longer at this step: somebody has dealt with it.',
      'conflict',
    );
  return { id: row.id, productId: row.product_id, cause: row.cause, basisOn: row.basis_on, proposedBy: row.proposed_by, to, held };
}

/** Writes the next step of a locked case. */
export async function addStep(tx: Tx, ctx: Ctx, caseId: string, move: Move, state: CaseState, note: string): Promise<void> {
  const { last } = await tx
    .selectFrom('supervision.case_step')
    .select((e) => e.fn.max('no').as('last'))
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('supervision.case_step')
    .values({
      case_id: caseId,
      no: Number(last) + 1,
      move,
      state,
      on_day: dayOf(ctx.now),
      by_id: ctx.actor.id,
      by_name: ctx.actor.name,
      note,
    })
    .execute();
}

/** Verifies, proposes, sends back or drops a case. The star changes only through a move that decides. */
export async function moveCase(ctx: Ctx, raw: z.input<typeof MoveCase>, ground: Ground): Promise<{ state: CaseState }> {
  const { caseId, move, note } = parsedForm(MoveCase, raw);
  return recorded(ctx, { verb: `${move}_revocation`, subjectKind: 'revocation_case', subjectId: caseId }, () =>
    transact(ctx.db, async (tx) => {
      const { to, held } = await lockCase(tx, ctx, ground, caseId, move);
      await tx
        .updateTable('supervision.revocation_case')
        .set({ state: to, star: held.star, province_code: held.provinceCode, ...(move === 'propose' ? { proposed_by: ctx.actor.id } : {}) })
        .where('id', '=', caseId)
        .execute();
      await addStep(tx, ctx, caseId, move, to, note);
      await recordAct(tx, ctx, { verb: `${move}_revocation`, subjectKind: 'revocation_case', subjectId: caseId, detail: { state: to } });
      return { state: to };
    }),
  );
}
