import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';

/** What an agreement waits for on the reader's side; numbers count parts of deliveries. */
export type Turn = { id: string; title: string; sign: boolean; ship: number; receive: number; check: number };
type Sides = { organisations: readonly string[]; producers: readonly string[] };

/** Agreements in which it is the turn of these buyers or producers: to sign, to send what is due by `until`, to take in, to check. */
export async function listTurns(db: Db, { organisations, producers }: Sides, until: string): Promise<Turn[]> {
  if (organisations.length + producers.length === 0) return [];
  const buys = sql<boolean>`a.organisation_id = any(${[...organisations]}::text[])`;
  const leads = sql<boolean>`a.lead_producer_id = any(${[...producers]}::text[])`;
  const unsigned = (party: string) =>
    sql`not exists (select 1 from sourcing.agreement_signature s where s.agreement_id = a.id and s.party = ${party})`;
  const { rows } = await sql<Turn>`
    select * from (
      select a.id, a.terms->>'title' as title, a.created_at,
        a.state = 'drawn' and (${buys} and ${unsigned('buyer')} or ${leads} and ${unsigned('lead')}) as sign,
        count(*) filter (where a.state = 'signed' and d.state = 'planned' and d.due_on <= ${until}
          and d.producer_id = any(${[...producers]}::text[]))::int as ship,
        count(*) filter (where ${buys} and d.state = 'shipped')::int as receive,
        count(*) filter (where ${buys} and d.state = 'received')::int as check
      from sourcing.agreement a left join sourcing.delivery d on d.agreement_id = a.id
      where a.state in ('drawn', 'signed')
        and (${buys} or ${leads} or a.id in (select agreement_id from sourcing.delivery where producer_id = any(${[...producers]}::text[])))
      group by a.id) turns
    where sign or ship + receive + turns.check > 0
    order by created_at desc, id`.execute(db);
  return rows.map(({ id, title, sign, ship, receive, check }) => ({ id, title, sign, ship, receive, check }));
}
