import { CAUSES, type Cause, causeRule, listCases, openCase } from '#server/modules/supervision/index.ts';
import { act } from '../../../act.ts';
import { picking } from '../pick.ts';
import { mayHere, watching } from '../unit.ts';
import type { Actions, PageServerLoad } from './$types';

/** Revocation cases of the unit: open ones by deadline, closed ones on demand. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { day, unit, units } = watching(locals, url);
  const closed = url.searchParams.get('xem') === 'da-khep';
  const causes = CAUSES.map((key) => {
    const rule = causeRule(key, day);
    return { key, label: `${rule.point}) ${rule[locals.lang]}` };
  });
  const commune = unit?.length === 5;
  return {
    unit,
    units,
    day,
    closed,
    done: url.searchParams.has('xong'),
    causes: commune ? causes.filter((c) => c.key === 'stopped') : causes,
    mayOpen: unit !== undefined && mayHere(locals, commune ? 'assess_local' : 'inspect', unit),
    pick: picking(locals, url, unit),
    cases: unit ? await listCases(locals.app.db, { unit, day, open: !closed }) : [],
  };
};

export const actions: Actions = {
  default: (event) =>
    act(event, ({ ctx, of }) =>
      openCase(
        ctx,
        {
          productId: of('productId'),
          cause: of('cause') as Cause,
          basisNo: of('basisNo'),
          basisBy: of('basisBy'),
          basisOn: of('basisOn'),
          note: of('note'),
        },
        event.locals.app.territory,
      ),
    ),
};
