// Single sign-on: any OpenID Connect provider (national identity, an agency). Authorization code with PKCE, state and nonce.
import * as client from 'openid-client';
import { z } from 'zod';
import { AppError } from '#server/platform/errors.ts';

const Provider = z
  .object({
    id: z.string().regex(/^[a-z0-9-]{2,30}$/),
    name: z.string().min(1).max(60),
    issuer: z.url({ protocol: /^https?$/ }),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    scope: z.string().default('openid email phone profile'),
  })
  .strict()
  // a secret crosses the wire: plain http only to this machine itself
  .refine((p) => p.issuer.startsWith('https:') || ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(p.issuer).hostname), {
    path: ['issuer'],
  });
export type OidcProvider = z.infer<typeof Provider>;

/** Reads OIDC_PROVIDERS: a JSON list. Throws naming what does not fit, never the secret. */
export function readProviders(json: string | undefined): OidcProvider[] {
  if (!json) return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Error('settings: OIDC_PROVIDERS is not JSON');
  }
  const parsed = z.array(Provider).safeParse(value);
  if (!parsed.success)
    throw new Error(`settings: OIDC_PROVIDERS ${parsed.error.issues.map((i) => i.path.join('.')).join(', ')} does not fit`);
  return parsed.data;
}

/** What the browser keeps while it is away at the provider. */
export type Journey = { provider: string; state: string; nonce: string; verifier: string };
/** Who the provider says came back. Contacts only when the provider has verified them. */
export type External = { issuer: string; subject: string; email?: string; phone?: string };
export type Oidc = ReturnType<typeof createOidc>;

const unreachable = (name: string) =>
  new AppError('not_ready', {
    vi: `Không kết nối được với ${name}. Xin thử lại sau.`,
    en: `${name} cannot be reached. Please try again later.`,
  });

/** Providers are asked for their addresses at the first use, not at start: a sleeping agency keeps nobody else out. */
export function createOidc(providers: readonly OidcProvider[]) {
  const known = new Map<string, Promise<client.Configuration>>();

  const find = (id: string): OidcProvider => {
    const provider = providers.find((p) => p.id === id);
    if (!provider) throw new AppError('not_found', { vi: 'Không có nơi đăng nhập này.', en: 'There is no such way to sign in.' });
    return provider;
  };

  async function configuration(provider: OidcProvider): Promise<client.Configuration> {
    const asked =
      known.get(provider.id) ??
      client.discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, undefined, {
        timeout: 10,
        ...(provider.issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {}),
      });
    known.set(provider.id, asked);
    try {
      return await asked;
    } catch {
      known.delete(provider.id);
      throw unreachable(provider.name);
    }
  }

  return {
    list: providers.map(({ id, name, issuer }) => ({ id, name, issuer })),

    /** The address to send the browser to, and what it must bring back. */
    begin: async (id: string, redirectUri: string): Promise<{ to: string; journey: Journey }> => {
      const provider = find(id);
      const config = await configuration(provider);
      const journey = { provider: id, state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() };
      const to = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: provider.scope,
        state: journey.state,
        nonce: journey.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(journey.verifier),
        code_challenge_method: 'S256',
      });
      return { to: to.href, journey };
    },

    /** Exchanges the code; issuer, audience, signature, nonce and time of the token are checked by the library. */
    finish: async (journey: Journey, callback: URL): Promise<External> => {
      const provider = find(journey.provider);
      const config = await configuration(provider);
      try {
        const tokens = await client.authorizationCodeGrant(config, callback, {
          pkceCodeVerifier: journey.verifier,
          expectedState: journey.state,
          expectedNonce: journey.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new Error('no claims');
        const more = config.serverMetadata().userinfo_endpoint ? await client.fetchUserInfo(config, tokens.access_token, claims.sub) : {};
        const said: Record<string, unknown> = { ...more, ...claims };
        return {
          issuer: claims.iss,
          subject: claims.sub,
          ...(said.email_verified === true && typeof said.email === 'string' ? { email: said.email.toLowerCase() } : {}),
          ...(said.phone_number_verified === true && typeof said.phone_number === 'string' ? { phone: said.phone_number } : {}),
        };
      } catch {
        throw new AppError('unauthorized', {
          vi: `${provider.name} không xác nhận lần đăng nhập này.`,
          en: `${provider.name} did not confirm this sign-in.`,
        });
      }
    },
  };
}
