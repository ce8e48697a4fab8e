import { error } from '@sveltejs/kit';
import { evidenceStore, getPaper } from '#server/modules/assessment/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { personOf } from '../../person.ts';
import type { RequestHandler } from './$types';

/** One version of a paper, as a file to keep: never run by the browser on our ground. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  try {
    const paper = await getPaper(app.ctx(personOf(locals)), params.paper, app.territory, evidenceStore(app.config));
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
