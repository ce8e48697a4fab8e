import { type Ground, may } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { forbidden } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { readDossier } from '../../dossiers/moving.ts';
import { hears, sightOf, unseen } from '../../dossiers/queries/seen-by.ts';
import { accountOf, type Hearing, readHearing } from '../hearing.ts';
import { scoresBlind } from './scores-blind.ts';

/** A hearing as its viewer may see it: blind while scoring is open (own sheet only), all totals once it is closed. */
export async function getHearing(ctx: Ctx, id: string, ground: Ground) {
  const hearing = await readHearing(ctx.db, id);
  const dossier = await readDossier(ctx.db, hearing.dossier_id);
  const decided = await ctx.db.selectFrom('assessment.decision').select('level').where('dossier_id', '=', dossier.id).execute();
  const levels = decided.map((d) => d.level);
  if (!hears(sightOf(ctx, ground), dossier, hearing.unit, levels)) throw unseen();
  const isSecond = hearing.second_of !== null;
  const rows = await ctx.db
    .selectFrom('assessment.council_member as m')
    .leftJoin('assessment.score_sheet as s', (j) =>
      j.onRef('s.account', '=', 'm.account').on('s.hearing_id', '=', id).on('s.round', '=', hearing.round),
    )
    .leftJoin('assessment.conflict as k', (j) => j.onRef('k.account', '=', 'm.account').on('k.hearing_id', '=', id))
    .select(['m.account', 'm.name', 'm.chair', 'm.second', 's.total', 's.star', 's.answers', 's.not_applicable', 's.knockouts'])
    .select('k.reason as conflict')
    .where('m.council_id', '=', hearing.council_id)
    .orderBy('m.chair', 'desc')
    .orderBy('m.name')
    .execute();
  const seated = rows.find((r) => r.account === accountOf(ctx.actor));
  const mayView = may(ground, ctx.actor, 'view_scores', { unit: hearing.unit }, dayOf(ctx.now));
  if (!isSecond && (await scoresBlind(ctx, hearing.dossier_id)))
    throw forbidden(
      'Bạn chấm lại ẩn danh hồ sơ này: không xem lần chấm đầu.',
      'You score this dossier blind: the first scoring is closed to you.',
    );
  if (isSecond && !mayView && !seated?.second && !seated?.chair) throw unseen();
  const own = seated?.second === isSecond ? seated : undefined;
  const open = hearing.state === 'scoring' || !mayView;
  return {
    id: hearing.id,
    dossier: hearing.dossier_id,
    isSecond,
    mode: hearing.mode,
    state: hearing.state,
    round: hearing.round,
    meetsOn: hearing.meets_on,
    closedOn: hearing.closed_on,
    settings: hearing.settings,
    result: isSecond && !mayView ? null : hearing.result,
    chairs: seated?.chair === true,
    seat: own ? { chair: own.chair, conflict: own.conflict, scored: own.total !== null } : null,
    own: own?.answers
      ? { answers: own.answers, notApplicable: own.not_applicable ?? {}, knockouts: own.knockouts ?? [], total: own.total }
      : null,
    second: mayView ? await readSecond(ctx.db, hearing) : null,
    members: rows
      .filter((r) => r.second === isSecond)
      .map((r) => ({
        name: r.name,
        chair: r.chair,
        scored: r.total !== null,
        recused: r.conflict !== null,
        total: open ? null : r.total,
        star: open ? null : r.star,
      })),
  };
}

/** The second scoring beside the first: that there is one, and the difference only when both are closed. */
async function readSecond(db: Db, hearing: Hearing) {
  const firstId = hearing.second_of ?? hearing.id;
  const second = await db
    .selectFrom('assessment.hearing as h')
    .leftJoin('assessment.second_difference as d', 'd.second_id', 'h.id')
    .leftJoin('assessment.rescore_order as o', 'o.hearing_id', 'h.second_of')
    .select(['h.id', 'h.state', 'd.first_total as firstTotal', 'd.second_total as secondTotal', 'd.first_star as firstStar'])
    .select(['d.second_star as secondStar', 'd.bound', 'o.reason as ordered'])
    .where('h.second_of', '=', firstId)
    .executeTakeFirst();
  if (!second) return null;
  const { firstTotal, secondTotal, bound } = second;
  const known = firstTotal !== null && secondTotal !== null && bound !== null;
  const difference = known ? secondTotal - firstTotal : null;
  return { ...second, difference, above: difference !== null && bound !== null && Math.abs(difference) > bound };
}
