import { listEvents } from '#server/modules/promotion/index.ts';
import { showEvent } from '../../event-view.ts';
import type { PageServerLoad } from './$types';

/** Events that are open or were held. */
export const load: PageServerLoad = async ({ locals }) => {
  const events = await listEvents(locals.app.db, { states: ['open', 'held'] });
  return { events: events.map((e) => showEvent(locals, e)) };
};
