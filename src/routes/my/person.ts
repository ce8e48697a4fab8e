import { redirect } from '@sveltejs/kit';
import { isPerson, type Person } from '#server/modules/identity/index.ts';
import { localPath } from '#shared/lang.ts';

/** The signed-in person; hooks.server.ts sends everybody else to the sign-in page before a page of this kind runs. */
export function personOf(locals: App.Locals): Person {
  if (isPerson(locals.actor)) return locals.actor;
  redirect(303, localPath('/dang-nhap', locals.lang));
}
