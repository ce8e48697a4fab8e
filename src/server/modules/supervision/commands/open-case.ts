import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { getHeld } from '../queries/get-held.ts';
import { causeRule, decisionDue } from '../rules/causes.ts';
import { assertMayOpen } from '../rules/rights.ts';
import { OpenCase } from '../schema.ts';
import '../tables.ts';

/** Opens a revocation case from a conclusion or the commune's confirmation; the 15 days run from its day. */
export async function openCase(ctx: Ctx, raw: z.input<typeof OpenCase>, ground: Ground): Promise<{ id: string; dueOn: string }> {
  const input = parsedForm(OpenCase, raw);
  const today = dayOf(ctx.now);
  return recorded(ctx, { verb: 'open_revocation', subjectKind: 'product', subjectId: input.productId }, async () => {
    const held = await getHeld(ctx.db, input.productId, today);
    assertMayOpen(ground, ctx.actor, input.cause, held, today);
    if (input.basisOn > today) throw refused('basisOn', 'Văn bản căn cứ có ngày ở tương lai.', 'The basis is dated in the future.');
    if (!held.inForce) throw refused('productId', 'Sản phẩm không còn được công nhận.', 'The product is no longer recognised.', 'conflict');
    const id = newId();
    const dueOn = decisionDue(input.basisOn);
    await transact(ctx.db, async (tx) => {
      const made = await tx
        .insertInto('supervision.revocation_case')
        .values({
          id,
          product_id: input.productId,
          province_code: held.provinceCode,
          star: held.star,
          cause: input.cause,
          ground: causeRule(input.cause, today).ground,
          basis_no: input.basisNo,
          basis_by: input.basisBy,
          basis_on: input.basisOn,
          due_on: dueOn,
          state: 'verifying',
          proposed_by: null,
          decision_no: null,
          decided_on: null,
          opened_on: today,
        })
        .onConflict((c) => c.column('product_id').where('state', 'not in', ['revoked', 'dropped']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!made) throw refused('productId', 'Sản phẩm đang có một hồ sơ thu hồi.', 'There is an open case for this product.', 'conflict');
      await tx
        .insertInto('supervision.case_step')
        .values({
          case_id: id,
          no: 1,
          move: 'open',
          state: 'verifying',
          on_day: today,
          by_id: ctx.actor.id,
          by_name: ctx.actor.name,
          note: input.note,
        })
        .execute();
      const { cause, basisNo, basisOn, productId } = input;
      await recordAct(tx, ctx, {
        verb: 'open_revocation',
        subjectKind: 'revocation_case',
        subjectId: id,
        detail: { productId, cause, basisNo, basisOn, dueOn },
      });
    });
    return { id, dueOn };
  });
}
