import { workOf } from '../work.ts';
import type { LayoutServerLoad } from './$types';

/** Who is signed in, and the pages of their own work. */
export const load: LayoutServerLoad = ({ locals }) => ({ work: workOf(locals, 'my') });
