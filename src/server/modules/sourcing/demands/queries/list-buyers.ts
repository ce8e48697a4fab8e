import { listOrganisations } from '#server/modules/identity/index.ts';
import type { Db } from '#server/platform/db.ts';

export type BuyerView = {
  organisationId: string;
  name: string;
  unit: string;
  profile: string | null;
  country: string;
  taxCode: string | null;
  contact: string | null;
  verifiedAt: Date | null;
  sample: boolean;
};
export type StoreView = {
  id: string;
  organisationId: string;
  name: string;
  address: string | null;
  provinceCode: string;
  lat: number | null;
  lng: number | null;
};

/** Every organisation of kind buyer, with what it said about itself. */
export async function listBuyers(db: Db, ids?: readonly string[]): Promise<BuyerView[]> {
  const organisations = await listOrganisations(db, ids ? { ids } : { kind: 'buyer' });
  const said = await db.selectFrom('sourcing.buyer').selectAll().execute();
  const by = new Map(said.map((s) => [s.organisation_id, s]));
  return organisations.map((o) => {
    const s = by.get(o.id);
    return {
      organisationId: o.id,
      name: o.name,
      unit: o.unit,
      profile: s?.profile ?? null,
      country: s?.country ?? 'VN',
      taxCode: s?.tax_code ?? null,
      contact: s?.contact ?? null,
      verifiedAt: s?.verified_at ?? null,
      sample: o.sample,
    };
  });
}

/** The places of delivery an organisation keeps, by name. */
export async function listStores(db: Db, organisation: string): Promise<StoreView[]> {
  return db
    .selectFrom('sourcing.store')
    .select(['id', 'organisation_id as organisationId', 'name', 'address', 'province_code as provinceCode', 'lat', 'lng'])
    .where('organisation_id', '=', organisation)
    .where('ended_at', 'is', null)
    .orderBy('name')
    .execute();
}
