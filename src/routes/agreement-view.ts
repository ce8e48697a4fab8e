// An agreement as its reader may see it, and the forms of those who deliver.
import { type AgreementDetail, getAgreement, shipDelivery } from '#server/modules/sourcing/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { text } from './dang-nhap/session.ts';
import { showInstant } from './my/show.ts';

export function showAgreement({ app }: App.Locals, a: AgreementDetail) {
  const nameOf = (id: string) => a.terms.lines.find((l) => l.producerId === id)?.producer ?? app.catalogue.producer(id)?.name ?? id;
  return {
    ...{ id: a.id, kind: a.kind, number: a.number, state: a.state, drawnOn: a.drawnOn, signedOn: a.signedOn, endsOn: a.endsOn },
    ...{ endedReason: a.endedReason, amount: a.amount, due: a.due, paid: a.paid, mine: a.mine, demandId: a.demandId },
    leadProducerId: a.leadProducerId,
    ...{ title: a.terms.title, buyer: a.terms.buyer, lead: a.terms.lead, unit: a.terms.unit },
    signatures: a.signatures.map((s) => ({ party: s.party, at: showInstant(s.at) })),
    shipments: a.shipments.map((s) => ({
      ...s,
      product: a.terms.lines.find((l) => l.productId === s.productId)?.product ?? s.productId,
      producer: nameOf(s.producerId),
      own: a.mine.producers.includes(s.producerId),
    })),
    payouts: a.payouts.map((p) => ({ ...p, producer: nameOf(p.producerId) })),
    payments: a.payments.map((p) => ({ ...p, producer: p.producerId === null ? null : nameOf(p.producerId) })),
  };
}
export type ShownAgreement = ReturnType<typeof showAgreement>;

export const agreementOf = async (locals: App.Locals, ctx: Ctx, id: string): Promise<ShownAgreement> =>
  showAgreement(locals, await getAgreement(ctx, id, locals.app.territory));

/** '1,5' as well as '1.5'; an empty field is no number. */
export const numberIn = (form: FormData, name: string): number => {
  const said = text(form, name).trim().replace(',', '.');
  return said === '' ? Number.NaN : Number(said);
};

/** The form of a producer that sends its goods. */
export const ship = (locals: App.Locals, ctx: Ctx, form: FormData): Promise<void> =>
  shipDelivery(
    ctx,
    {
      id: text(form, 'id'),
      quantity: numberIn(form, 'quantity'),
      day: text(form, 'day'),
      lot: text(form, 'lot'),
      beyond: form.has('beyond'),
    },
    locals.app.territory,
  );
