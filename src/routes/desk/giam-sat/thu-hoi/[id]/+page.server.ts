import { assertMay, isPerson } from '#server/modules/identity/index.ts';
import { causeRule, decideRevocation, getCase, getHeld, mayMove, moveCase, movesFrom } from '#server/modules/supervision/index.ts';
import { dayOf } from '#shared/dates.ts';
import { act } from '../../../../act.ts';
import { seen } from '../../../../seen.ts';
import { unitName } from '../../../units.ts';
import type { Actions, PageServerLoad } from './$types';

/** One case: the record on the left, the act on the right. */
export const load: PageServerLoad = ({ locals, params, url }) =>
  seen(locals.lang, async () => {
    const { app, actor, lang } = locals;
    const day = dayOf(app.clock());
    const found = await getCase(app.db, params.id, day);
    const held = await getHeld(app.db, found.productId, day);
    assertMay(app.territory, actor, 'view_dossiers', { unit: held.communeCode ?? held.provinceCode }, day);
    const rule = causeRule(found.cause, found.basisOn);
    return {
      day,
      case: found,
      cause: `${rule.point}) ${rule[lang]}`,
      place: unitName(app.territory, held.communeCode ?? held.provinceCode, lang),
      deciding: held.star === 5 ? ('ministry' as const) : ('province' as const),
      moves: isPerson(actor) ? movesFrom(found.state).filter((m) => mayMove(app.territory, actor, m, held, day)) : [],
      done: url.searchParams.has('xong'),
    };
  });

export const actions: Actions = {
  move: (event) =>
    act(event, ({ ctx, of }) =>
      moveCase(ctx, { caseId: event.params.id, move: of('move') as 'verify', note: of('note') }, event.locals.app.territory),
    ),
  decide: (event) =>
    act(event, ({ ctx, of }) =>
      decideRevocation(
        ctx,
        { caseId: event.params.id, decisionNo: of('decisionNo'), decidedOn: of('decidedOn'), note: of('note') || undefined },
        event.locals.app.territory,
      ),
    ),
};
