import { closed } from '../../../dang-nhap/session.ts';
import { recallActions } from '../../../my/lo/recall-actions.ts';
import { recallOf } from '../../../my/lo/recalls.ts';
import { seen } from '../../../seen.ts';
import { coversProvince, recallUnits } from '../authority.ts';
import type { Actions, PageServerLoad } from './$types';

/** A recall with all its holders, for the authority of the province. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const units = recallUnits(locals);
  const found = await seen(lang, () => recallOf(app, lang, params.recall, [], { official: true }));
  if (!coversProvince(units, found.recall.provinceCode)) closed(lang);
  return { ...found, done: url.searchParams.has('xong') };
};

export const actions: Actions = recallActions;
