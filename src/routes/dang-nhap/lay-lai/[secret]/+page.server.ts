import { MIN_LENGTH, recover, recoveryHolds } from '#server/modules/identity/index.ts';
import { originOf, refusal, text } from '../../session.ts';
import type { Actions, PageServerLoad } from './$types';

/** The page of a recovery link: looking at it spends nothing. */
export const load: PageServerLoad = async ({ locals: { app, actor }, params, setHeaders }) => {
  setHeaders({ 'referrer-policy': 'same-origin' }); // 'no-referrer' would strip the Origin our forms are checked by
  return { holds: await recoveryHolds(app.ctx(actor), params.secret), minPassword: MIN_LENGTH };
};

export const actions: Actions = {
  default: async (event) => {
    const { app, actor, lang } = event.locals;
    const form = await event.request.formData();
    try {
      const input = { secret: event.params.secret, password: text(form, 'next'), again: text(form, 'again') };
      await recover(app.ctx(actor), { ...input, address: originOf(event).address }, app.identity);
    } catch (e) {
      return refusal(e, lang);
    }
    return { done: true };
  },
};
