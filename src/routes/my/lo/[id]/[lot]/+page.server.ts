import { declareWrong, hadLot, type LotView, openRecall, RECALL_LEVELS, traceLot } from '#server/modules/traceability/index.ts';
import { localPath } from '#shared/lang.ts';
import { act } from '../../../../act.ts';
import { closed } from '../../../../dang-nhap/session.ts';
import { ownProducers } from '../../../own-producers.ts';
import { lotName, lotOf, shownAmount, shownUnit } from '../../mine.ts';
import { historyOf } from '../../view.ts';
import type { Actions, PageServerLoad } from './$types';

/** Under which product a lot is recalled: its own, or for a material what its maker made out of it. Nothing: not to be recalled here. */
async function recallUnder(locals: App.Locals, lot: LotView, own: readonly string[]) {
  const { app } = locals;
  if (lot.recalled || lot.maker === null || !own.includes(lot.maker)) return [];
  const lots = lot.productId ? [lot] : (await traceLot(app.db, lot.no, 'ahead', 2_000)).lots.filter((l) => l.maker === lot.maker);
  const ids = [...new Set(lots.flatMap((l) => l.productId ?? []))];
  return ids.map((value) => ({ value, label: app.catalogue.product(value)?.name ?? value }));
}

/** One lot: what was told of it, and what may be done: take back a step, recall it. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const own = ownProducers(locals);
  const lot = await lotOf(locals, params);
  const history = await historyOf(app, lang, lot, own);
  if (!(lot.maker && own.includes(lot.maker)) && !(await hadLot(app.db, lot.no, own))) closed(lang);
  return {
    lot: { ...lot, title: lotName(app, lot), madeText: `${shownAmount(lot.made, lang)} ${shownUnit(lot.unit, lang)}` },
    path: lot.path ?? '',
    history,
    levels: RECALL_LEVELS,
    under: await recallUnder(locals, lot, own),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  wrong: (event) =>
    act(event, ({ ctx, of }) => declareWrong(ctx, { eventId: of('eventId') }, event.locals.app.territory, event.locals.app.origin)),
  recall: (event) =>
    act(
      event,
      ({ ctx, of, maybe }) =>
        openRecall(
          ctx,
          {
            productId: of('productId'),
            lots: [event.params.lot],
            level: of('level') as (typeof RECALL_LEVELS)[number],
            reason: { vi: of('reason'), en: maybe('reasonEn') },
            advice: { vi: of('advice'), en: maybe('adviceEn') },
          },
          event.locals.app.territory,
        ),
      ({ id }: { id: string }) => localPath(`/my/lo/thu-hoi/${id}`, event.locals.lang),
    ),
};
