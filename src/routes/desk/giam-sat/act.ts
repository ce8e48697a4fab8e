import { type ActionFailure, redirect } from '@sveltejs/kit';
import type { Ctx } from '#server/platform/ctx.ts';
import { refusalOf, type SaidKept, text } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';

type Event = { locals: App.Locals; request: Request; url: URL };

/** Does what a form asks; then shows the page anew, so that a reload repeats nothing, or says why not. */
export async function act(
  event: Event,
  work: (ctx: Ctx, of: (name: string) => string) => Promise<unknown>,
  to?: string,
): Promise<ActionFailure<SaidKept>> {
  const form = await event.request.formData();
  try {
    await work(event.locals.app.ctx(personOf(event.locals)), (name) => text(form, name).trim());
  } catch (e) {
    return refusalOf(e, event.locals.lang, form, event.url);
  }
  const unit = event.url.searchParams.get('don-vi');
  redirect(303, `${to ?? event.url.pathname}?${unit ? `don-vi=${unit}&` : ''}xong=1`);
}
