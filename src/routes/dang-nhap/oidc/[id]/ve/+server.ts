import { redirect } from '@sveltejs/kit';
import { sessionSecret, signInExternally } from '#server/modules/identity/index.ts';
import { localPath } from '#shared/lang.ts';
import { enter, keepSession, originOf } from '../../../session.ts';
import { JOURNEY_COOKIE, redirectUri, unpackJourney } from '../../journey.ts';
import { externally } from '../../outcome.ts';
import type { RequestHandler } from './$types';

/** Where the provider sends the browser back to. Without the cookie of the way out nobody is let in. */
export const GET: RequestHandler = (event) =>
  externally(event, async () => {
    const { locals, url, params, cookies, request } = event;
    const { app, lang, actor } = locals;
    const journey = unpackJourney(cookies.get(JOURNEY_COOKIE), params.id);
    cookies.delete(JOURNEY_COOKIE, { path: '/' });
    const who = await app.identity.oidc.finish(journey, new URL(redirectUri(event) + url.search));
    const replaces = sessionSecret(request.headers.get('cookie'));
    const started = await signInExternally(app.ctx(actor), { who, replaces, ...originOf(event) });
    if (started.step === 'full') return enter(event, started, journey.back);
    keepSession(event, started);
    redirect(303, `${localPath('/dang-nhap/ma', lang)}?${new URLSearchParams({ tiep: journey.back })}`);
  });
