import { type ActionFailure, fail } from '@sveltejs/kit';
import {
  changePassword,
  createClient,
  disableSecondFactor,
  enableSecondFactor,
  endSession,
  inEffect,
  listClients,
  listSessions,
  MIN_LENGTH,
  revokeClient,
  SCOPES,
  signInMethods,
  startSecondFactor,
} from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { identityWords } from '#shared/messages/identity.ts';
import { isOfficial, refusal, text } from '../dang-nhap/session.ts';
import { unitName } from '../desk/units.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';
import { personOf } from './person.ts';

/** Who am I, what may I, where am I signed in, what speaks for me. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const today = dayOf(app.clock());
  const [sessions, clients, methods] = await Promise.all([listSessions(ctx), listClients(ctx), signInMethods(ctx)]);
  const pending = methods.pending && !person.sample ? await startSecondFactor(ctx) : undefined;
  const words = identityWords(lang);
  return {
    name: person.name,
    account: person.account,
    samplePerson: person.sample,
    mustChange: methods.mustChange,
    minPassword: MIN_LENGTH,
    official: isOfficial(person, app.territory, today),
    secondFactor: methods.secondFactor,
    pending,
    scopes: SCOPES.map((value) => ({ value, label: words.scope[value] })),
    roles: person.assignments.map((a) => ({
      id: a.id,
      role: words.role[a.role],
      organisation: a.organisation?.name,
      unit: unitName(app.territory, a.unit, lang),
      from: a.from,
      until: a.until,
      lent: a.source !== null,
      now: inEffect(app.territory, a, today),
      basis: a.basis,
    })),
    sessions: sessions.map((s) => ({ ...s, here: s.id === person.session })),
    clients,
  };
};

type Answer = { about: string; done?: boolean; secret?: string; error?: string; faults?: { path: string; message: string }[] };

/** Runs one act of the page; what it refuses is said beside its form. */
async function act(
  event: RequestEvent,
  about: string,
  work: (form: FormData) => Promise<unknown>,
): Promise<Answer | ActionFailure<Answer>> {
  const form = await event.request.formData();
  try {
    await work(form);
    return { about, done: true };
  } catch (e) {
    const { status, data } = refusal(e, event.locals.lang);
    return fail(status, { about, ...data });
  }
}
const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));

export const actions: Actions = {
  password: (event) =>
    act(event, 'password', async (form) => {
      const { session = '' } = personOf(event.locals);
      const password = text(form, 'next');
      const input = { current: text(form, 'current'), password, again: text(form, 'again'), session };
      await changePassword(mine(event), input, event.locals.app.identity);
    }),
  startCode: (event) =>
    act(event, 'code', async () => {
      await startSecondFactor(mine(event));
    }),
  enableCode: (event) =>
    act(event, 'code', (form) => enableSecondFactor(mine(event), { code: text(form, 'code') }, event.locals.app.identity)),
  disableCode: (event) =>
    act(event, 'code', (form) => disableSecondFactor(mine(event), { current: text(form, 'current') }, event.locals.app.identity)),
  endSession: (event) => act(event, 'sessions', (form) => endSession(mine(event), { session: text(form, 'session') })),
  createClient: async (event) => {
    let secret: string | undefined;
    const answer = await act(event, 'clients', async (form) => {
      const made = await createClient(mine(event), { name: text(form, 'name'), scopes: form.getAll('scope').map(String) });
      secret = made.secret;
    });
    return secret ? { ...answer, secret } : answer;
  },
  revokeClient: (event) => act(event, 'clients', (form) => revokeClient(mine(event), { client: text(form, 'client') })),
};
