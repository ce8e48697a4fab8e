import type { Ctx } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import type { Role } from '../rules/roles.ts';

export type RoleView = {
  id: string;
  account: string;
  name: string;
  role: Role;
  unit: string;
  from: string;
  until: string | null;
  lentFrom: string | null;
  basis: string;
};

type Filter = {
  account?: string | undefined;
  unit?: string | undefined;
  within?: readonly string[] | undefined;
  q?: string | undefined;
  lentBy?: string | undefined;
};

/** Roles that have not been revoked and are not over: of one account, one unit, some units, or all; `q` is part of a name. */
export async function listRoles(ctx: Ctx, filter: Filter, limit = 10_000): Promise<RoleView[]> {
  let query = ctx.db
    .selectFrom('identity.role_assignment as r')
    .innerJoin('identity.account as a', 'a.id', 'r.account_id')
    .select(['r.id', 'a.account', 'a.name', 'r.role', 'r.unit', 'r.valid_from as from', 'r.valid_until as until'])
    .select(['r.delegated_from as lentFrom', 'r.basis'])
    .where('r.revoked_at', 'is', null)
    .where((e) => e.or([e('r.valid_until', 'is', null), e('r.valid_until', '>=', dayOf(ctx.now))]))
    .orderBy('r.unit')
    .orderBy('r.role')
    .orderBy('a.account')
    .limit(limit);
  if (filter.account) query = query.where('a.account', '=', filter.account);
  if (filter.unit) query = query.where('r.unit', '=', filter.unit);
  if (filter.lentBy)
    query = query.where('r.delegated_from', 'in', (e) =>
      e
        .selectFrom('identity.role_assignment')
        .select('id')
        .where('account_id', '=', filter.lentBy ?? ''),
    );
  if (filter.within) query = query.where('r.unit', 'in', filter.within);
  if (filter.q) {
    const part = `%${filter.q.normalize().replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where((e) => e.or([e('a.name', 'ilike', part), e('a.account', 'ilike', part)]));
  }
  return query.execute();
}
