import { formCouncil, listCouncils, listOwnHearings, listRounds } from '#server/modules/assessment/index.ts';
import { listRoles, may, NATION } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act, requestKey } from '../../act.ts';
import { personOf } from '../../my/person.ts';
import { behindDoor } from '../../work.ts';
import { unitName } from '../units.ts';
import type { Actions, PageServerLoad } from './$types';

const SEATS = ['province_council_member', 'province_council_chair', 'central_council_member', 'central_council_chair'];

/** The councils of the actor's provinces; whoever may set one up chooses from those who hold the role. */
export const load: PageServerLoad = async ({ locals, url }) => {
  behindDoor(locals, '/desk/hoi-dong');
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const today = dayOf(ctx.now);
  const units = [...new Set(person.assignments.map((a) => app.territory.commune(a.unit)?.provinceCode ?? a.unit))];
  const rounds = await listRounds(ctx, units);
  return {
    rounds: rounds.slice(0, 6),
    done: url.searchParams.has('xong'),
    hearings: await listOwnHearings(ctx),
    sits: person.assignments.some((a) => SEATS.includes(a.role)),
    requestId: requestKey(),
    units: await Promise.all(
      units.map(async (unit) => {
        const forms = may(app.territory, person, unit === NATION ? 'decide_centre' : 'decide', { unit }, today);
        const roles = forms ? await listRoles(ctx, { unit }) : [];
        const seats = roles.filter((r) => SEATS.includes(r.role) && r.from <= today);
        return {
          unit,
          name: unitName(app.territory, unit, lang),
          councils: await listCouncils(ctx, unit),
          forms,
          chairs: seats.filter((r) => r.role.endsWith('chair')).map(({ account, name }) => ({ account, name })),
          members: seats.filter((r) => r.role.endsWith('member')).map(({ account, name }) => ({ account, name })),
        };
      }),
    ),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(event, async ({ ctx, form, of, key }) => {
      const { territory } = event.locals.app;
      const unit = of('unit');
      const names = new Map((await listRoles(ctx, { unit })).map((r) => [r.account, r.name]));
      const seat = (account: string, chair: boolean) => ({ account, name: names.get(account) ?? account, chair });
      const members = [
        seat(of('chair'), true),
        ...form.getAll('member').map((m) => seat(String(m), false)),
        ...form.getAll('second').map((m) => ({ ...seat(String(m), false), second: true })),
      ];
      const settings = {
        quorum: Number(of('quorum')) / 100,
        spread: of('spread') === '' ? null : Number(of('spread')),
        secondShare: Number(of('secondShare')) / 100,
        secondLimit: Number(of('secondLimit')),
      };
      const council = { unit, name: of('name'), regulation: of('regulation'), members, settings, requestId: key };
      return formCouncil(ctx, council, territory);
    }),
};
