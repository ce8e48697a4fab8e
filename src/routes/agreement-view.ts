// An agreement as its reader may see it, and the forms of those who deliver.
import { error } from '@sveltejs/kit';
import {
  type AgreementDetail,
  contractPaper,
  getAgreement,
  memorandumPaper,
  payoutPaper,
  pickListPaper,
  poolAgreementPaper,
  shipDelivery,
} from '#server/modules/sourcing/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { text } from './dang-nhap/session.ts';
import { pdfAnswer } from './files.ts';
import { showInstant } from './my/show.ts';
import { numberIn } from './supply-fields.ts';

export function showAgreement({ app, lang }: App.Locals, a: AgreementDetail) {
  const nameOf = (id: string) => a.terms.lines.find((l) => l.producerId === id)?.producer ?? app.catalogue.producer(id)?.name ?? id;
  return {
    ...{ id: a.id, kind: a.kind, number: a.number, state: a.state, drawnOn: a.drawnOn, signedOn: a.signedOn, endsOn: a.endsOn },
    ...{ endedReason: a.endedReason, amount: a.amount, due: a.due, paid: a.paid, mine: a.mine, demandId: a.demandId },
    leadProducerId: a.leadProducerId,
    ...{ title: a.terms.title, buyer: a.terms.buyer, lead: a.terms.lead, unit: a.terms.unit },
    signatures: a.signatures.map((s) => ({ party: s.party, at: showInstant(s.at, lang) })),
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

/** A payment as its form says it, without who is paid. */
export const paymentIn = (form: FormData) => ({
  amount: numberIn(form, 'amount'),
  day: text(form, 'day'),
  reference: text(form, 'reference'),
});

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

/** hop-dong.pdf, gom-hang.pdf; soan-hang-<producer>.pdf and chi-tra-<producer>.pdf. Whole papers only for those who see the whole. */
export async function paperOf(a: AgreementDetail, paper: string, today: string): Promise<Response> {
  const [, name = '', producer = ''] = /^(hop-dong|gom-hang|soan-hang|chi-tra)(?:-([\w-]+))?\.pdf$/.exec(paper) ?? [];
  const contract = a.kind === 'contract';
  const own = a.shipments.some((s) => s.producerId === producer);
  const write =
    name === 'hop-dong'
      ? () => (contract ? contractPaper(a) : memorandumPaper(a))
      : name === 'gom-hang' && contract
        ? () => poolAgreementPaper(a)
        : name === 'soan-hang' && own
          ? () => pickListPaper(a, producer)
          : name === 'chi-tra' && own
            ? () => payoutPaper(a, producer, today)
            : undefined;
  const whole = a.mine.buyer || a.mine.lead;
  if (!write || ((name === 'hop-dong' || name === 'gom-hang') && !whole && a.mine.producers.length > 0)) error(404);
  return pdfAnswer(await write(), `${name}-${a.id}.pdf`);
}
