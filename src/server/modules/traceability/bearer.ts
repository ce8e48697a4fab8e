// Who asks an API of ours, by Bearer token alone; the cookie of the pages is not looked at.
import type { Context } from 'hono';
import type { App } from '#server/app-port.ts';
import { actorOf, isPerson, type Person } from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';

/** Throws 401 without a token that holds. */
export function bearerOf(app: App): (c: Context) => Promise<Person> {
  return async (c) => {
    const authorization = c.req.header('authorization');
    c.header('Cache-Control', 'no-store');
    const actor = await actorOf(app, { headers: new Headers(authorization === undefined ? {} : { authorization }) });
    if (!isPerson(actor)) throw new AppError('unauthorized', { vi: 'Cần mã truy cập (Bearer).', en: 'A Bearer token is needed.' });
    return actor;
  };
}
