import { listTests, recordTest } from '#server/modules/supervision/index.ts';
import { act } from '../../../act.ts';
import { picking } from '../pick.ts';
import { mayHere, watching } from '../unit.ts';
import type { Actions, PageServerLoad } from './$types';

/** Lines of one report as the form offers them. */
const LINES = [1, 2, 3, 4, 5];

/** Laboratory results of the unit, and a form for the next report. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { day, unit, units } = watching(locals, url);
  const here = unit?.length === 2 ? unit : undefined;
  return {
    unit,
    units: units.filter((u) => u.value.length === 2),
    day,
    lines: LINES,
    inspects: here !== undefined && mayHere(locals, 'inspect', here),
    tests: here ? await listTests(locals.app.db, here) : [],
    pick: picking(locals, url, here),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(event, ({ ctx, of }) => {
      const results = LINES.filter((n) => of(`parameter-${n}`)).map((n) => ({
        parameter: of(`parameter-${n}`),
        unit: of(`unit-${n}`),
        value: Number(of(`value-${n}`).replace(',', '.') || Number.NaN),
      }));
      const mendBy = of('mendBy') || undefined;
      const report = { productId: of('productId'), lot: of('lot'), lab: of('lab'), reportNo: of('reportNo') };
      return recordTest(
        ctx,
        { ...report, testedOn: of('testedOn'), published: of('published') === '1', mendBy, results },
        event.locals.app.territory,
      );
    }),
};
