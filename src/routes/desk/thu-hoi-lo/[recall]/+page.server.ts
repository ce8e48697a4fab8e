import { closeRecall } from '#server/modules/traceability/index.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { recallOf } from '../../../my/lo/recalls.ts';
import { seen } from '../../giam-sat/seen.ts';
import { act } from '../../ho-so/act.ts';
import { coversProvince, recallUnits } from '../authority.ts';
import type { Actions, PageServerLoad } from './$types';

/** A recall with all its holders, for the authority of the province. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const units = recallUnits(locals);
  const found = await seen(lang, () => recallOf(app, lang, params.recall, []));
  if (!coversProvince(units, found.recall.provinceCode)) closed(lang);
  return { ...found, done: url.searchParams.has('xong') };
};

export const actions: Actions = {
  default: (event) =>
    act(event, ({ ctx, of, maybe }) => {
      const recovered = maybe('recovered');
      return closeRecall(
        ctx,
        {
          recallId: event.params.recall,
          report: of('report'),
          recovered: recovered === undefined ? undefined : Number(recovered.replace(',', '.')),
        },
        event.locals.app.territory,
      );
    }),
};
