// A demand as pages show it: names of places in the reader's language.
import { error } from '@sveltejs/kit';
import { type DemandView, profileOf } from '#server/modules/sourcing/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';

export function showDemand({ app }: App.Locals, demand: DemandView) {
  const { id, buyer, title, wanted, set, specification, unit, quantity, ceilingPrice, minStar, papers, packing, language } = demand;
  const { checklist, profile, repeats } = demand;
  const { maxSuppliers, maxShare, smallShare, allowShort, needsInvoice, sealed, state, offers, sample, visibility } = demand;
  return {
    ...{ id, buyer, title, wanted, set, specification, unit, quantity, ceilingPrice, minStar, papers, packing, language },
    ...{ maxSuppliers, maxShare, smallShare, allowShort, needsInvoice, sealed, state, offers, sample, visibility, checklist, repeats },
    template: profile === null ? null : (profileOf(profile)?.name ?? null),
    open: state === 'open' && demand.closesAt > app.clock(),
    closesOn: dayOf(demand.closesAt),
    deliveries: demand.deliveries.map((d) => ({
      id: d.id,
      no: d.no,
      dueOn: d.dueOn,
      place: d.place,
      quantity: d.quantity,
      province: d.provinceCode === null ? null : (app.territory.province(d.provinceCode, 34)?.name ?? null),
    })),
  };
}
export type ShownDemand = ReturnType<typeof showDemand>;

/** A refusal of ours becomes a page error with its reason. */
export async function answered<T>(lang: Lang, question: Promise<T>): Promise<T> {
  try {
    return await question;
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    error(STATUS_OF[fault.code], { message: fault.detail[lang], code: fault.code });
  }
}
