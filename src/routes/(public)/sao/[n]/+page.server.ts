import { t } from '#shared/messages/index.ts';
import { STAR_KEYS } from '#shared/vocabulary.ts';
import { Shown } from '#ui/shown.ts';
import { browse, missing } from '../../asking.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  const star = STAR_KEYS.find((key) => key === params.n);
  if (!star) missing(locals.lang, { vi: 'hạng sao', en: 'star rank' });
  const m = t(locals.lang).browse;
  const { list, ...found } = browse(locals, url, { star });
  return { ...found, star, lists: new Shown([list(m.byGroup, 'group'), list(m.region, 'region'), list(m.byProvince, 'province')]) };
};
