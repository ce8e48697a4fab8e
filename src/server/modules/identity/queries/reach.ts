// Whom a message concerns on a day: resolved from the roles as they stand, never kept.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import { ROLE_RULES, ROLES, type Role, type Verb } from '../rules/roles.ts';

/** Somebody to tell. `email` is there when mail can be sent. */
export type Reached = { id: string; email: string | null };

const during = (alias: string, day: string) =>
  sql`${sql.ref(`${alias}.valid_from`)} <= ${day}::date and (${sql.ref(`${alias}.valid_until`)} is null or ${sql.ref(`${alias}.valid_until`)} >= ${day}::date)`;

/** Assignments in effect on a day, of accounts that are open; a lent one only while its source is. */
const live = (day: string) => sql`
  select r.account_id, a.email, r.role, r.unit, r.organisation_id, r.verbs, s.verbs as source_verbs
  from identity.role_assignment r
  join identity.account a on a.id = r.account_id and a.disabled_at is null
  left join identity.role_assignment s on s.id = r.delegated_from
  left join identity.account lender on lender.id = s.account_id
  where r.revoked_at is null and ${during('r', day)}
    and (r.delegated_from is null
      or (s.revoked_at is null and s.delegated_from is null and lender.disabled_at is null and ${during('s', day)}))`;

const holding = (verb: Verb): Role[] => ROLES.filter((r) => ROLE_RULES[r].verbs.includes(verb));
const has = (verb: Verb) => sql`(verbs is null or ${verb} = any(verbs)) and (source_verbs is null or ${verb} = any(source_verbs))`;

/**
 * Accounts holding a verb for a unit (`VN`, a province or a commune of today): those bound to the unit itself or, when there are none,
 * to the nearest unit that contains it. Roles bound to producers of their own hold no unit.
 */
export async function holdersOf(db: Db, place: { unit: string; verb: Verb }, day: string): Promise<Reached[]> {
  const roles = holding(place.verb).filter((r) => !ROLE_RULES[r].ownOnly);
  const { rows } = await sql<Reached>`
    with live as (${live(day)}),
    chain as (
      select ${place.unit}::text as unit, 0 as distance
      union all select province_code, 1 from territory.pub_commune where code = ${place.unit} and length(${place.unit}::text) = 5
      union all select 'VN', 2 where ${place.unit}::text <> 'VN'
    ),
    fit as (select account_id, email, distance from live join chain using (unit) where role = any(${roles}) and ${has(place.verb)})
    select distinct account_id as id, email from fit where distance = (select min(distance) from fit) order by account_id`.execute(db);
  return rows;
}

/** Accounts that act for a producer: its own, its proxies, the secretaries of its cooperatives. */
export async function actingFor(db: Db, producer: string, day: string): Promise<Reached[]> {
  const { rows } = await sql<Reached>`
    with live as (${live(day)})
    select distinct l.account_id as id, l.email
    from live l join identity.organisation o on o.id = l.organisation_id
    where l.role = any(${holding('act_for_producer')}) and ${has('act_for_producer')} and (
      o.producer_id = ${producer} or (l.role = 'secretary' and exists (
        select 1 from identity.organisation_member m join identity.organisation mo on mo.id = m.member_id
        where m.organisation_id = o.id and mo.producer_id = ${producer} and ${during('m', day)}
          and m.consented_at is not null and m.ended_at is null)))
    order by l.account_id`.execute(db);
  return rows;
}

/** Accounts that hold a role of an organisation. */
export async function membersOf(db: Db, organisation: string, day: string): Promise<Reached[]> {
  const { rows } = await sql<Reached>`
    with live as (${live(day)}) select distinct account_id as id, email from live where organisation_id = ${organisation} order by account_id`.execute(
    db,
  );
  return rows;
}

/** One account, when it exists and is open. */
export async function reachAccount(db: Db, id: string): Promise<Reached[]> {
  return db.selectFrom('identity.account').select(['id', 'email']).where('id', '=', id).where('disabled_at', 'is', null).execute();
}
