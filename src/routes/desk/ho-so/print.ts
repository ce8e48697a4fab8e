import { printDossier } from '#server/modules/assessment/index.ts';
import { pdfAnswer } from '../../files.ts';
import { personOf } from '../../my/person.ts';
import { seen } from '../../seen.ts';

/** A form, the score sheets or the minutes of a dossier as PDF, for whoever may see them. */
export async function print(locals: App.Locals, params: { id: string; paper: string }): Promise<Response> {
  const { app, lang } = locals;
  const input = { dossier: params.id, paper: params.paper };
  const { bytes, name } = await seen(lang, () => printDossier(app.ctx(personOf(locals)), input, app.territory));
  return pdfAnswer(bytes, name);
}
