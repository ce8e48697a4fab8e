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
import { act } from '../../../act.ts';
import { paymentIn, ship, showAgreement } from '../../../agreement-view.ts';
import { answered } from '../../../demand-view.ts';
import { numberIn } from '../../../supply-fields.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad } from './$types';

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

export const actions: Actions = {
  sign: (event) => act(event, ({ ctx, ground }) => signAgreement(ctx, { id: event.params.id }, ground)),
  end: (event) => act(event, ({ ctx, ground, of }) => endAgreement(ctx, { id: event.params.id, reason: of('reason') }, ground)),
  link: (event) =>
    act(event, ({ ctx, ground, of }) => linkMemorandum(ctx, { contractId: event.params.id, memorandumId: of('memorandum') }, ground)),
  ship: (event) => act(event, ({ ctx, form }) => ship(event.locals, ctx, form)),
  receive: (event) =>
    act(event, ({ ctx, ground, form, of }) =>
      receiveDelivery(ctx, { id: of('id'), quantity: numberIn(form, 'quantity'), day: of('day') }, ground),
    ),
  check: (event) =>
    act(event, ({ ctx, ground, form, of }) =>
      checkDelivery(ctx, { id: of('id'), accepted: numberIn(form, 'quantity'), day: of('day'), note: of('note') }, ground),
    ),
  pay: (event) =>
    act(event, ({ ctx, ground, form, maybe }) =>
      recordPayment(ctx, { ...paymentIn(form), agreementId: event.params.id, producerId: maybe('producer') }, ground),
    ),
};
