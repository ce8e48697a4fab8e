// What the councils did in a period: each member's first sheet, each council's result, each second scoring. Nothing of what is still open.
import { sql } from 'kysely';
import { NATION } from '#server/modules/identity/index.ts';
import type { Db } from '#server/platform/db.ts';
import '../../tables.ts';

export type Period = { unit: string; from: string; until: string };
export type SheetRow = {
  hearing: string;
  dossier: string;
  council: string;
  councilName: string;
  unit: string;
  second: boolean;
  account: string;
  name: string;
  round: number;
  total: number;
  star: number;
  parts: { A: number; B: number; C: number };
};
export type ResultRow = { hearing: string; unit: string; total: number; star: number; rounds: number; drawn: boolean; ordered: boolean };
export type SecondRow = {
  state: string;
  firstTotal: number | null;
  secondTotal: number | null;
  firstStar: number | null;
  secondStar: number | null;
};
export type Scorings = { sheets: SheetRow[]; results: ResultRow[]; seconds: SecondRow[] };

/** `unit` VN = every council. Sheets of the first round only count as independent; later ones are kept beside them for comparison. */
export async function readScorings(db: Db, { unit, from, until }: Period): Promise<Scorings> {
  const here = unit === NATION ? sql`true` : sql`c.unit = ${unit}`;
  // a dossier counts when its first scoring is closed and no second one is open any more
  const done = sql`
    select f.id, f.dossier_id from assessment.hearing f join assessment.council c on c.id = f.council_id
    where f.second_of is null and f.state = 'closed' and f.closed_on between ${from} and ${until} and ${here}
      and not exists (select from assessment.hearing o where o.second_of = f.id and o.state = 'scoring')`;
  const sheets = await sql<SheetRow>`
    with done as (${done})
    select h.id as hearing, h.dossier_id as dossier, h.council_id as council, c.name as "councilName", c.unit, m.second, m.account, m.name,
      s.round::int as round, s.total, s.star::int as star, s.score->'parts' as parts
    from done join assessment.hearing h on h.id = done.id or h.second_of = done.id
    join assessment.council c on c.id = h.council_id
    join assessment.score_sheet s on s.hearing_id = h.id
    join assessment.council_member m on m.council_id = h.council_id and m.account = s.account
    where h.state in ('closed', 'waived')
    order by h.id, s.account, s.round`.execute(db);
  const results = await sql<ResultRow>`
    with done as (${done})
    select h.id as hearing, c.unit, (h.result->>'total')::numeric as total, (h.result->>'star')::int as star, h.round::int as rounds,
      coalesce((h.draw->>'value')::numeric < (h.draw->>'share')::numeric, false) as drawn, o.hearing_id is not null as ordered
    from done join assessment.hearing h on h.id = done.id
    join assessment.council c on c.id = h.council_id
    left join assessment.rescore_order o on o.hearing_id = h.id
    order by h.id`.execute(db);
  const seconds = await sql<SecondRow>`
    with done as (${done})
    select h.state, d.first_total as "firstTotal", d.second_total as "secondTotal", d.first_star::int as "firstStar",
      d.second_star::int as "secondStar"
    from done join assessment.hearing h on h.second_of = done.id
    left join assessment.second_difference d on d.second_id = h.id
    order by h.id`.execute(db);
  return { sheets: sheets.rows, results: results.rows, seconds: seconds.rows };
}
