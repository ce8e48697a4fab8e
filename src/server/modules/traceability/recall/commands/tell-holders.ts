// Who holds goods of a recalled lot hears of it at once.
import { notify } from '#server/modules/notices/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import '../../events/tables.ts';

/** Notices to those holders that can be reached here: producers of the register, and producers behind an entry of an address book. */
export async function tellHolders(tx: Tx, ctx: Ctx, recallId: string, holders: readonly string[]): Promise<void> {
  if (holders.length === 0) return;
  const recall = await tx.selectFrom('traceability.recall').selectAll().where('id', '=', recallId).executeTakeFirstOrThrow();
  for (const holder of holders) {
    const party = await tx.selectFrom('traceability.party').select('producer_id').where('id', '=', holder).executeTakeFirst();
    const producer = party?.producer_id ?? holder;
    if (!(await findProducer(tx, producer))) continue;
    await notify(tx, {
      to: { producer },
      kind: 'recall',
      key: `recall:${recallId}:${producer}`,
      subject: { vi: `Thu hồi lô: ngừng bán và giữ hàng lại`, en: 'Recall of a lot: stop selling and keep the goods' },
      text: { vi: `${recall.reason_vi}\n\n${recall.advice_vi}`, en: `${recall.reason_en}\n\n${recall.advice_en}` },
      href: `/my/lo/thu-hoi/${recallId}`,
      now: ctx.now,
    });
  }
}
