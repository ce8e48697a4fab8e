import { type ActionFailure, redirect } from '@sveltejs/kit';
import { answerContest, listContests, STAGES } from '#server/modules/sourcing/index.ts';
import { localPath } from '#shared/lang.ts';
import { refusal, type Said, text } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';
import type { Actions, PageServerLoad } from './$types';
import { figuresOf } from './figures.ts';

/** What became of meetings and orders, and the facts producers contest. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { unit, sample, lines } = await figuresOf(locals);
  return { sample, lines, stages: STAGES, contests: await listContests(locals.app.db, { unit }), done: url.searchParams.has('xong') };
};

export const actions: Actions = {
  answer: async ({ locals, request }): Promise<ActionFailure<Said>> => {
    const form = await request.formData();
    const input = { id: text(form, 'id'), upheld: text(form, 'upheld') === 'yes', answer: text(form, 'answer') };
    try {
      await answerContest(locals.app.ctx(personOf(locals)), input, locals.app.territory);
    } catch (e) {
      return refusal(e, locals.lang);
    }
    redirect(303, `${localPath('/desk/cung-cau', locals.lang)}?xong=1`);
  },
};
