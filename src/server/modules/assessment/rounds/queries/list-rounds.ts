import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { roundFor } from '../rules/days.ts';
import '../../tables.ts';

/** The rounds of some units, newest first, with the dossiers in each. */
export async function listRounds(ctx: Ctx, units: readonly string[]) {
  if (units.length === 0) return [];
  return ctx.db
    .selectFrom('assessment.round as r')
    .select(['r.id', 'r.unit', 'r.name', 'r.plan', 'r.files_from as filesFrom', 'r.files_until as filesUntil'])
    .select(['r.review_until as reviewUntil', 'r.council_from as councilFrom', 'r.council_until as councilUntil'])
    .select((e) =>
      e
        .selectFrom('assessment.dossier as d')
        .select((n) => n.fn.countAll<number>().as('n'))
        .where((w) => w.or([w('d.round_id', '=', w.ref('r.id')), w('d.central_round_id', '=', w.ref('r.id'))]))
        .as('dossiers'),
    )
    .where('r.unit', 'in', units)
    .orderBy('r.council_until', 'desc')
    .orderBy('r.id')
    .limit(100)
    .execute();
}

/** The round a file sent to a unit on a day belongs to. */
export async function findRound(db: Db, unit: string, sentOn: string): Promise<string | null> {
  const rounds = await db
    .selectFrom('assessment.round')
    .select(['id', 'files_from', 'files_until'])
    .where('unit', '=', unit)
    .where('files_until', '>=', sentOn)
    .execute();
  return roundFor(rounds, sentOn) ?? null;
}
