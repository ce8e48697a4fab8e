import { json } from '@sveltejs/kit';
import { askForPasskey } from '#server/modules/identity/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { originOf, siteOfRequest } from '../session.ts';
import type { RequestHandler } from './$types';

/** What a browser is asked to sign with a passkey. */
export const POST: RequestHandler = async (event) => {
  const { app, actor, lang } = event.locals;
  try {
    const input = { site: siteOfRequest(event), address: originOf(event).address };
    return json(await askForPasskey(app.ctx(actor), input, app.identity));
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    return json({ error: e.detail[lang] }, { status: STATUS_OF[e.code] });
  }
};
