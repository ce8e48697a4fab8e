import { type ActionFailure, fail } from '@sveltejs/kit';
import {
  createAccount,
  disableAccount,
  enableAccount,
  ensureOrganisation,
  grantRole,
  listRoles,
  mayGrant,
  NATION,
  ROLE_RULES,
  ROLES,
  resetPassword,
  revokeRole,
  unitsKept,
} from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import type { Kept } from '#shared/kept.ts';
import { identityWords } from '#shared/messages/identity.ts';
import { closed, refusalOf, text } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';
import { producerNamed } from '../../my/producers.ts';
import { unitName } from '../units.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

const SHOWN = 100;

/** The people of the units the actor keeps. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const { territory } = app;
  const person = personOf(locals);
  const today = dayOf(app.clock());
  const units = unitsKept(territory, person, today);
  if (units.length === 0) closed(lang);
  const nation = units.includes(NATION);
  const codes = units.flatMap((u) => [u, ...territory.communesOf(u).map((c) => c.code)]);
  const words = identityWords(lang);
  const q = (url.searchParams.get('q') ?? '').trim().slice(0, 100);
  const found = await listRoles(app.ctx(person), { q: q || undefined, within: nation ? undefined : codes }, SHOWN + 1);
  const choices = nation ? [NATION, ...territory.provinces(34).map((p) => p.code)] : codes;
  return {
    q,
    shown: SHOWN,
    more: found.length > SHOWN,
    today,
    held: found.slice(0, SHOWN).map((r) => ({
      ...r,
      roleName: words.role[r.role],
      unitName: unitName(territory, r.unit, lang),
      mayRevoke: mayGrant(territory, person, r.role, r.unit, today),
    })),
    units: choices.map((code) => ({ code, name: unitName(territory, code, lang) })),
    roles: ROLES.filter((role) => units.some((u) => mayGrant(territory, person, role, u, today))).map((value) => ({
      value,
      label: words.role[value],
    })),
  };
};

type Answer = {
  about: string;
  done?: boolean;
  account?: string;
  password?: string;
  error?: string;
  faults?: { path: string; message: string }[];
} & Kept;

async function act(
  event: RequestEvent,
  about: string,
  work: (form: FormData) => Promise<Partial<Answer>>,
): Promise<Answer | ActionFailure<Answer>> {
  const form = await event.request.formData();
  try {
    return { about, done: true, ...(await work(form)) };
  } catch (e) {
    const { status, data } = refusalOf(e, event.locals.lang, form, event.url);
    return fail(status, { about, ...data });
  }
}
const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));
const given = (form: FormData, name: string) => text(form, name).trim() || undefined;

export const actions: Actions = {
  create: (event) =>
    act(event, 'create', (form) => {
      const input = {
        account: text(form, 'account').trim().toLowerCase(),
        name: text(form, 'name'),
        email: given(form, 'email'),
        phone: given(form, 'phone'),
      };
      return createAccount(mine(event), input, event.locals.app.territory);
    }),
  reset: (event) =>
    act(event, 'reset', (form) =>
      resetPassword(mine(event), { account: text(form, 'account').trim().toLowerCase() }, event.locals.app.territory),
    ),
  disable: (event) =>
    act(event, 'close', async (form) => {
      const input = { account: text(form, 'account').trim().toLowerCase(), reason: text(form, 'reason') };
      await disableAccount(mine(event), input, event.locals.app.territory);
      return {};
    }),
  enable: (event) =>
    act(event, 'close', async (form) => {
      await enableAccount(mine(event), { account: text(form, 'account').trim().toLowerCase() }, event.locals.app.territory);
      return {};
    }),
  grant: (event) =>
    act(event, 'grant', async (form) => {
      const { app } = event.locals;
      const role = ROLES.find((r) => r === text(form, 'role'));
      if (!role) throw new AppError('invalid', { vi: 'Chọn một vai trò.', en: 'Choose a role.' });
      let organisation: string | undefined;
      if (ROLE_RULES[role].ownOnly) {
        const { id, name, unit } = await producerNamed(event.locals, text(form, 'producer'), 'producer');
        organisation = (await ensureOrganisation(mine(event), { producer: id, name, unit }, app.territory)).id;
      }
      const input = {
        account: text(form, 'account').trim().toLowerCase(),
        role,
        unit: text(form, 'unit').trim(),
        organisation,
        basis: text(form, 'basis'),
      };
      await grantRole(mine(event), { ...input, from: given(form, 'from'), until: given(form, 'until') }, app.territory);
      return {};
    }),
  revoke: (event) =>
    act(event, 'revoke', async (form) => {
      await revokeRole(mine(event), { assignment: text(form, 'assignment'), reason: text(form, 'reason') }, event.locals.app.territory);
      return {};
    }),
};
