import { listRecallsFor } from '#server/modules/traceability/index.ts';
import { ownProducers } from '../../own-producers.ts';
import { recallRow } from '../recalls.ts';
import type { PageServerLoad } from './$types';

/** Recalls of one's own lots, and of lots one holds. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const own = ownProducers(locals);
  return { recalls: (await listRecallsFor(app.db, own)).map((r) => recallRow(app, lang, r)) };
};
