import { leaveFor } from '../journey.ts';
import { externally } from '../outcome.ts';
import type { RequestHandler } from './$types';

/** Sends the browser to the provider. A GET that changes nothing here. */
export const GET: RequestHandler = (event) =>
  externally(event, () => leaveFor(event, { back: event.url.searchParams.get('tiep') ?? (event.locals.lang === 'en' ? '/en/my' : '') }));
