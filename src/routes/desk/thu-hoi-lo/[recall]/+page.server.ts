import { closeRecall, noteAnswer } from '#server/modules/traceability/index.ts';
import { act } from '../../../act.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { recallOf, typedNumber } from '../../../my/lo/recalls.ts';
import { seen } from '../../giam-sat/seen.ts';
import { coversProvince, recallUnits } from '../authority.ts';
import type { Actions, PageServerLoad } from './$types';

/** A recall with all its holders, for the authority of the province. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const units = recallUnits(locals);
  const found = await seen(lang, () => recallOf(app, lang, params.recall, [], { official: true }));
  if (!coversProvince(units, found.recall.provinceCode)) closed(lang);
  return { ...found, done: url.searchParams.has('xong') };
};

export const actions: Actions = {
  note: (event) =>
    act(event, ({ ctx, of, maybe }) =>
      noteAnswer(
        ctx,
        { recallId: event.params.recall, holder: of('holder'), answer: of('answer'), quantity: typedNumber(maybe('quantity')) },
        event.locals.app.territory,
      ),
    ),
  close: (event) =>
    act(event, ({ ctx, of, maybe }) =>
      closeRecall(
        ctx,
        { recallId: event.params.recall, report: of('report'), recovered: typedNumber(maybe('recovered')) },
        event.locals.app.territory,
      ),
    ),
};
