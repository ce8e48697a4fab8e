import { listRecallsFor, producersOf } from '#server/modules/traceability/index.ts';
import { dayOf } from '#shared/dates.ts';
import { personOf } from '../../person.ts';
import { recallRow } from '../recalls.ts';
import type { PageServerLoad } from './$types';

/** Recalls of one's own lots, and of lots one holds. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const own = producersOf(app.territory, personOf(locals), dayOf(app.clock()));
  return { recalls: (await listRecallsFor(app.db, own)).map((r) => recallRow(app, lang, r)) };
};
