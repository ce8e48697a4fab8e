import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import { extendRecognition } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { getHeld } from '../queries/get-held.ts';
import { extensionLetter } from '../rules/letters.ts';
import { assertMayExtend } from '../rules/rights.ts';
import { ExtendLateFiling } from '../schema.ts';
import '../tables.ts';

/** Điều 12.3: a dossier filed late keeps the certificate's effect to the decision, at most 180 days; a flag with its reason, never automatic. */
export async function extendLateFiling(ctx: Ctx, raw: z.input<typeof ExtendLateFiling>, ground: Ground): Promise<void> {
  const input = parsedForm(ExtendLateFiling, raw);
  const today = dayOf(ctx.now);
  await recorded(ctx, { verb: 'extend_late_filing', subjectKind: 'product', subjectId: input.productId }, () =>
    transact(ctx.db, async (tx) => {
      const held = await getHeld(tx, input.productId, today);
      assertMayExtend(ground, ctx.actor, held, today);
      const term = await extendRecognition(tx, ctx, input);
      await tx
        .insertInto('supervision.notice')
        .values({
          kind: 'extension',
          product_id: input.productId,
          valid_until: input.until,
          days_before: 0,
          province_code: held.provinceCode,
          commune_code: held.communeCode,
          written_on: today,
        })
        .onConflict((c) => c.doNothing())
        .execute();
      await notify(tx, {
        to: { producer: held.producerId },
        kind: 'extension',
        key: `extension ${input.productId} ${input.until}`,
        ...extensionLetter({ name: held.name, until: input.until, reason: input.reason }),
        href: '/my/ho-so',
        now: ctx.now,
      });
      await recordAct(tx, ctx, {
        verb: 'extend_late_filing',
        subjectKind: 'product',
        subjectId: input.productId,
        detail: { ...input, ...term },
      });
    }),
  );
}
