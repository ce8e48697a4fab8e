import { inEffect, isPerson, may, verbsOf } from '#server/modules/identity/index.ts';
import { findLot } from '#server/modules/traceability/index.ts';
import { dayOf } from '#shared/dates.ts';
import { closed } from '../../dang-nhap/session.ts';
import { lotName } from '../../my/lo/mine.ts';
import { historyOf, traceOf } from '../../my/lo/view.ts';
import { picking } from '../giam-sat/pick.ts';
import { lotsOf } from '../thu-hoi-lo/lots.ts';
import type { PageServerLoad } from './$types';

/** Any lot of the inspector's territory, with everything it came out of and became. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang, actor } = locals;
  const day = dayOf(app.clock());
  const units = (isPerson(actor) ? actor.assignments : [])
    .filter((a) => inEffect(app.territory, a, day) && verbsOf(a).some((v) => v === 'recall' || v === 'inspect'))
    .map((a) => a.unit);
  if (units.length === 0) closed(lang);
  const pick = picking(locals, url, units);
  const known = pick.chosen ? await lotsOf(locals, pick.chosen.id, units) : [];
  const product = (url.searchParams.get('san-pham') ?? '').trim().toUpperCase();
  const code = (url.searchParams.get('lo') ?? '').trim().toUpperCase();
  const lot = product && code ? await findLot(app.db, product, code) : undefined;
  const maker = lot?.maker ? app.catalogue.producer(lot.maker) : undefined;
  const unit = maker?.place.provinceCode ?? 'VN';
  const here = lot !== undefined && (['recall', 'inspect'] as const).some((verb) => may(app.territory, actor, verb, { unit }, day));
  if (!lot || !here) return { pick, known, product, code, found: undefined, asked: product !== '' && code !== '' };
  return {
    pick,
    known,
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
