import { type ActionFailure, fail, redirect } from '@sveltejs/kit';
import {
  changePassword,
  confirmOwner,
  createClient,
  delegateRole,
  disableSecondFactor,
  enableSecondFactor,
  endOtherSessions,
  endSession,
  inEffect,
  listClients,
  listLinked,
  listPasskeys,
  listRoles,
  listSessions,
  MIN_LENGTH,
  ROLE_RULES,
  registerPasskey,
  removePasskey,
  renamePasskey,
  revokeClient,
  revokeRole,
  SCOPES,
  signInMethods,
  startSecondFactor,
  unlinkIdentity,
  VERBS,
  verbsOf,
} from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import type { Kept } from '#shared/kept.ts';
import { localPath } from '#shared/lang.ts';
import { accountWords } from '#shared/messages/account.ts';
import { identityWords } from '#shared/messages/identity.ts';
import { leaveFor } from '../../dang-nhap/oidc/journey.ts';
import { goOn, originOf, refusal, refusalOf, siteOfRequest, text } from '../../dang-nhap/session.ts';
import { unitName } from '../../desk/units.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** Issuers are the same with or without their last slash. */
const same = (a: string, b: string) => a.replace(/\/$/, '') === b.replace(/\/$/, '');

/** Who am I, what may I, where am I signed in, what speaks for me. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const today = dayOf(app.clock());
  const [sessions, clients, methods, loans, passkeys, linked] = await Promise.all([
    listSessions(ctx),
    listClients(ctx),
    signInMethods(ctx),
    listRoles(ctx, { lentBy: person.id }),
    listPasskeys(ctx),
    listLinked(ctx),
  ]);
  const pending = methods.pending && !person.sample ? await startSecondFactor(ctx, app.identity) : undefined;
  const words = identityWords(lang);
  const providers = app.identity.oidc.list;
  return {
    name: person.name,
    account: person.account,
    samplePerson: person.sample,
    mustChange: methods.mustChange,
    minPassword: MIN_LENGTH,
    password: methods.password,
    linked: linked.map((l) => ({ ...l, name: providers.find((p) => same(p.issuer, l.issuer))?.name ?? new URL(l.issuer).host })),
    ways: providers.filter((p) => !linked.some((l) => same(p.issuer, l.issuer))).map(({ id, name }) => ({ id, name })),
    linkSaid: url.searchParams.has('lien-ket')
      ? { text: accountWords(lang).linked.done, wrong: false }
      : Object.entries(accountWords(lang).linked.fault)
          .filter(([key]) => key === url.searchParams.get('loi'))
          .map(([, text]) => ({ text, wrong: true }))[0],
    passkeys,
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
    lendable: person.assignments
      .filter((a) => !a.source && ROLE_RULES[a.role].lends && inEffect(app.territory, a, today))
      .map((a) => ({
        id: a.id,
        label: `${words.role[a.role]} · ${unitName(app.territory, a.unit, lang)}`,
        verbs: verbsOf(a).map((value) => ({ value, label: words.verb[value] })),
      })),
    loans: loans.map((l) => ({ ...l, role: words.role[l.role], unit: unitName(app.territory, l.unit, lang) })),
    today,
    sessions: sessions.map((s) => ({ ...s, here: s.id === person.session })),
    clients,
  };
};

type Answer = { about: string; done?: boolean; secret?: string; error?: string; faults?: { path: string; message: string }[] } & Kept;

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
    const { status, data } = refusalOf(e, event.locals.lang, form, event.url);
    return fail(status, { about, ...data });
  }
}
const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));

export const actions: Actions = {
  password: (event) =>
    act(event, 'password', async (form) => {
      const input = { current: text(form, 'current'), password: text(form, 'next'), again: text(form, 'again') };
      await goOn(event, await changePassword(mine(event), { ...input, ...originOf(event) }, event.locals.app.identity));
    }),
  startCode: (event) =>
    act(event, 'code', async () => {
      await startSecondFactor(mine(event), event.locals.app.identity);
    }),
  enableCode: (event) =>
    act(event, 'code', (form) =>
      enableSecondFactor(mine(event), { code: text(form, 'code'), current: text(form, 'current') }, event.locals.app.identity),
    ),
  disableCode: (event) =>
    act(event, 'code', (form) => disableSecondFactor(mine(event), { current: text(form, 'current') }, event.locals.app.identity)),
  addPasskey: (event) =>
    act(event, 'passkeys', (form) => {
      const input = { response: text(form, 'response'), name: text(form, 'name'), current: text(form, 'current') };
      return registerPasskey(mine(event), { ...input, site: siteOfRequest(event) }, event.locals.app.identity);
    }),
  renamePasskey: (event) =>
    act(event, 'passkeys', (form) => renamePasskey(mine(event), { passkey: text(form, 'passkey'), name: text(form, 'name') })),
  removePasskey: (event) => act(event, 'passkeys', (form) => removePasskey(mine(event), { passkey: text(form, 'passkey') })),
  link: async (event) => {
    const { session } = personOf(event.locals);
    const form = await event.request.formData();
    const id = text(form, 'provider');
    try {
      await confirmOwner(mine(event), { current: text(form, 'current') }, event.locals.app.identity);
    } catch (e) {
      const { status, data } = refusal(e, event.locals.lang);
      return fail(status, { about: 'linked', ...data });
    }
    const back = localPath('/my/tai-khoan', event.locals.lang);
    try {
      return await leaveFor({ ...event, params: { id } }, { back, link: session });
    } catch (e) {
      if (!(e instanceof AppError)) throw e;
      redirect(303, `${back}?loi=${e.code === 'not_ready' ? 'ngoai' : 'tu-choi'}#lien-ket`);
    }
  },
  unlink: (event) =>
    act(event, 'linked', (form) => unlinkIdentity(mine(event), { issuer: text(form, 'issuer'), subject: text(form, 'subject') })),
  endSession: (event) => act(event, 'sessions', (form) => endSession(mine(event), { session: text(form, 'session') })),
  endOthers: (event) => act(event, 'sessions', () => endOtherSessions(mine(event))),
  createClient: async (event) => {
    let secret: string | undefined;
    const answer = await act(event, 'clients', async (form) => {
      await confirmOwner(mine(event), { current: text(form, 'current') }, event.locals.app.identity);
      const made = await createClient(mine(event), { name: text(form, 'name'), scopes: form.getAll('scope').map(String) });
      secret = made.secret;
    });
    return secret ? { ...answer, secret } : answer;
  },
  lend: (event) =>
    act(event, 'lend', (form) => {
      const chosen = form.getAll('verb').map(String);
      const verbs = VERBS.filter((v) => chosen.includes(v));
      const loan = {
        assignment: text(form, 'assignment'),
        account: text(form, 'account').trim().toLowerCase(),
        basis: text(form, 'basis'),
      };
      const time = { from: text(form, 'from') || undefined, until: text(form, 'until') };
      return delegateRole(mine(event), { ...loan, ...time, verbs: chosen.length > 0 ? verbs : undefined }, event.locals.app.territory);
    }),
  endLoan: (event) =>
    act(event, 'lend', (form) => {
      const reason = identityWords('vi').lend.endReason;
      return revokeRole(mine(event), { assignment: text(form, 'assignment'), reason }, event.locals.app.territory);
    }),
  revokeClient: (event) => act(event, 'clients', (form) => revokeClient(mine(event), { client: text(form, 'client') })),
};
