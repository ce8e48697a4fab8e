// POST /token: OAuth 2 client credentials (RFC 6749, section 4.4), with the answers the RFC lays down.
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { App } from '#server/app-port.ts';
import { PUBLIC } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { issueToken } from './commands/issue-token.ts';

const Token = z
  .object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.int(), scope: z.string() })
  .openapi('AccessToken');
const TokenError = z.object({ error: z.string(), error_description: z.string() }).openapi('TokenError');
const refusal = (description: string) => ({ description, content: { 'application/json': { schema: TokenError } } });

const route = createRoute({
  method: 'post',
  path: '/token',
  summary: 'A short-lived token for an API client (OAuth 2 client credentials)',
  description:
    'Authenticate with HTTP Basic (client id and secret) or with `client_id` and `client_secret` in the body. `scope`: fewer scopes than the client holds, parted by spaces.',
  request: {
    body: {
      content: {
        'application/x-www-form-urlencoded': {
          schema: z.object({
            grant_type: z.string().optional().openapi({ example: 'client_credentials' }),
            scope: z.string().optional(),
            client_id: z.string().optional(),
            client_secret: z.string().optional(),
          }),
        },
      },
    },
  },
  responses: {
    200: { description: 'The token', content: { 'application/json': { schema: Token } } },
    400: refusal('invalid_request, unsupported_grant_type or invalid_scope'),
    401: refusal('invalid_client'),
    429: refusal('temporarily_unavailable: too many requests'),
  },
});

const WORDS = {
  invalid_request: 'grant_type, client id and secret are needed once each, as a form.',
  unsupported_grant_type: 'Only client_credentials.',
  invalid_scope: 'A scope that does not exist or that this client does not hold.',
  invalid_client: 'The client or its secret is wrong, has ended or has expired.',
};

/** Client id and secret as HTTP Basic gives them: form-encoded before they are joined (RFC 6749, section 2.3.1). */
function basic(header: string): { client: string; secret: string } | undefined {
  const text = /^basic ([\w+/=]+)$/i.exec(header)?.[1];
  const joined = text ? Buffer.from(text, 'base64').toString() : '';
  const at = joined.indexOf(':');
  if (at < 1) return undefined;
  try {
    const read = (part: string) => decodeURIComponent(part.replace(/\+/g, ' '));
    return { client: read(joined.slice(0, at)), secret: read(joined.slice(at + 1)) };
  } catch {
    return undefined;
  }
}

export function tokenRoute(api: OpenAPIHono, app: App): void {
  const refuse = (c: Context, error: keyof typeof WORDS) => c.json({ error, error_description: WORDS[error] }, 400);
  // described, not validated, by the schema: refusals must be the RFC's
  api.openAPIRegistry.registerPath(route);
  api.post('/token', async (c) => {
    c.header('Cache-Control', 'no-store');
    c.header('Pragma', 'no-cache');
    const header = c.req.header('authorization');
    const invalidClient = () => {
      c.header('WWW-Authenticate', 'Basic realm="sanvat"');
      return c.json({ error: 'invalid_client', error_description: WORDS.invalid_client }, 401);
    };
    const form = new URLSearchParams(
      /^application\/x-www-form-urlencoded/i.test(c.req.header('content-type') ?? '') ? (await c.req.text()).slice(0, 10_000) : '',
    );
    const once = (name: string): string | undefined => (form.getAll(name).length === 1 ? (form.get(name) ?? undefined) : undefined);
    const repeated = ['grant_type', 'scope', 'client_id', 'client_secret'].some((name) => form.getAll(name).length > 1);
    const grant = once('grant_type');
    // never two ways to authenticate at once (section 2.3)
    if (repeated || !grant || (header !== undefined && form.has('client_secret'))) return refuse(c, 'invalid_request');
    if (grant !== 'client_credentials') return refuse(c, 'unsupported_grant_type');
    const fromBody = () => {
      const [client, secret] = [once('client_id'), once('client_secret')];
      return client && secret ? { client, secret } : undefined;
    };
    const known = header === undefined ? fromBody() : basic(header);
    if (!known) return invalidClient();
    try {
      const answer = await issueToken(app.ctx(PUBLIC), { ...known, scope: once('scope') }, app.identity);
      if (!('error' in answer)) return c.json(answer, 200);
      return answer.error === 'invalid_client' ? invalidClient() : refuse(c, answer.error);
    } catch (e) {
      if (!(e instanceof AppError) || e.code !== 'too_many_requests') throw e;
      return c.json({ error: 'temporarily_unavailable', error_description: e.detail.en }, 429);
    }
  });
}
