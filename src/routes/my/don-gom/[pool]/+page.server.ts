import { error, redirect } from '@sveltejs/kit';
import { answerPool } from '#server/modules/sourcing/index.ts';
import { localPath } from '#shared/lang.ts';
import { poolWords } from '#shared/messages/pools.ts';
import { invitationOf, readAnswers } from '../../../answer-view.ts';
import { refusal, text } from '../../../dang-nhap/session.ts';
import { ownProducers } from '../../own-producers.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad } from './$types';

/** The invitation of one pool to the first of the own producers that has one. */
async function ownInvitation(locals: App.Locals, pool: string) {
  for (const producerId of ownProducers(locals)) {
    const invitation = await invitationOf(locals, pool, producerId);
    if (invitation) return { producerId, invitation };
  }
  error(404, { message: poolWords(locals.lang).badLink, code: 'not_found' });
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { invitation } = await ownInvitation(locals, params.pool);
  return { invitation, done: url.searchParams.has('xong') };
};

export const actions: Actions = {
  answer: async ({ locals, params, request }) => {
    const form = await request.formData();
    const { producerId } = await ownInvitation(locals, params.pool);
    try {
      const input = { poolId: params.pool, producerId, answers: readAnswers(form), reason: text(form, 'reason') };
      await answerPool(locals.app.ctx(personOf(locals)), input, locals.app.territory);
    } catch (e) {
      return refusal(e, locals.lang);
    }
    redirect(303, `${localPath(`/my/don-gom/${params.pool}`, locals.lang)}?xong=1`);
  },
};
