import { Shown } from '#ui/shown.ts';
import type { PageServerLoad } from './$types';
import { certified } from './certified.ts';

/** Expired and revoked certificates answer as well: whoever holds the paper has to read that it no longer counts. */
export const load: PageServerLoad = async ({ locals, params }) => ({ shown: new Shown(await certified(locals, params.no)) });
