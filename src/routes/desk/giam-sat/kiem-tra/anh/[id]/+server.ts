import { error } from '@sveltejs/kit';
import { readReportPhoto } from '#server/modules/supervision/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { personOf } from '../../../../../my/person.ts';
import type { RequestHandler } from './$types';

/** The photo of a report: shown as a picture and as nothing else. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { app, lang } = locals;
  try {
    const { bytes, type } = await readReportPhoto(app.ctx(personOf(locals)), params.id, app.territory);
    const headers = { 'content-type': type, 'content-security-policy': "default-src 'none'", 'cache-control': 'private, no-store' };
    return new Response(new Uint8Array(bytes), { headers });
  } catch (e) {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  }
};
