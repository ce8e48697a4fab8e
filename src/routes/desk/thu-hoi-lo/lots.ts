import { NATION } from '#server/modules/identity/index.ts';
import { listLots } from '#server/modules/traceability/index.ts';

/** Lots an official may choose of a product, by number: those its producer made or holds, the newest first. */
export type PickedLot = { code: string; madeOn: string | null; recalled: boolean };

const MOST = 60;

/** The lots of a product of the official's provinces; none of anybody else's. */
export async function lotsOf(locals: App.Locals, productId: string, units: readonly string[]): Promise<PickedLot[]> {
  const product = locals.app.catalogue.product(productId);
  if (!product) return [];
  const province = locals.app.catalogue.producer(product.producer.id)?.place.provinceCode;
  if (!units.includes(NATION) && !(province && units.includes(province))) return [];
  const { items } = await listLots(locals.app.db, { producer: product.producer.id, productId, all: true, page: 1, pageSize: MOST });
  return items.flatMap(({ code, madeOn, recalled }) => (code === null ? [] : [{ code, madeOn, recalled }]));
}
