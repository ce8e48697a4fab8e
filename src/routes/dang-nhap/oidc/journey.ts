// What a browser keeps between leaving for a provider and coming back.
import { type RequestEvent, redirect } from '@sveltejs/kit';
import type { Journey } from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';

export const JOURNEY_COOKIE = 'sanvat_oidc';
type LeavingEvent = Pick<RequestEvent, 'locals' | 'url' | 'cookies'> & { params: { id: string } };
/** `link`: the session that asked to link the identity to its account. */
type Kept = Journey & { back: string; link?: string | undefined };

const packJourney = (journey: Kept): string => Buffer.from(JSON.stringify(journey)).toString('base64url');

/** Sends the browser to a provider; what must come back is kept in the browser's own cookie. */
export async function leaveFor(event: LeavingEvent, kept: { back: string; link?: string | undefined }): Promise<never> {
  const { locals, params, cookies } = event;
  const { to, journey } = await locals.app.identity.oidc.begin(params.id, redirectUri(event));
  cookies.set(JOURNEY_COOKIE, packJourney({ ...journey, ...kept }), {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: redirectUri(event).startsWith('https:'),
    maxAge: 600,
  });
  redirect(303, to);
}

/** The journey of this provider; a refusal when the cookie is missing, broken or another provider's. */
export function unpackJourney(cookie: string | undefined, provider: string): Kept {
  try {
    const kept = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()) as Record<keyof Kept, unknown>;
    const { state, nonce, verifier, back, link } = kept;
    if (kept.provider === provider && typeof state === 'string' && typeof nonce === 'string' && typeof verifier === 'string')
      return {
        provider,
        state,
        nonce,
        verifier,
        back: typeof back === 'string' ? back : '',
        ...(typeof link === 'string' ? { link } : {}),
      };
  } catch {
    // said below
  }
  throw new AppError('unauthorized', {
    vi: 'Lần đăng nhập này đã hết hạn. Xin làm lại.',
    en: 'This sign-in has expired. Please start again.',
  });
}

/** The address of ours that the provider has on its list: the same for every language. */
export const redirectUri = ({ locals, url, params }: Pick<RequestEvent, 'locals' | 'url'> & { params: { id: string } }): string =>
  `${locals.app.origin ?? url.origin}/dang-nhap/oidc/${params.id}/ve`;
