import { NATION } from '#server/modules/identity/index.ts';
import { listRecalls, openRecall, RECALL_LEVELS } from '#server/modules/traceability/index.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../act.ts';
import { recallRow } from '../../my/lo/recalls.ts';
import { picking } from '../giam-sat/pick.ts';
import type { Actions, PageServerLoad } from './$types';
import { recallUnits } from './authority.ts';
import { lotsOf } from './lots.ts';

/** Recalls of lots in the official's territory. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const units = recallUnits(locals);
  const found = units.includes(NATION)
    ? await listRecalls(app.db, undefined)
    : (await Promise.all(units.map((u) => listRecalls(app.db, u)))).flat();
  const pick = picking(locals, url, units);
  return {
    pick,
    known: pick.chosen ? await lotsOf(locals, pick.chosen.id, units) : [],
    recalls: found.map((r) => recallRow(app, lang, r)),
    levels: RECALL_LEVELS,
    lots: url.searchParams.get('lo')?.toUpperCase() ?? '',
  };
};

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ({ ctx, form, of, maybe }) =>
        openRecall(
          ctx,
          {
            productId: of('productId').toUpperCase(),
            lots: [...new Set([...form.getAll('lot').map(String), ...of('lots').split(/[,;\n]/)].map((l) => l.trim()).filter(Boolean))],
            level: of('level') as (typeof RECALL_LEVELS)[number],
            reason: { vi: of('reason'), en: maybe('reasonEn') },
            advice: { vi: of('advice'), en: maybe('adviceEn') },
          },
          event.locals.app.territory,
        ),
      ({ id }: { id: string }) => localPath(`/desk/thu-hoi-lo/${id}`, event.locals.lang),
    ),
};
