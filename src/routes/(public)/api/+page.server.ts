import { readApi } from '#ui/read-api.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => ({ groups: readApi(locals.app.openapi(), locals.lang) });
