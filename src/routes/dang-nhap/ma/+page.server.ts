import { redirect } from '@sveltejs/kit';
import { confirmSecondFactor, sessionSecret } from '#server/modules/identity/index.ts';
import { localPath } from '#shared/lang.ts';
import { enter, originOf, refusal, text } from '../session.ts';
import type { Actions, PageServerLoad } from './$types';

/** The second step; without a first one it leads back to it. */
export const load: PageServerLoad = ({ locals, request }) => {
  if (!sessionSecret(request.headers.get('cookie'))) redirect(303, localPath('/dang-nhap', locals.lang));
};

export const actions: Actions = {
  default: async (event) => {
    const { app, lang, actor } = event.locals;
    const form = await event.request.formData();
    let started: Awaited<ReturnType<typeof confirmSecondFactor>>;
    try {
      const secret = sessionSecret(event.request.headers.get('cookie')) ?? '';
      started = await confirmSecondFactor(app.ctx(actor), { secret, code: text(form, 'code'), ...originOf(event) }, app.identity);
    } catch (e) {
      return refusal(e, lang);
    }
    return enter(event, started);
  },
};
