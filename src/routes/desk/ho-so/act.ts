// One act of a form on a dossier: done and shown anew, or refused with its reasons.
import { type ActionFailure, redirect } from '@sveltejs/kit';
import type { Ctx } from '#server/platform/ctx.ts';
import { refusalOf, type SaidKept, text } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';

type Event = { locals: App.Locals; request: Request; url: URL };
export type Sent = {
  form: FormData;
  ctx: Ctx;
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
  const form = await event.request.formData();
  const of = (name: string) => text(form, name).trim();
  const maybe = (name: string) => of(name) || undefined;
  let result: unknown;
  try {
    result = await work({ form, ctx: event.locals.app.ctx(personOf(event.locals)), of, maybe, key: maybe('requestId') });
  } catch (e) {
    return refusalOf(e, event.locals.lang, form, event.url);
  }
  redirect(303, to ? to(result as never) : `${event.url.pathname}?xong=1`);
}

/** A hidden field of each form: the same form sent twice does its work once. */
export const requestKey = (): string => crypto.randomUUID();
