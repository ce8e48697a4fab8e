import { redirect } from '@sveltejs/kit';
import { localPath } from '#shared/lang.ts';
import { t } from '#shared/messages/index.ts';
import { Shown } from '#ui/shown.ts';
import { browse, missing } from '../../asking.ts';
import type { PageServerLoad } from './$types';

/** A code of the 63 that no longer stands leads to the province that took over. */
export const load: PageServerLoad = ({ locals, params, url }) => {
  const { app, lang } = locals;
  const { territory } = app;
  const province = territory.province(params.code, 34);
  if (!province) {
    if (!territory.province(params.code, 63)) missing(lang, { vi: 'tỉnh, thành phố', en: 'province' });
    redirect(301, localPath(`/tinh/${territory.successorProvince(params.code)}`, lang));
  }
  const m = t(lang);
  const { list, ...found } = browse(locals, url, { province: params.code });
  const search = localPath('/tim', lang);
  const merged = territory.predecessorsOf(params.code);
  const region = territory.regions(34).find((r) => r.provinces.includes(params.code));
  const links = (codes: readonly string[], map: 34 | 63, href: (code: string) => string) =>
    codes.map((code) => ({ label: territory.province(code, map)?.name ?? code, href: href(code) }));
  return {
    ...found,
    province: { code: province.code, fullName: province.fullName },
    communes: territory.communesOf(params.code).length,
    region: (lang === 'vi' ? region?.nameVi : region?.nameEn) ?? '',
    lists: new Shown([
      list(m.browse.byStar, 'star'),
      list(m.browse.byGroup, 'group'),
      ...(merged.length > 1 ? [{ title: m.browse.merged, items: links(merged, 63, (code) => `${search}?oldProvince=${code}`) }] : []),
      {
        title: m.browse.others,
        items: links(
          (region?.provinces ?? []).filter((c) => c !== params.code),
          34,
          (code) => localPath(`/tinh/${code}`, lang),
        ),
      },
    ]),
  };
};
