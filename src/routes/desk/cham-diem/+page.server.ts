import { ENOUGH_SHEETS, getGrading } from '#server/modules/assessment/index.ts';
import type { PageServerLoad } from './$types';
import { questionOf } from './question.ts';

/** How the councils grade, for the ministry; a province sees its own. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { question, units, ctx } = questionOf(locals, url);
  return { grading: await getGrading(ctx, question, locals.app.territory), units, enough: ENOUGH_SHEETS };
};
