import { error, redirect } from '@sveltejs/kit';
import { answerPool } from '#server/modules/sourcing/index.ts';
import { localPath } from '#shared/lang.ts';
import { poolWords } from '#shared/messages/pools.ts';
import { invitationOf, readAnswers } from '../../../answer-view.ts';
import { refusalOf, text } from '../../../dang-nhap/session.ts';
import { ownProducers } from '../../own-producers.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad } from './$types';

/** The invitations of one pool to the own producers; a secretary may hold several. */
async function ownInvitations(locals: App.Locals, pool: string) {
  const all = await Promise.all(ownProducers(locals).map((producerId) => invitationOf(locals, pool, producerId)));
  const found = all.filter((i) => i !== undefined);
  if (found.length === 0) error(404, { message: poolWords(locals.lang).badLink, code: 'not_found' });
  return found;
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const all = await ownInvitations(locals, params.pool);
  const asked = url.searchParams.get('chu-the');
  const invitation = all.find((i) => i.producerId === asked) ?? all.find((i) => i.open) ?? all[0];
  return {
    invitation: invitation as (typeof all)[number],
    others: all.filter((i) => i !== invitation).map(({ producerId, producer, open }) => ({ producerId, producer, open })),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  answer: async ({ locals, params, request, url }) => {
    const form = await request.formData();
    const producerId = text(form, 'producer');
    try {
      const input = { poolId: params.pool, producerId, answers: readAnswers(form), reason: text(form, 'reason') };
      await answerPool(locals.app.ctx(personOf(locals)), input, locals.app.territory);
    } catch (e) {
      return refusalOf(e, locals.lang, form, url);
    }
    const query = new URLSearchParams({ 'chu-the': producerId, xong: '1' });
    redirect(303, `${localPath(`/my/don-gom/${params.pool}`, locals.lang)}?${query}`);
  },
};
