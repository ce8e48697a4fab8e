import { redirect } from '@sveltejs/kit';
import { isPerson, linkIdentity, sessionSecret, signInExternally } from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';
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
    const finish = () => app.identity.oidc.finish(journey, new URL(redirectUri(event) + url.search));
    if (journey.link)
      return externally(
        event,
        async () => {
          // the session that asked, and no other, gets the identity
          if (!isPerson(actor) || actor.session !== journey.link)
            throw new AppError('unauthorized', { vi: 'Phiên đăng nhập đã đổi.', en: 'The session has changed.' });
          await linkIdentity(app.ctx(actor), await finish());
          redirect(303, `${journey.back}?lien-ket=1#lien-ket`);
        },
        true,
      );
    const who = await finish();
    const replaces = sessionSecret(request.headers.get('cookie'));
    const started = await signInExternally(app.ctx(actor), { who, replaces, ...originOf(event) });
    if (started.step === 'full') return enter(event, started, journey.back);
    keepSession(event, started);
    redirect(303, `${localPath('/dang-nhap/ma', lang)}?${new URLSearchParams({ tiep: journey.back })}`);
  });
