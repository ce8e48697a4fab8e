import { answerContest, listContests, STAGES } from '#server/modules/sourcing/index.ts';
import { act } from '../../act.ts';
import type { Actions, PageServerLoad } from './$types';
import { figuresOf } from './figures.ts';

/** What became of meetings and orders, and the facts producers contest. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { unit, sample, lines } = await figuresOf(locals);
  return { sample, lines, stages: STAGES, contests: await listContests(locals.app.db, { unit }), done: url.searchParams.has('xong') };
};

export const actions: Actions = {
  answer: (event) =>
    act(event, ({ ctx, ground, of }) => answerContest(ctx, { id: of('id'), upheld: of('upheld') === 'yes', answer: of('answer') }, ground)),
};
