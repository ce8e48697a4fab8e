import { closed } from '../dang-nhap/session.ts';
import { DESK_DOORS, doorOf } from '../doors.ts';
import { opens, workOf } from '../work.ts';
import type { LayoutServerLoad } from './$types';

/** Who sits at the desk; a page behind a door that their roles do not open is closed. hooks.server.ts lets nobody in who is not signed in. */
export const load: LayoutServerLoad = ({ locals, route }) => {
  const door = doorOf(DESK_DOORS, route.id);
  if (door && !opens(locals, door)) closed(locals.lang);
  return { work: workOf(locals, 'desk') };
};
