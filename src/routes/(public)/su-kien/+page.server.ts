import { listEvents } from '#server/modules/promotion/index.ts';
import { showEvent } from '../../event-view.ts';
import type { PageServerLoad } from './$types';

/** Every event that was opened, the latest first. */
export const load: PageServerLoad = async ({ locals }) => {
  const events = await listEvents(await locals.app.reader(), { states: ['open', 'held', 'cancelled'] });
  return { events: events.map((e) => showEvent(locals, e)) };
};
