import { listDemands } from '#server/modules/sourcing/index.ts';
import { showDemand } from '../../demand-view.ts';
import type { PageServerLoad } from './$types';

/** Every public demand that is open. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app } = locals;
  const demands = await listDemands(await app.reader(), { open: app.clock(), visibleTo: [], limit: 200 });
  return { demands: demands.map((d) => showDemand(locals, d)) };
};
