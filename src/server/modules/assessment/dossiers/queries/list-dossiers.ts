import { sql } from 'kysely';
import { type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import { fold } from '#shared/text/fold.ts';
import { lightOf } from '../rules/clocks.ts';
import { FINAL, type State } from '../rules/states.ts';
import { sightOf } from './seen-by.ts';
import '../../tables.ts';

export type DossierFilter = {
  /** `own` = those of the actor's producers; `desk` = those sent to the actor's units. */
  view: 'own' | 'desk';
  state?: State | undefined;
  round?: string | undefined;
  /** Part of the name of product or producer, with or without marks. */
  q?: string | undefined;
  page: number;
  pageSize: number;
};

/** A queue page: those with a deadline first, soonest on top; how many stand in each state. */
export async function listDossiers(ctx: Ctx, filter: DossierFilter, ground: Ground) {
  const { units, producers } = sightOf(ctx, ground);
  const today = dayOf(ctx.now);
  const seen =
    filter.view === 'own'
      ? sql<boolean>`producer_id = any(${producers})`
      : units.includes(NATION)
        ? sql<boolean>`version > 0`
        : sql<boolean>`version > 0 and (province_code = any(${units}) or commune_code = any(${units}))`;
  const inRound = filter.round ? sql<boolean>`${seen} and (round_id = ${filter.round} or central_round_id = ${filter.round})` : seen;
  const key = fold(filter.q ?? '');
  // a folded question holds letters, digits and single spaces only: nothing that LIKE reads otherwise
  const scope = key ? sql<boolean>`${inRound} and name_key like ${`%${key}%`}` : inRound;
  const counts = await ctx.db
    .selectFrom('assessment.dossier')
    .select(['state', (e) => e.fn.countAll<number>().as('count')])
    .where(scope)
    .groupBy('state')
    .execute();
  let query = ctx.db
    .selectFrom('assessment.dossier')
    .select([
      'id',
      'kind',
      'state',
      'product_id as productId',
      'product_name as product',
      'producer_name as producer',
      'set_no as set',
      'commune_code as commune',
    ])
    .select(['province_code as province', 'since', 'due_on as due', 'total', 'star', 'outcome', 'version'])
    .where(scope);
  query = filter.state
    ? query.where('state', '=', filter.state)
    : query.where('state', 'not in', filter.view === 'desk' ? FINAL : ['withdrawn']);
  const rows = await query
    .orderBy(sql`due_on nulls last`)
    .orderBy('since')
    .orderBy('id')
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize)
    .execute();
  const total = counts
    .filter((c) => (filter.state ? c.state === filter.state : filter.view === 'own' ? c.state !== 'withdrawn' : !FINAL.includes(c.state)))
    .reduce((sum, c) => sum + c.count, 0);
  return { total, counts, items: rows.map((r) => ({ ...r, light: lightOf(r.due, today) })) };
}
