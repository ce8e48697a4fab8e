import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';

export type MemberView = {
  organisation: string;
  cooperative: string;
  member: string;
  name: string;
  producer: string;
  unit: string;
  from: string;
  until: string | null;
  basis: string;
  /** The day of the consent; null while the member has not agreed. */
  consentedOn: string | null;
  consentBasis: string | null;
};
export type ProxyView = {
  id: string;
  account: string;
  name: string;
  producer: string;
  producerName: string;
  unit: string;
  from: string;
  until: string | null;
  basis: string;
};

const members = (where: RawBuilder<unknown>) => sql<MemberView>`
  select m.organisation_id as organisation, c.name as cooperative, m.member_id as member, o.name, o.producer_id as producer, o.unit,
    m.valid_from as "from", m.valid_until as until, m.basis, m.consent_basis as "consentBasis",
    (m.consented_at at time zone 'Asia/Ho_Chi_Minh')::date as "consentedOn"
  from identity.organisation_member m
  join identity.organisation o on o.id = m.member_id
  join identity.organisation c on c.id = m.organisation_id
  where m.ended_at is null and o.producer_id is not null and ${where}
  order by c.name, o.name, m.valid_from limit 500`;

/** Members of cooperatives, those who have not agreed yet included; ended memberships are left out. */
export async function listMembers(
  ctx: Ctx,
  of: { organisations: readonly string[] } | { producers: readonly string[] } | { waitingIn: readonly string[] },
): Promise<MemberView[]> {
  const where =
    'organisations' in of
      ? sql`m.organisation_id = any(${[...of.organisations]})`
      : 'producers' in of
        ? sql`o.producer_id = any(${[...of.producers]})`
        : sql`m.consented_at is null and o.unit = any(${[...of.waitingIn]})`;
  return (await members(where).execute(ctx.db)).rows;
}

/** Proxies in force or to come: of producers, or bound to units. */
export async function listProxies(ctx: Ctx, of: { producers: readonly string[] } | { units: readonly string[] }): Promise<ProxyView[]> {
  const where = 'producers' in of ? sql`o.producer_id = any(${[...of.producers]})` : sql`r.unit = any(${[...of.units]})`;
  const { rows } = await sql<ProxyView>`
    select r.id, a.account, a.name, o.producer_id as producer, o.name as "producerName", r.unit, r.valid_from as "from", r.valid_until as until, r.basis
    from identity.role_assignment r
    join identity.account a on a.id = r.account_id
    join identity.organisation o on o.id = r.organisation_id
    where r.role = 'proxy' and r.revoked_at is null and o.producer_id is not null
      and (r.valid_until is null or r.valid_until >= (${ctx.now}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date) and ${where}
    order by o.name, a.account limit 500`.execute(ctx.db);
  return rows;
}
