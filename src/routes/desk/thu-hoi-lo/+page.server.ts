import { NATION } from '#server/modules/identity/index.ts';
import { listRecalls, openRecall, RECALL_LEVELS } from '#server/modules/traceability/index.ts';
import { localPath } from '#shared/lang.ts';
import { recallRow } from '../../my/lo/recalls.ts';
import { act } from '../ho-so/act.ts';
import type { Actions, PageServerLoad } from './$types';
import { recallUnits } from './authority.ts';

/** Recalls of lots in the official's territory. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const units = recallUnits(locals);
  const found = units.includes(NATION)
    ? await listRecalls(app.db, undefined)
    : (await Promise.all(units.map((u) => listRecalls(app.db, u)))).flat();
  return {
    recalls: found.map((r) => recallRow(app, lang, r)),
    levels: RECALL_LEVELS,
    product: url.searchParams.get('san-pham') ?? '',
    lots: url.searchParams.get('lo') ?? '',
  };
};

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ({ ctx, of, maybe }) =>
        openRecall(
          ctx,
          {
            productId: of('productId').toUpperCase(),
            lots: of('lots')
              .split(/[,;\n]/)
              .map((l) => l.trim())
              .filter(Boolean),
            level: of('level') as (typeof RECALL_LEVELS)[number],
            reason: { vi: of('reason'), en: maybe('reasonEn') },
            advice: { vi: of('advice'), en: maybe('adviceEn') },
          },
          event.locals.app.territory,
        ),
      ({ id }: { id: string }) => localPath(`/desk/thu-hoi-lo/${id}`, event.locals.lang),
    ),
};
