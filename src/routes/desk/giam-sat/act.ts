import { type ActionFailure, redirect } from '@sveltejs/kit';
import type { Ctx } from '#server/platform/ctx.ts';
import { refusal, type Said, text } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';

type Event = { locals: App.Locals; request: Request; url: URL };

/** Does what a form asks; then shows the page anew, so that a reload repeats nothing, or says why not. */
export async function act(
  event: Event,
  work: (ctx: Ctx, of: (name: string) => string) => Promise<unknown>,
  to?: string,
): Promise<ActionFailure<Said>> {
  const form = await event.request.formData();
  try {
    await work(event.locals.app.ctx(personOf(event.locals)), (name) => text(form, name).trim());
  } catch (e) {
    return refusal(e, event.locals.lang);
  }
  const unit = event.url.searchParams.get('don-vi');
  redirect(303, `${to ?? event.url.pathname}?${unit ? `don-vi=${unit}&` : ''}xong=1`);
}
