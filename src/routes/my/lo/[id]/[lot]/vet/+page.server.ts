import { hadLot } from '#server/modules/traceability/index.ts';
import { closed } from '../../../../../dang-nhap/session.ts';
import { ownProducers } from '../../../../own-producers.ts';
import { lotName, lotOf } from '../../../mine.ts';
import { traceOf } from '../../../view.ts';
import type { PageServerLoad } from './$types';

/** Both sides of a lot on one screen, for those who made it or had it in hands. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, lang } = locals;
  const own = ownProducers(locals);
  const lot = await lotOf(locals, params);
  const mine = (lot.maker !== null && own.includes(lot.maker)) || (await hadLot(app.db, lot.no, own));
  if (!mine) closed(lang);
  return {
    title: lotName(app, lot),
    code: lot.code ?? '',
    path: lot.path ?? '',
    recalled: lot.recalled,
    trace: await traceOf(app, lang, lot, false, own),
  };
};
