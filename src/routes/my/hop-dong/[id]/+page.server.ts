import { type ActionFailure, redirect } from '@sveltejs/kit';
import {
  checkDelivery,
  endAgreement,
  getAgreement,
  linkMemorandum,
  listAgreements,
  receiveDelivery,
  recordPayment,
  signAgreement,
} from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { numberIn, ship, showAgreement } from '../../../agreement-view.ts';
import { refusalOf, type SaidKept, text } from '../../../dang-nhap/session.ts';
import { answered } from '../../../demand-view.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One agreement as its reader may see it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const a = await answered(lang, getAgreement(app.ctx(personOf(locals)), params.id, app.territory));
  // a memorandum and the contracts that came of it name each other; a person says which belong together
  const family = a.mine.buyer || a.mine.lead ? await listAgreements(app.db, { organisations: [a.organisationId], limit: 500 }) : [];
  const brief = (x: (typeof family)[number]) => ({ id: x.id, number: x.number, title: x.terms.title, lead: x.terms.lead });
  return {
    agreement: showAgreement(locals, a),
    from: family.filter((x) => x.id === a.memorandumId).map(brief)[0],
    came: family.filter((x) => x.memorandumId === a.id).map(brief),
    linkable:
      a.mine.buyer &&
      a.kind === 'contract' &&
      a.memorandumId === null &&
      (a.state === 'drawn' || a.state === 'signed' || a.state === 'fulfilled')
        ? family
            .filter((x) => x.kind === 'memorandum' && x.state === 'signed')
            .toSorted((x, y) => Number(y.leadProducerId === a.leadProducerId) - Number(x.leadProducerId === a.leadProducerId))
            .map(brief)
        : [],
    today: dayOf(app.clock()),
    done: url.searchParams.has('xong'),
  };
};

async function act(event: RequestEvent, work: (form: FormData) => Promise<unknown>): Promise<ActionFailure<SaidKept>> {
  const form = await event.request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusalOf(e, event.locals.lang, form, event.url);
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
  link: (event) => {
    const [ctx, ground] = mine(event);
    return act(event, (form) => linkMemorandum(ctx, { contractId: event.params.id, memorandumId: text(form, 'memorandum') }, ground));
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
