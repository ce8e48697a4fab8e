import { answerRecall, listRecallsFor } from '#server/modules/traceability/index.ts';
import { act } from '../../../../act.ts';
import { closed } from '../../../../dang-nhap/session.ts';
import { seen } from '../../../../seen.ts';
import { ownProducers } from '../../../own-producers.ts';
import { recallActions } from '../../recall-actions.ts';
import { recallOf, typedNumber } from '../../recalls.ts';
import type { Actions, PageServerLoad } from './$types';

/** A recall as its producer and its holders see it. A holder reads its own line only. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const own = ownProducers(locals);
  const found = await seen(lang, () => recallOf(app, lang, params.recall, own));
  if (!(await listRecallsFor(app.db, own)).some((r) => r.id === params.recall)) closed(lang);
  const runs = own.includes(found.recall.producerId);
  const holding = found.holders.find((h) => own.includes(h.holder));
  return {
    ...found,
    holders: runs ? found.holders : found.holders.filter((h) => own.includes(h.holder)),
    runs,
    answerFor: found.recall.closedOn ? undefined : (holding?.holder ?? own[0]),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  answer: (event) =>
    act(event, ({ ctx, of, maybe }) =>
      answerRecall(
        ctx,
        { recallId: event.params.recall, producer: of('producer'), answer: of('answer'), quantity: typedNumber(maybe('quantity')) },
        event.locals.app.territory,
      ),
    ),
  ...recallActions,
};
