import { type ActionFailure, redirect } from '@sveltejs/kit';
import {
  checkDelivery,
  endAgreement,
  getAgreement,
  receiveDelivery,
  recordPayment,
  signAgreement,
} from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { numberIn, ship, showAgreement } from '../../../agreement-view.ts';
import { refusal, type Said, text } from '../../../dang-nhap/session.ts';
import { answered } from '../../../demand-view.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One agreement as its reader may see it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const a = await answered(lang, getAgreement(app.ctx(personOf(locals)), params.id, app.territory));
  return {
    agreement: showAgreement(locals, a),
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
    const [ctx] = mine(event);
    return act(event, (form) => ship(event.locals, ctx, form));
  },
  receive: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) =>
      receiveDelivery(ctx, { id: text(form, 'id'), quantity: numberIn(form, 'quantity'), day: text(form, 'day') }, ground),
    );
  },
  check: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) =>
      checkDelivery(
        ctx,
        { id: text(form, 'id'), accepted: numberIn(form, 'quantity'), day: text(form, 'day'), note: text(form, 'note') },
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
          amount: numberIn(form, 'amount'),
          day: text(form, 'day'),
          reference: text(form, 'reference'),
        },
        ground,
      ),
    );
  },
};
