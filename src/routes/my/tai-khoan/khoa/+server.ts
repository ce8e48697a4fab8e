import { json } from '@sveltejs/kit';
import { startPasskey } from '#server/modules/identity/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { siteOfRequest } from '../../../dang-nhap/session.ts';
import { personOf } from '../../person.ts';
import type { RequestHandler } from './$types';

/** What a browser is asked to make as a new passkey of the signed-in person. */
export const POST: RequestHandler = async (event) => {
  const { app, lang } = event.locals;
  try {
    return json(await startPasskey(app.ctx(personOf(event.locals)), siteOfRequest(event)));
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    return json({ error: e.detail[lang] }, { status: STATUS_OF[e.code] });
  }
};
