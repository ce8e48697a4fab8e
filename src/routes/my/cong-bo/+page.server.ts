import { declareSpecification, listDeclared, publishedTests } from '#server/modules/supervision/index.ts';
import { act } from '../../act.ts';
import { ownProducers } from '../own-producers.ts';
import type { Actions, PageServerLoad } from './$types';

/** What one's producers declare for each product, and what tests found that everybody may read. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { db, catalogue } = locals.app;
  const cards = ownProducers(locals).flatMap((id) => catalogue.producer(id)?.products ?? []);
  const declared = await listDeclared(
    db,
    cards.map((c) => c.id),
  );
  return {
    products: await Promise.all(
      cards.map(async ({ id, name }) => ({
        id,
        name,
        claims: declared.filter((d) => d.productId === id),
        tests: await publishedTests(db, id),
      })),
    ),
    done: url.searchParams.has('xong'),
  };
};

const bound = (text: string): number | null => (text === '' ? null : Number(text.replace(',', '.')));

export const actions: Actions = {
  default: (event) =>
    act(event, ({ ctx, of }) => {
      const claim = {
        productId: of('product'),
        parameter: of('parameter'),
        unit: of('unit'),
        min: bound(of('min')),
        max: bound(of('max')),
      };
      return declareSpecification(ctx, claim, event.locals.app.territory);
    }),
};
