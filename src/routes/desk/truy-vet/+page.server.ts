import { inEffect, isPerson, may, verbsOf } from '#server/modules/identity/index.ts';
import { findLot } from '#server/modules/traceability/index.ts';
import { dayOf } from '#shared/dates.ts';
import { closed } from '../../dang-nhap/session.ts';
import { lotName } from '../../my/lo/mine.ts';
import { historyOf, traceOf } from '../../my/lo/view.ts';
import type { PageServerLoad } from './$types';

/** Any lot of the inspector's territory, with everything it came out of and became. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang, actor } = locals;
  const day = dayOf(app.clock());
  const inspects =
    isPerson(actor) &&
    actor.assignments.some((a) => inEffect(app.territory, a, day) && verbsOf(a).some((v) => v === 'recall' || v === 'inspect'));
  if (!inspects) closed(lang);
  const product = (url.searchParams.get('san-pham') ?? '').trim().toUpperCase();
  const code = (url.searchParams.get('lo') ?? '').trim().toUpperCase();
  const lot = product && code ? await findLot(app.db, product, code) : undefined;
  const maker = lot?.maker ? app.catalogue.producer(lot.maker) : undefined;
  const unit = maker?.place.provinceCode ?? 'VN';
  const here = lot !== undefined && (['recall', 'inspect'] as const).some((verb) => may(app.territory, actor, verb, { unit }, day));
  if (!lot || !here) return { product, code, found: undefined, asked: product !== '' && code !== '' };
  return {
    product,
    code,
    asked: true,
    found: {
      title: lotName(app, lot),
      recalled: lot.recalled,
      maker: maker?.name ?? '',
      isProduct: lot.productId !== null,
      trace: await traceOf(app, lang, lot, true, []),
      history: await historyOf(app, lang, lot, []),
    },
  };
};
