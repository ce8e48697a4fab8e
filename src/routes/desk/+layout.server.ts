import { workOf } from '../work.ts';
import type { LayoutServerLoad } from './$types';

/** Who sits at the desk. Rights are asked page by page; hooks.server.ts lets nobody in who is not signed in. */
export const load: LayoutServerLoad = ({ locals }) => ({ work: workOf(locals, 'desk') });
