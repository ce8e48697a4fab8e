// What a person may print: the products of the producers they act for.
import { error } from '@sveltejs/kit';
import type { ProductDetail } from '#server/modules/catalogue/index.ts';
import { assertMayLabel, listGtins } from '#server/modules/traceability/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { personOf } from '../person.ts';

/** The product of an address, when the person may print its labels; 403 or 404 otherwise. */
export async function ownProduct(locals: App.Locals, id: string): Promise<{ product: ProductDetail; gtin: string | undefined }> {
  const { app, lang } = locals;
  const person = personOf(locals);
  try {
    await assertMayLabel(app.ctx(person), id, app.territory);
  } catch (e) {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  }
  const product = app.catalogue.product(id);
  if (!product) error(404, { message: lang === 'vi' ? 'Không tìm thấy sản phẩm.' : 'No such product.', code: 'not_found' });
  return { product, gtin: await currentGtin(locals, id) };
}

export async function currentGtin({ app }: App.Locals, id: string): Promise<string | undefined> {
  const today = dayOf(app.clock());
  return (await listGtins(app.db, id)).find((g) => g.from <= today && (g.until === null || today <= g.until))?.gtin;
}
