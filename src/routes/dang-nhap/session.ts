// Between a form and a session: cookie, address, the way back.
import { type ActionFailure, type Cookies, error, fail, type RequestEvent, redirect } from '@sveltejs/kit';
import {
  type Actor,
  actorOf,
  inEffect,
  isPerson,
  type Person,
  SESSION_COOKIE,
  type Started,
  siteOf,
  VERBS,
  verbsOf,
} from '#server/modules/identity/index.ts';
import { clientAddress } from '#server/platform/client-address.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { actionOf, type Kept, typedOf } from '#shared/kept.ts';
import { type Lang, localPath } from '#shared/lang.ts';

type Event = Pick<RequestEvent, 'locals' | 'request' | 'url' | 'cookies' | 'getClientAddress'>;

/** Where the request came from, as the proxy says when it is trusted. */
export function originOf({ locals, request, getClientAddress }: Event) {
  const address = clientAddress(request.headers.get('x-forwarded-for'), getClientAddress(), locals.app.config.proxies);
  return { address, agent: request.headers.get('user-agent') ?? undefined };
}

/** What this site is called to an authenticator: the public address when it is set, else the host that was asked. */
export const siteOfRequest = ({ locals, url }: Pick<Event, 'locals' | 'url'>) => siteOf(locals.app.origin ?? url.origin);

export function keepSession({ locals, url, cookies }: Event, started: Started): void {
  const secure = locals.app.origin ? locals.app.origin.startsWith('https:') : url.protocol === 'https:';
  cookies.set(SESSION_COOKIE, started.secret, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires: started.expires });
}

export const dropSession = (cookies: Cookies): void => cookies.delete(SESSION_COOKIE, { path: '/' });

/** Only an address of our own: one slash, then no second one and nothing a browser would read as one. */
const wayBack = (to: string): string | undefined => (/^\/(?![/\\])[\w\-./?=&%,]*$/.test(to) ? to : undefined);

/** True for somebody with a right over a territory today; producers, outlets and buyers have their own page. */
export function isOfficial(person: Person, territory: Parameters<typeof inEffect>[0], today: string): boolean {
  return person.assignments.some(
    (a) => inEffect(territory, a, today) && verbsOf(a).some((v) => v !== 'act_for_producer' && v !== 'buy' && VERBS.includes(v)),
  );
}

/** The rest of this request, and the browser from now on, belong to the session that was just opened. */
export async function goOn(event: Event, started: Started): Promise<Actor> {
  keepSession(event, started);
  event.locals.actor = await actorOf(event.locals.app, { headers: new Headers({ cookie: `${SESSION_COOKIE}=${started.secret}` }) });
  return event.locals.actor;
}

/** After the last step: back to where the person wanted to go, else to the place of the own work. */
export async function enter(event: Event, started: Started, back = event.url.searchParams.get('tiep') ?? ''): Promise<never> {
  const { app, lang } = event.locals;
  const actor = await goOn(event, started);
  const desk = isPerson(actor) && !actor.mustChange && isOfficial(actor, app.territory, dayOf(app.clock()));
  redirect(303, wayBack(back) ?? localPath(desk ? '/desk' : '/my', lang));
}

export type Said = { error: string; faults: { path: string; message: string }[] };
/** A refusal with what the form held. */
export type SaidKept = Said & Kept;

/** A refusal in words of the page; anything else stays an error of ours. */
export function refusal(e: unknown, lang: Lang): ActionFailure<Said> {
  if (!(e instanceof AppError)) throw e;
  return fail(STATUS_OF[e.code], { error: e.detail[lang], faults: e.faults.map((f) => ({ path: f.path, message: f.message[lang] })) });
}

/** A refusal that shows the form again as it was sent: `fieldsOf` of shared/kept.ts gives it back to its page. */
export function refusalOf(e: unknown, lang: Lang, form: FormData, url: URL): ActionFailure<SaidKept> {
  const { status, data } = refusal(e, lang);
  return fail(status, { ...data, typed: typedOf(form), did: actionOf(url) });
}

/** The fields of a request outside the form actions, which see to it themselves; 415 for what is no form. */
export const formOf = (request: Request): Promise<FormData> =>
  request.formData().catch((e: unknown) => {
    if (e instanceof TypeError) error(415, 'multipart/form-data');
    throw e;
  });

/** One text field of a form. */
export const text = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** A page that is not for this person. */
export function closed(lang: Lang): never {
  error(403, { message: lang === 'vi' ? 'Vai trò của bạn không mở trang này.' : 'Your roles do not open this page.', code: 'forbidden' });
}
