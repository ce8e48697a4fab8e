import { error, redirect } from '@sveltejs/kit';
import { answerPool, producerOfLink } from '#server/modules/sourcing/index.ts';
import { PUBLIC } from '#server/platform/ctx.ts';
import { localPath } from '#shared/lang.ts';
import { poolWords } from '#shared/messages/pools.ts';
import { invitationOf, readAnswers } from '../../../answer-view.ts';
import { refusal, text } from '../../../dang-nhap/session.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who holds the link answers for the producer it was made for; nothing else is shown. */
async function linked(locals: App.Locals, token: string) {
  const link = await producerOfLink(locals.app.ctx(PUBLIC), token);
  const invitation = link && (await invitationOf(locals, link.poolId, link.producerId));
  if (!link || !invitation) error(404, { message: poolWords(locals.lang).badLink, code: 'not_found' });
  return { link, invitation };
}

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const { invitation } = await linked(locals, params.token);
  // not no-referrer: a form would then come from nowhere and be refused
  setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex' });
  return { invitation, done: url.searchParams.has('xong') };
};

export const actions: Actions = {
  answer: async ({ locals, params, request }) => {
    const form = await request.formData();
    const { link } = await linked(locals, params.token);
    try {
      const input = { ...link, answers: readAnswers(form), reason: text(form, 'reason'), token: params.token };
      await answerPool(locals.app.ctx(PUBLIC), input, locals.app.territory);
    } catch (e) {
      return refusal(e, locals.lang);
    }
    redirect(303, `${localPath(`/tra-loi/${params.token}`, locals.lang)}?xong=1`);
  },
};
