// What a browser keeps between leaving for a provider and coming back.
import type { RequestEvent } from '@sveltejs/kit';
import type { Journey } from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';

export const JOURNEY_COOKIE = 'sanvat_oidc';
type Kept = Journey & { back: string };

export const packJourney = (journey: Kept): string => Buffer.from(JSON.stringify(journey)).toString('base64url');

/** The journey of this provider; a refusal when the cookie is missing, broken or another provider's. */
export function unpackJourney(cookie: string | undefined, provider: string): Kept {
  try {
    const kept = JSON.parse(Buffer.from(cookie ?? '', 'base64url').toString()) as Record<keyof Kept, unknown>;
    const { state, nonce, verifier, back } = kept;
    if (kept.provider === provider && typeof state === 'string' && typeof nonce === 'string' && typeof verifier === 'string')
      return { provider, state, nonce, verifier, back: typeof back === 'string' ? back : '' };
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
