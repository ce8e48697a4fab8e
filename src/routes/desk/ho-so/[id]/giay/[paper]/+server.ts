import { evidenceStore, getEvidence } from '#server/modules/assessment/index.ts';
import { keptAnswer } from '../../../../../files.ts';
import { personOf } from '../../../../../my/person.ts';
import { seen } from '../../../../../seen.ts';
import type { RequestHandler } from './$types';

/** One paper, as a file to keep: never run by the browser on our ground. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const input = { dossier: params.id, evidence: params.paper };
  return keptAnswer(await seen(lang, () => getEvidence(app.ctx(personOf(locals)), input, app.territory, evidenceStore(app.config))));
};
