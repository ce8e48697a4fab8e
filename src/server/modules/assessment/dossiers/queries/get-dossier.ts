import { type Ground, may } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import { currentStar } from '../../certificates/current-star.ts';
import { scoresBlind } from '../../councils/queries/scores-blind.ts';
import { placeOf, readDossier } from '../moving.ts';
import { lightOf } from '../rules/clocks.ts';
import { stepsFrom } from '../rules/states.ts';
import { hears, sees, sightOf, unseen } from './seen-by.ts';

/** The whole record of one dossier, and the moves that this actor may make now. */
export async function getDossier(ctx: Ctx, id: string, ground: Ground) {
  const dossier = await readDossier(ctx.db, id);
  const sight = sightOf(ctx, ground);
  if (!sees(sight, dossier)) throw unseen();
  const today = dayOf(ctx.now);
  const { db } = ctx;
  const papers = await db
    .selectFrom('assessment.dossier_evidence as d')
    .innerJoin('assessment.evidence as f', 'f.id', 'd.evidence_id')
    .select(['d.criterion', 'f.id', 'f.name', 'f.sha256', 'f.size', 'f.type', 'f.kind', 'f.expires_on as expiresOn'])
    .where('d.dossier_id', '=', id)
    .orderBy('d.criterion')
    .orderBy('f.name')
    .execute();
  const history = await db
    .selectFrom('assessment.dossier_move')
    .select(['no', 'move', 'from_state as from', 'to_state as to', 'at', 'actor_name as by', 'note'])
    .where('dossier_id', '=', id)
    .orderBy('no')
    .execute();
  const reports = await db
    .selectFrom('assessment.commune_report')
    .select(['version', 'materials', 'labour', 'idea', 'identity', 'letter_no as letterNo', 'met_on as metOn', 'reported_at as at'])
    .where('dossier_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
  const advice = await db
    .selectFrom('assessment.advisory_report')
    .select(['id', 'level', 'summary', 'surveyed_on as surveyedOn', 'survey', 'extra_tests as extraTests', 'reported_at as at'])
    .where('dossier_id', '=', id)
    .orderBy('reported_at')
    .execute();
  const hearings = await db
    .selectFrom('assessment.hearing as h')
    .innerJoin('assessment.council as c', 'c.id', 'h.council_id')
    .select([
      'h.id',
      'c.name as council',
      'c.unit',
      'h.mode',
      'h.state',
      'h.round',
      'h.meets_on as meetsOn',
      'h.closed_on as closedOn',
      'h.result',
    ])
    .where('h.dossier_id', '=', id)
    .where('h.second_of', 'is', null)
    .orderBy('h.created_at')
    .execute();
  const decisions = await db
    .selectFrom('assessment.decision as d')
    .leftJoin('assessment.certificate as c', 'c.decision_id', 'd.id')
    .select(['d.level', 'd.outcome', 'd.decision_no as decisionNo', 'd.issuer', 'd.decided_on as decidedOn', 'd.total'])
    .select(['c.no as certificateNo', 'c.star', 'c.valid_from as validFrom', 'c.valid_until as validUntil'])
    .where('d.dossier_id', '=', id)
    .orderBy('d.recorded_at')
    .execute();
  const decided = decisions.map((d) => d.level);
  // a member of an open second scoring hears nothing of the first
  const blind = await scoresBlind(ctx, id);
  const five = dossier.kind === 'reassessment' && (await currentStar(db, dossier.product_id, today)) === 5;
  const moves = stepsFrom(dossier.state)
    .filter((s) => s.move !== 'propose_centre' || five)
    .filter((s) => may(ground, ctx.actor, s.verb, placeOf(dossier, s.at), today))
    .filter((s, i, all) => all.findIndex((o) => o.move === s.move) === i)
    .map(({ move, article }) => ({ move, article }));
  return {
    id: dossier.id,
    kind: dossier.kind,
    state: dossier.state,
    rowVersion: dossier.row_version,
    version: dossier.version,
    producer: { id: dossier.producer_id, name: dossier.producer_name },
    product: { id: dossier.product_id, name: dossier.product_name },
    commune: dossier.commune_code,
    province: dossier.province_code,
    ruleset: dossier.ruleset,
    set: dossier.set_no,
    answers: dossier.answers,
    notApplicable: dossier.not_applicable,
    knockouts: dossier.knockouts,
    details: dossier.details,
    total: dossier.total,
    star: dossier.star,
    since: dossier.since,
    due: dossier.due_on,
    light: lightOf(dossier.due_on, today),
    lateReason: dossier.late_reason,
    outcome: dossier.outcome,
    round: dossier.state.startsWith('central') ? dossier.central_round_id : dossier.round_id,
    papers: papers.sort((a, b) => a.criterion.localeCompare(b.criterion, 'en', { numeric: true })),
    history,
    reports,
    advice,
    hearings: hearings.map(({ unit, result, ...h }) => ({ ...h, result: !blind && hears(sight, dossier, unit, decided) ? result : null })),
    decisions,
    moves,
  };
}
export type DossierView = Awaited<ReturnType<typeof getDossier>>;
