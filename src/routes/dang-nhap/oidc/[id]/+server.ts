import { redirect } from '@sveltejs/kit';
import { JOURNEY_COOKIE, packJourney, redirectUri } from '../journey.ts';
import { externally } from '../outcome.ts';
import type { RequestHandler } from './$types';

/** Sends the browser to the provider. A GET that changes nothing here: what must come back is kept in the browser's own cookie. */
export const GET: RequestHandler = (event) =>
  externally(event, async () => {
    const { locals, url, params, cookies } = event;
    const { to, journey } = await locals.app.identity.oidc.begin(params.id, redirectUri(event));
    cookies.set(JOURNEY_COOKIE, packJourney({ ...journey, back: url.searchParams.get('tiep') ?? (locals.lang === 'en' ? '/en/my' : '') }), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: redirectUri(event).startsWith('https:'),
      maxAge: 600,
    });
    redirect(302, to);
  });
