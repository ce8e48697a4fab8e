import { evidenceStore, getPaper } from '#server/modules/assessment/index.ts';
import { keptAnswer } from '../../../files.ts';
import { seen } from '../../../seen.ts';
import { personOf } from '../../person.ts';
import type { RequestHandler } from './$types';

/** One version of a paper, as a file to keep: never run by the browser on our ground. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  return keptAnswer(await seen(lang, () => getPaper(app.ctx(personOf(locals)), params.paper, app.territory, evidenceStore(app.config))));
};
