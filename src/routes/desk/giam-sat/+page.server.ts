import { NATION } from '#server/modules/identity/index.ts';
import { MAX_EXTENSION } from '#server/modules/registry/index.ts';
import { extendLateFiling, LIGHTS, listExpiring } from '#server/modules/supervision/index.ts';
import { addDays } from '#shared/dates.ts';
import { act } from '../../act.ts';
import type { Actions, PageServerLoad } from './$types';
import { mayHere, watching } from './unit.ts';

const PAGE = 50;

/** What ends within 210 days in the unit, soonest first. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { day, unit, units } = watching(locals, url);
  const light = LIGHTS.find((l) => l === url.searchParams.get('den'));
  const page = Math.min(Math.max(Number.parseInt(url.searchParams.get('trang') ?? '1', 10) || 1, 1), 1000);
  if (!unit)
    return { unit, units, light, page, last: 1, total: 0, all: 0, counts: { over: 0, late: 0, file: 0, wait: 0 }, items: [], done: false };
  const { total, counts, items } = await listExpiring(locals.app.db, { unit, day, light, page, pageSize: PAGE });
  return {
    unit,
    units,
    light,
    page,
    last: Math.max(1, Math.ceil(total / PAGE)),
    total,
    counts,
    all: counts.over + counts.late + counts.file + counts.wait,
    done: url.searchParams.has('xong'),
    items: items.map((i) => ({
      ...i,
      commune: i.communeCode ? locals.app.territory.commune(i.communeCode)?.fullName : undefined,
      latest: addDays(i.validUntil, MAX_EXTENSION),
      mayLabel: mayHere(locals, 'publish', i.provinceCode),
      mayExtend:
        (i.light === 'late' || i.light === 'over') &&
        (i.star === 5 ? mayHere(locals, 'decide_centre', NATION) : mayHere(locals, 'decide', i.provinceCode)),
    })),
  };
};

export const actions: Actions = {
  extend: (event) =>
    act(event, ({ ctx, of }) =>
      extendLateFiling(ctx, { productId: of('productId'), until: of('until'), reason: of('reason') }, event.locals.app.territory),
    ),
};
