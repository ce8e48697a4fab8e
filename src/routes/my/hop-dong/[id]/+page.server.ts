import { type ActionFailure, redirect } from '@sveltejs/kit';
import {
  checkDelivery,
  endAgreement,
  getAgreement,
  receiveDelivery,
  recordPayment,
  shipDelivery,
  signAgreement,
} from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { refusal, type Said, text } from '../../../dang-nhap/session.ts';
import { answered } from '../../../demand-view.ts';
import { personOf } from '../../person.ts';
import { showInstant } from '../../show.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One agreement as its reader may see it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const a = await answered(lang, getAgreement(app.ctx(personOf(locals)), params.id, app.territory));
  const nameOf = (id: string) => a.terms.lines.find((l) => l.producerId === id)?.producer ?? app.catalogue.producer(id)?.name ?? id;
  return {
    agreement: {
      ...{ id: a.id, kind: a.kind, number: a.number, state: a.state, drawnOn: a.drawnOn, signedOn: a.signedOn, endsOn: a.endsOn },
      ...{ endedReason: a.endedReason, amount: a.amount, due: a.due, paid: a.paid, mine: a.mine, demandId: a.demandId },
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
    },
    today: dayOf(app.clock()),
    done: url.searchParams.has('xong'),
  };
};

async function act(event: RequestEvent, work: (form: FormData) => Promise<unknown>): Promise<ActionFailure<Said>> {
  const form = await event.request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusal(e, event.locals.lang);
  }
  redirect(303, `${localPath(`/my/hop-dong/${event.params.id}`, event.locals.lang)}?xong=1`);
}
const mine = ({ locals }: RequestEvent) => [locals.app.ctx(personOf(locals)), locals.app.territory] as const;
/** '1,5' as well as '1.5'; an empty field is no number. */
const number = (form: FormData, name: string): number => {
  const said = text(form, name).trim().replace(',', '.');
  return said === '' ? Number.NaN : Number(said);
};

export const actions: Actions = {
  sign: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, () => signAgreement(ctx, { id: event.params.id }, ground));
  },
  end: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) => endAgreement(ctx, { id: event.params.id, reason: text(form, 'reason') }, ground));
  },
  ship: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) =>
      shipDelivery(
        ctx,
        {
          id: text(form, 'id'),
          quantity: number(form, 'quantity'),
          day: text(form, 'day'),
          lot: text(form, 'lot'),
          beyond: form.has('beyond'),
        },
        ground,
      ),
    );
  },
  receive: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) =>
      receiveDelivery(ctx, { id: text(form, 'id'), quantity: number(form, 'quantity'), day: text(form, 'day') }, ground),
    );
  },
  check: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) =>
      checkDelivery(
        ctx,
        { id: text(form, 'id'), accepted: number(form, 'quantity'), day: text(form, 'day'), note: text(form, 'note') },
        ground,
      ),
    );
  },
  pay: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) =>
      recordPayment(
        ctx,
        {
          agreementId: event.params.id,
          producerId: text(form, 'producer') || undefined,
          amount: number(form, 'amount'),
          day: text(form, 'day'),
          reference: text(form, 'reference'),
        },
        ground,
      ),
    );
  },
};
