import { error } from '@sveltejs/kit';
import { printDossier } from '#server/modules/assessment/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { personOf } from '../../my/person.ts';

/** A form, the score sheets or the minutes of a dossier as PDF, for whoever may see them. */
export async function print(locals: App.Locals, params: { id: string; paper: string }): Promise<Response> {
  const { app, lang } = locals;
  try {
    const { name, bytes } = await printDossier(app.ctx(personOf(locals)), { dossier: params.id, paper: params.paper }, app.territory);
    return new Response(Buffer.from(bytes), {
      headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"` },
    });
  } catch (e) {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  }
}
