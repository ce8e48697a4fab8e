// Reads somebody with every role that is theirs, and what each lent role was lent from.
import { sql } from 'kysely';
import type { Db } from '#server/platform/db.ts';
import type { Assignment, Person } from '../person.ts';
import type { Role, Verb } from '../rules/roles.ts';

type Row = {
  id: string;
  own: boolean;
  role: Role;
  unit: string;
  verbs: Verb[] | null;
  valid_from: string;
  valid_until: string | null;
  delegated_from: string | null;
  basis: string;
  revoked: boolean;
  organisation: { id: string; name: string } | null;
  producers: Assignment['producers'];
};

/** Roles of an account, revoked ones left out; a lent role whose source was revoked comes with `source.revoked`. */
export async function loadAssignments(db: Db, accountId: string): Promise<Assignment[]> {
  const { rows } = await sql<Row>`
    with recursive chain as (
      select id, delegated_from from identity.role_assignment where account_id = ${accountId} and revoked_at is null
      union
      select s.id, s.delegated_from from chain join identity.role_assignment s on s.id = chain.delegated_from
    )
    select r.id, r.account_id = ${accountId} as own, r.role, r.unit, r.verbs, r.valid_from, r.valid_until, r.delegated_from, r.basis,
      r.revoked_at is not null or a.disabled_at is not null as revoked,
      case when o.id is not null then jsonb_build_object('id', o.id, 'name', o.name) end as organisation,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', p.producer_id, 'from', p.valid_from, 'until', p.valid_until))
        from (
          select o.producer_id, r.valid_from, r.valid_until where o.producer_id is not null
          union all
          select mo.producer_id, m.valid_from, m.valid_until
          from identity.organisation_member m join identity.organisation mo on mo.id = m.member_id
          where m.organisation_id = o.id and r.role = 'secretary' and mo.producer_id is not null
            and m.consented_at is not null and m.ended_at is null
        ) p
      ), '[]') as producers
    from chain
    join identity.role_assignment r on r.id = chain.id
    join identity.account a on a.id = r.account_id
    left join identity.organisation o on o.id = r.organisation_id
    order by r.valid_from, r.id`.execute(db);
  const byId = new Map(rows.map((r) => [r.id, r]));
  const build = (r: Row): Assignment => {
    const source = r.delegated_from ? byId.get(r.delegated_from) : undefined;
    return {
      id: r.id,
      role: r.role,
      unit: r.unit,
      organisation: r.organisation,
      producers: r.producers,
      from: r.valid_from,
      until: r.valid_until,
      revoked: r.revoked,
      verbs: r.verbs,
      source: source ? build(source) : null,
      basis: r.basis,
    };
  };
  return rows.filter((r) => r.own && !r.revoked).map(build);
}

type Known = { id: string; account: string; name: string; sample: boolean; must_change: boolean };

export async function personFrom(db: Db, account: Known, how: Pick<Person, 'session' | 'scopes'>): Promise<Person> {
  return {
    kind: 'person',
    id: account.id,
    name: account.name,
    account: account.account,
    sample: account.sample,
    mustChange: account.must_change,
    assignments: await loadAssignments(db, account.id),
    ...how,
  };
}
