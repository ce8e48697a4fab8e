// What an address takes and in which form it answers, as the EPCIS 2.0 REST binding negotiates.
import type { Context } from 'hono';
import { AppError } from '#server/platform/errors.ts';
import { EpcisError, VERSIONS } from './problem.ts';

export const TOP = ['capture', 'events', 'eventTypes', 'epcs', 'bizSteps', 'bizLocations', 'readPoints', 'dispositions', 'queries'];
const TAKES: Record<string, string> = { capture: 'GET, POST', events: 'GET, POST', queries: 'GET, POST', 'queries/': 'GET, DELETE' };

/** The methods of an address under /epcis; undefined for one that we have not. */
export function allowAt(path: string): string | undefined {
  const [, , top = '', ...more] = path.split('/');
  if (top !== '' && !TOP.includes(top)) return undefined;
  const place = more.length === 0 ? top : more.length === 1 ? `${top}/` : '';
  return `${TAKES[place] ?? 'GET'}, HEAD, OPTIONS`;
}

const notAcceptable = (vi: string, en: string) =>
  new EpcisError({ status: 406, type: 'NotAcceptableException' }, new AppError('invalid', { vi, en }));

/** Throws 406 for a form or a version of the standard that we do not speak. */
export function assertAnswerable(c: Context): void {
  const accept = c.req.header('accept');
  if (accept && !/\*\/\*|application\/(\*|json|ld\+json)/i.test(accept))
    throw notAcceptable('Chỉ trả lời bằng JSON.', 'Answers come as JSON only.');
  for (const name of ['EPCIS', 'CBV']) {
    const asked = (what: string) => c.req.header(`gs1-${name}-${what}`);
    const ours = VERSIONS[`GS1-${name}-Version`] ?? '';
    const version = asked('version');
    // 2, 2.0 and 2.0.0 name the same
    const fits = (version === undefined || ours === version || ours.startsWith(`${version}.`)) && (asked('min') ?? ours) <= ours;
    if (!fits || (asked('max') ?? ours) < ours.slice(0, asked('max')?.length))
      throw notAcceptable(`Chỉ dùng ${name} ${ours}.`, `${name} ${ours} only.`);
  }
}

/** Answers go out as `application/ld+json` to those who name it and not plain JSON. */
export function nameForm(c: Context): void {
  const accept = c.req.header('accept') ?? '';
  if (
    /application\/ld\+json/i.test(accept) &&
    !/application\/json/i.test(accept) &&
    /^application\/json/.test(c.res.headers.get('content-type') ?? '')
  )
    c.res.headers.set('content-type', 'application/ld+json');
}

/** What the standard describes and we leave out: subscriptions, page tokens that are given back. */
export const LEFT_OUT = ['/epcis/queries/:queryName/subscriptions', '/epcis/queries/:queryName/subscriptions/*', '/epcis/nextPageToken/*'];
export const leftOut = () =>
  new EpcisError(
    { status: 501, type: 'ImplementationException' },
    new AppError('invalid', { vi: 'Chức năng này không có ở đây.', en: 'This function is not offered here.' }),
  );
