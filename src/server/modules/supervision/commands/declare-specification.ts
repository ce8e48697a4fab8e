import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { getHeld } from '../queries/get-held.ts';
import { DeclareSpecification } from '../schema.ts';
import '../tables.ts';

/**
 * The producer declares a measurable claim of its product (Điều 9: what is inspected is what was declared); the one before ends today.
 * Without bounds the claim is taken back. The same claim again changes nothing.
 */
export async function declareSpecification(ctx: Ctx, raw: z.input<typeof DeclareSpecification>, ground: Ground): Promise<void> {
  const input = parsedForm(DeclareSpecification, raw);
  const { productId, min, max } = input;
  const [parameter, unit] = [input.parameter.normalize(), input.unit.normalize()];
  const today = dayOf(ctx.now);
  await recorded(ctx, { verb: 'declare_specification', subjectKind: 'product', subjectId: productId }, async () => {
    const held = await getHeld(ctx.db, productId, today);
    const place = { unit: held.communeCode ?? held.provinceCode, producer: held.producerId };
    assertMay(ground, ctx.actor, 'act_for_producer', place, today);
    if (min !== null && max !== null && min > max)
      throw refused('max', 'Mức cao nhất nhỏ hơn mức thấp nhất.', 'The highest is below the lowest.');
    await transact(ctx.db, async (tx) => {
      const before = await tx
        .selectFrom('supervision.specification')
        .selectAll()
        .where('product_id', '=', productId)
        .where((e) => e(e.fn('lower', ['parameter']), '=', parameter.toLowerCase()))
        .where('replaced_on', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (before && before.min === min && before.max === max && before.unit === unit) return;
      const taken = min === null && max === null;
      if (taken && !before)
        throw refused('min', 'Cần ít nhất một mức: thấp nhất hoặc cao nhất.', 'At least one bound is needed: lowest or highest.');
      if (before) await tx.updateTable('supervision.specification').set({ replaced_on: today }).where('id', '=', before.id).execute();
      const id = newId();
      const stated = { id, product_id: productId, parameter, unit, min, max, stated_on: today, stated_by: ctx.actor.id, replaced_on: null };
      if (!taken) {
        const made = await tx
          .insertInto('supervision.specification')
          .values(stated)
          .onConflict((c) => c.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!made) throw refused('parameter', 'Chỉ tiêu này vừa được công bố.', 'This claim has just been declared.', 'conflict');
      }
      const detail = { parameter, unit, min, max };
      await recordAct(tx, ctx, { verb: 'declare_specification', subjectKind: 'product', subjectId: productId, detail });
    });
  });
}
