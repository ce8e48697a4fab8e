import { Shown } from '#ui/shown.ts';
import { missing } from '../../asking.ts';
import { testsOf } from '../../tests-of.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params }) => {
  const product = locals.app.catalogue.product(params.id);
  if (!product) missing(locals.lang, { vi: 'sản phẩm', en: 'product' });
  const shown = new Shown(product);
  const tests = testsOf(locals.app, product.id);
  return tests instanceof Promise ? tests.then((late) => ({ product: shown, tests: late })) : { product: shown, tests };
};
