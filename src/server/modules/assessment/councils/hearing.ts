// What every act of a council asks first: the hearing, its dossier, the actor's seat and right.
import { type Actor, assertMay, type Ground, isPerson, NATION, type Verb } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { forbidden, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { DEFAULT_SETTINGS } from './rules/conclude.ts';
import '../tables.ts';

/** Locks the hearing's row: shared for those who score at the same time, alone for whoever closes it. */
export async function readHearing(db: Db | Tx, id: string, lock?: 'share' | 'update') {
  let query = db
    .selectFrom('assessment.hearing as h')
    .innerJoin('assessment.dossier as d', 'd.id', 'h.dossier_id')
    .innerJoin('assessment.council as c', 'c.id', 'h.council_id')
    .selectAll('h')
    .select(['d.ruleset', 'd.set_no', 'd.producer_id', 'd.province_code', 'c.unit', 'c.settings'])
    .where('h.id', '=', id);
  if (lock === 'share') query = query.forShare('h');
  if (lock === 'update') query = query.forUpdate('h');
  const hearing = await query.executeTakeFirst();
  if (!hearing) throw notFound('hearing', { vi: 'phiên hội đồng', en: 'council session' });
  return { ...hearing, settings: { ...DEFAULT_SETTINGS, ...hearing.settings } };
}
export type Hearing = Awaited<ReturnType<typeof readHearing>>;

/** The right for the hearing's level, and a seat in this very council: those of the first scoring never sit in the second, nor the other way round. */
export async function assertSeat(
  db: Db | Tx,
  ctx: Ctx,
  ground: Ground,
  hearing: Hearing,
  as: 'member' | 'chair',
): Promise<{ chair: boolean }> {
  const central = hearing.unit === NATION;
  const verb: Verb = as === 'chair' ? (central ? 'chair_centre' : 'chair_council') : central ? 'score_centre' : 'score';
  assertMay(ground, ctx.actor, verb, { unit: hearing.unit }, dayOf(ctx.now));
  const seat = await db
    .selectFrom('assessment.council_member')
    .select(['chair', 'second'])
    .where('council_id', '=', hearing.council_id)
    .where('account', '=', accountOf(ctx.actor))
    .executeTakeFirst();
  if (!seat || (as === 'member' && seat.second !== (hearing.second_of !== null)))
    throw forbidden('Bạn không ngồi trong hội đồng này.', 'You have no seat in this council.');
  if (as === 'chair' && !seat.chair) throw forbidden('Việc này của chủ tịch hội đồng.', 'This is for the chair of the council.');
  return seat;
}

/** Somebody who acts for the producer never scores it, declared or not. */
export const actsFor = (actor: Actor, producerId: string): boolean =>
  isPerson(actor) && actor.assignments.some((a) => a.producers.some((p) => p.id === producerId));

/** The name under which somebody sits in a council. */
export const accountOf = (actor: Actor): string => (isPerson(actor) ? actor.account : actor.id);
