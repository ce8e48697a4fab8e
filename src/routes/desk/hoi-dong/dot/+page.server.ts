import { listRounds, openRound, ROUND_DAYS } from '#server/modules/assessment/index.ts';
import { may } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act, requestKey } from '../../../act.ts';
import { personOf } from '../../../my/person.ts';
import { behindDoor } from '../../../work.ts';
import { unitName } from '../../units.ts';
import type { Actions, PageServerLoad } from './$types';

/** The rounds of the actor's provinces; whoever publishes there opens new ones. */
export const load: PageServerLoad = async ({ locals, url }) => {
  behindDoor(locals, '/desk/hoi-dong');
  const { app, lang } = locals;
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const units = [...new Set(person.assignments.map((a) => app.territory.commune(a.unit)?.provinceCode ?? a.unit))];
  const rounds = await listRounds(ctx, units);
  return {
    done: url.searchParams.has('xong'),
    requestId: requestKey(),
    units: units.map((unit) => ({
      unit,
      name: unitName(app.territory, unit, lang),
      opens: may(app.territory, person, 'publish', { unit }, dayOf(ctx.now)),
      rounds: rounds.filter((r) => r.unit === unit),
    })),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(event, ({ ctx, of, key }) => {
      const days = Object.fromEntries(ROUND_DAYS.map((d) => [d, of(d)])) as Record<(typeof ROUND_DAYS)[number], string>;
      return openRound(ctx, { ...days, unit: of('unit'), name: of('name'), plan: of('plan'), requestId: key }, event.locals.app.territory);
    }),
};
