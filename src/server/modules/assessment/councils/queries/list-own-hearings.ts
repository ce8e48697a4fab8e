import { sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import { accountOf } from '../hearing.ts';
import '../../tables.ts';

/** What waits for a member: open hearings of one's councils without one's sheet in this round; for the chair also those to close or discuss. */
export async function listOwnHearings(ctx: Ctx) {
  const account = accountOf(ctx.actor);
  return ctx.db
    .selectFrom('assessment.hearing as h')
    .innerJoin('assessment.council_member as m', (j) =>
      j
        .onRef('m.council_id', '=', 'h.council_id')
        .on('m.account', '=', account)
        .on((e) => e.or([e('m.chair', '=', true), sql<boolean>`m.second = (h.second_of is not null)`])),
    )
    .innerJoin('assessment.council as c', 'c.id', 'h.council_id')
    .innerJoin('assessment.dossier as d', 'd.id', 'h.dossier_id')
    .leftJoin('assessment.score_sheet as s', (j) =>
      j.onRef('s.hearing_id', '=', 'h.id').onRef('s.round', '=', 'h.round').on('s.account', '=', account),
    )
    .leftJoin('assessment.conflict as k', (j) => j.onRef('k.hearing_id', '=', 'h.id').on('k.account', '=', account))
    .select(['h.id', 'd.product_name as product', 'd.producer_name as producer', 'c.name as council', 'h.meets_on as meetsOn'])
    .select(['h.state', 'h.round', 'd.due_on as due', 'm.chair'])
    .select((e) => [e('s.account', 'is not', null).as('scored'), e('h.second_of', 'is not', null).as('isSecond')])
    .where('h.state', 'in', ['scoring', 'discussion'])
    .where((e) =>
      e.or([e('m.chair', '=', true), e.and([e('s.account', 'is', null), e('k.account', 'is', null), e('h.state', '=', 'scoring')])]),
    )
    .orderBy('h.meets_on')
    .orderBy('h.id')
    .limit(200)
    .execute();
}
