import { Shown } from '#ui/shown.ts';
import { missing } from '../../asking.ts';
import { besideProduct } from '../../beside.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  const product = locals.app.catalogue.product(params.id);
  if (!product) missing(locals.lang, { vi: 'sản phẩm', en: 'product' });
  const shown = new Shown(product);
  const beside = besideProduct(locals.app, product.id, product.producer.id);
  return beside instanceof Promise ? beside.then((late) => ({ product: shown, ...late })) : { product: shown, ...beside };
};
