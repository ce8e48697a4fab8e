import { Shown } from '#ui/shown.ts';
import { missing } from '../../asking.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  const product = locals.app.catalogue.product(params.id);
  if (!product) missing(locals.lang, { vi: 'sản phẩm', en: 'product' });
  return { product: new Shown(product) };
};
