// What whoever runs a recall does on its page: its producer under /my/lo, the authority under /desk.
import type { RequestEvent } from '@sveltejs/kit';
import { closeRecall, noteAnswer } from '#server/modules/traceability/index.ts';
import { act } from '../../act.ts';
import { typedNumber } from './recalls.ts';

type Event = RequestEvent<{ recall: string }>;

export const recallActions = {
  note: (event: Event) =>
    act(event, ({ ctx, ground, of, maybe }) =>
      noteAnswer(
        ctx,
        { recallId: event.params.recall, holder: of('holder'), answer: of('answer'), quantity: typedNumber(maybe('quantity')) },
        ground,
      ),
    ),
  close: (event: Event) =>
    act(event, ({ ctx, ground, of, maybe }) =>
      closeRecall(ctx, { recallId: event.params.recall, report: of('report'), recovered: typedNumber(maybe('recovered')) }, ground),
    ),
};
