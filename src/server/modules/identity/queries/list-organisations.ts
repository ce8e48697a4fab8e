import type { Db } from '#server/platform/db.ts';
import type { OrganisationKind } from '../rules/roles.ts';
import '../tables.ts';

export type OrganisationView = {
  id: string;
  kind: OrganisationKind;
  name: string;
  unit: string;
  producerId: string | null;
  sample: boolean;
};

/** Organisations by id or by kind, in the order of their names. */
export async function listOrganisations(db: Db, filter: { ids?: readonly string[]; kind?: OrganisationKind }): Promise<OrganisationView[]> {
  let query = db.selectFrom('identity.organisation').select(['id', 'kind', 'name', 'unit', 'producer_id as producerId', 'sample']);
  if (filter.ids) query = query.where('id', 'in', filter.ids.length > 0 ? filter.ids : ['']);
  if (filter.kind) query = query.where('kind', '=', filter.kind);
  return query.orderBy('name').orderBy('id').limit(5000).execute();
}
