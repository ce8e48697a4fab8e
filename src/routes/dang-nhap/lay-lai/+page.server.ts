import { askRecovery, SYSTEM, sendRecoveries } from '#server/modules/identity/index.ts';
import { originOf, refusal, text } from '../session.ts';
import type { Actions, PageServerLoad } from './$types';

/** Links lead to the public address of the settings: without it and without a post office no mail can go out. */
export const load: PageServerLoad = ({ locals: { app } }) => ({ mails: app.mail !== undefined && app.origin !== undefined });

export const actions: Actions = {
  default: async (event) => {
    const { app, actor, lang } = event.locals;
    const form = await event.request.formData();
    try {
      await askRecovery(app.ctx(actor), { login: text(form, 'login'), address: originOf(event).address }, app.identity);
    } catch (e) {
      return refusal(e, lang);
    }
    // the answer does not wait for the post office; what fails now the job of the minute tries again
    setImmediate(() => {
      sendRecoveries(app.ctx(SYSTEM), { mailer: app.mail, origin: app.origin }).catch((err) => app.log.error({ err }, 'recovery mails'));
    });
    return { asked: true };
  },
};
