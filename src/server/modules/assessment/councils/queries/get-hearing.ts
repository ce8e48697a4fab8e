import { type Ground, may } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import { readDossier } from '../../dossiers/moving.ts';
import { sees, sightOf, unseen } from '../../dossiers/queries/seen-by.ts';
import { accountOf, readHearing } from '../hearing.ts';

/** A hearing as its viewer may see it: blind while scoring is open (own sheet only), all totals once it is closed. */
export async function getHearing(ctx: Ctx, id: string, ground: Ground) {
  const hearing = await readHearing(ctx.db, id);
  const dossier = await readDossier(ctx.db, hearing.dossier_id);
  if (!sees(sightOf(ctx, ground), dossier)) throw unseen();
  const rows = await ctx.db
    .selectFrom('assessment.council_member as m')
    .leftJoin('assessment.score_sheet as s', (j) =>
      j.onRef('s.account', '=', 'm.account').on('s.hearing_id', '=', id).on('s.round', '=', hearing.round),
    )
    .leftJoin('assessment.conflict as k', (j) => j.onRef('k.account', '=', 'm.account').on('k.hearing_id', '=', id))
    .select(['m.account', 'm.name', 'm.chair', 's.total', 's.star', 's.answers', 's.not_applicable', 's.knockouts'])
    .select('k.reason as conflict')
    .where('m.council_id', '=', hearing.council_id)
    .orderBy('m.chair', 'desc')
    .orderBy('m.name')
    .execute();
  const own = rows.find((r) => r.account === accountOf(ctx.actor));
  const open = hearing.state === 'scoring' || !may(ground, ctx.actor, 'view_scores', { unit: hearing.unit }, dayOf(ctx.now));
  return {
    id: hearing.id,
    dossier: hearing.dossier_id,
    mode: hearing.mode,
    state: hearing.state,
    round: hearing.round,
    meetsOn: hearing.meets_on,
    closedOn: hearing.closed_on,
    settings: hearing.settings,
    result: hearing.result,
    seat: own ? { chair: own.chair, conflict: own.conflict, scored: own.total !== null } : null,
    own: own?.answers
      ? { answers: own.answers, notApplicable: own.not_applicable ?? {}, knockouts: own.knockouts ?? [], total: own.total }
      : null,
    members: rows.map((r) => ({
      name: r.name,
      chair: r.chair,
      scored: r.total !== null,
      recused: r.conflict !== null,
      total: open ? null : r.total,
      star: open ? null : r.star,
    })),
  };
}
