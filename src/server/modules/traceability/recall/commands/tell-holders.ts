// Who holds goods of a recalled lot hears of it at once.
import { notify } from '#server/modules/notices/index.ts';
import { findProducer, readFacts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import '../../events/tables.ts';

/** Notices to those holders that can be reached here: producers of the register, and producers behind an entry of an address book. */
export async function tellHolders(tx: Tx, ctx: Ctx, recallId: string, holders: readonly string[]): Promise<void> {
  if (holders.length === 0) return;
  const recall = await tx.selectFrom('traceability.recall').selectAll().where('id', '=', recallId).executeTakeFirstOrThrow();
  let product = recall.product_id;
  for await (const [facts] of readFacts(tx, [recall.product_id])) product = facts?.name ?? product;
  const maker = (await findProducer(tx, recall.producer_id))?.name ?? '';
  for (const holder of holders) {
    const party = await tx.selectFrom('traceability.party').select('producer_id').where('id', '=', holder).executeTakeFirst();
    const producer = party?.producer_id ?? holder;
    if (!(await findProducer(tx, producer))) continue;
    await notify(tx, {
      to: { producer },
      kind: 'recall',
      key: `recall:${recallId}:${producer}`,
      subject: {
        vi: `Thu hồi lô ${product}: ngừng bán và giữ hàng lại`,
        en: `Recall of lots, ${product}: stop selling and keep the goods`,
      },
      text: {
        vi: `${product} của ${maker} và mọi thứ làm ra từ đó. ${recall.reason_vi}\n\n${recall.advice_vi}`,
        en: `${product} by ${maker} and everything made out of it. ${recall.reason_en}\n\n${recall.advice_en}`,
      },
      href: `/my/lo/thu-hoi/${recallId}`,
      now: ctx.now,
    });
  }
}
