import { redirect } from '@sveltejs/kit';
import {
  isPerson,
  listSamplePeople,
  ROLES,
  type SamplePersonView,
  sessionSecret,
  signIn,
  signInAsSample,
  signInWithPasskey,
  signOut,
} from '#server/modules/identity/index.ts';
import { localPath } from '#shared/lang.ts';
import { identityWords } from '#shared/messages/identity.ts';
import type { Actions, PageServerLoad } from './$types';
import { dropSession, enter, keepSession, originOf, refusal, siteOfRequest, text } from './session.ts';

/** The sign-in form and, with sample data, who may be tried. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang, actor } = locals;
  const words = identityWords(lang);
  const people = await listSamplePeople(app.ctx(actor), app.identity);
  const provinceOf = (unit: string) => (unit.length === 5 ? app.territory.commune(unit)?.provinceCode : unit) ?? unit;
  const groups = new Map<string, SamplePersonView[]>();
  for (const p of people) {
    const key = provinceOf(p.unit);
    groups.set(key, [...(groups.get(key) ?? []), p]);
  }
  const order = (p: SamplePersonView) => ROLES.indexOf(p.role);
  return {
    name: isPerson(actor) ? actor.name : undefined,
    ways: app.identity.oidc.list,
    fault: Object.entries(words.signIn.fault).find(([key]) => key === url.searchParams.get('loi'))?.[1],
    signedOut: url.searchParams.has('ra'),
    groups: [...groups].map(([key, list]) => ({
      title: key === 'VN' ? words.sample.nation : (app.territory.province(key, 34)?.fullName ?? key),
      people: list.toSorted((a, b) => order(a) - order(b)).map((p) => ({ ...p, role: words.role[p.role] })),
    })),
  };
};

export const actions: Actions = {
  login: async (event) => {
    const { app, lang, actor } = event.locals;
    const form = await event.request.formData();
    const login = text(form, 'login');
    let started: Awaited<ReturnType<typeof signIn>>;
    try {
      const input = {
        login,
        password: text(form, 'password'),
        replaces: sessionSecret(event.request.headers.get('cookie')),
        ...originOf(event),
      };
      started = await signIn(app.ctx(actor), input, app.identity);
    } catch (e) {
      return refusal(e, lang);
    }
    if (started.step === 'full') return enter(event, started);
    keepSession(event, started);
    redirect(
      303,
      `${localPath('/dang-nhap/ma', lang)}${event.url.searchParams.has('tiep') ? `?${new URLSearchParams({ tiep: event.url.searchParams.get('tiep') ?? '' })}` : ''}`,
    );
  },
  passkey: async (event) => {
    const { app, lang, actor } = event.locals;
    const form = await event.request.formData();
    let started: Awaited<ReturnType<typeof signInWithPasskey>>;
    try {
      const replaces = sessionSecret(event.request.headers.get('cookie'));
      const input = { response: text(form, 'response'), site: siteOfRequest(event), replaces, ...originOf(event) };
      started = await signInWithPasskey(app.ctx(actor), input, app.identity);
    } catch (e) {
      return refusal(e, lang);
    }
    return enter(event, started);
  },
  sample: async (event) => {
    const { app, lang, actor } = event.locals;
    const form = await event.request.formData();
    let started: Awaited<ReturnType<typeof signInAsSample>>;
    try {
      const replaces = sessionSecret(event.request.headers.get('cookie'));
      started = await signInAsSample(app.ctx(actor), {
        account: text(form, 'account'),
        sample: app.identity.sample,
        replaces,
        ...originOf(event),
      });
    } catch (e) {
      return refusal(e, lang);
    }
    return enter(event, started);
  },
  out: async ({ locals, request, cookies }) => {
    const secret = sessionSecret(request.headers.get('cookie'));
    if (secret) await signOut(locals.app.ctx(locals.actor), secret);
    dropSession(cookies);
    redirect(303, `${localPath('/dang-nhap', locals.lang)}?ra`);
  },
};
