// One act of a form: done and its page shown anew, or refused with its reasons and with what was typed.
import { type ActionFailure, redirect } from '@sveltejs/kit';
import type { Ctx } from '#server/platform/ctx.ts';
import { refusalOf, type SaidKept, text } from './dang-nhap/session.ts';
import { personOf } from './my/person.ts';

type Event = { locals: App.Locals; request: Request; url: URL };
export type Sent = {
  form: FormData;
  ctx: Ctx;
  ground: App.Locals['app']['territory'];
  of: (name: string) => string;
  maybe: (name: string) => string | undefined;
  key: string | undefined;
};

/** Runs the work with the form's fields; afterwards the page is asked for again, so that a reload repeats nothing. */
export async function act(
  event: Event,
  work: (sent: Sent) => Promise<unknown>,
  to?: (result: never) => string,
): Promise<ActionFailure<SaidKept>> {
  const { app, lang } = event.locals;
  const form = await event.request.formData();
  const of = (name: string) => text(form, name).trim();
  const maybe = (name: string) => of(name) || undefined;
  let result: unknown;
  try {
    result = await work({ form, ctx: app.ctx(personOf(event.locals)), ground: app.territory, of, maybe, key: maybe('requestId') });
  } catch (e) {
    return refusalOf(e, lang, form, event.url);
  }
  const unit = event.url.searchParams.get('don-vi');
  redirect(303, to ? to(result as never) : `${event.url.pathname}?${unit ? `don-vi=${unit}&` : ''}xong=1`);
}

/** A hidden field of each form: the same form sent twice does its work once. */
export const requestKey = (): string => crypto.randomUUID();
