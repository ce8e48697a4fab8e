import { localPath } from '#shared/lang.ts';
import { t } from '#shared/messages/index.ts';
import { GROUPS, setsOfGroup } from '#shared/vocabulary.ts';
import { Shown } from '#ui/shown.ts';
import { browse, missing } from '../../asking.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, params, url }) => {
  const group = GROUPS.find((key) => key === params.g);
  if (!group) missing(locals.lang, { vi: 'nhóm sản phẩm', en: 'product group' });
  const m = t(locals.lang);
  const { list, ...found } = browse(locals, url, { group });
  const search = localPath('/tim', locals.lang);
  const sets = setsOfGroup(group).map((set) => ({ label: m.set[set] ?? String(set), href: `${search}?set=${set}` }));
  return {
    ...found,
    group,
    lists: new Shown([{ title: m.browse.sets, items: sets }, list(m.browse.byStar, 'star'), list(m.browse.byProvince, 'province')]),
  };
};
