import { error } from '@sveltejs/kit';
import { evidenceStore, getEvidence } from '#server/modules/assessment/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { personOf } from '../../../../../my/person.ts';
import type { RequestHandler } from './$types';

/** One paper, as a file to keep: never run by the browser on our ground. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  const input = { dossier: params.id, evidence: params.paper };
  try {
    const paper = await getEvidence(app.ctx(personOf(locals)), input, app.territory, evidenceStore(app.config));
    return new Response(Buffer.from(paper.bytes), {
      headers: {
        'content-type': paper.type,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(paper.name)}`,
        'content-security-policy': "sandbox; default-src 'none'",
      },
    });
  } catch (e) {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  }
};
