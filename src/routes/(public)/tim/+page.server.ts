import type { SearchQuery, SearchResult } from '#server/modules/catalogue/index.ts';
import { parseSearch } from '#server/modules/catalogue/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Lang } from '#shared/lang.ts';
import { t } from '#shared/messages/index.ts';
import { Shown } from '#ui/shown.ts';
import { asked, searchParams } from '../asking.ts';
import type { PageServerLoad } from './$types';

/** How each chosen filter is called, for the chips that remove it. */
function active(query: SearchQuery, result: SearchResult, territory: Territory, lang: Lang) {
  const m = t(lang);
  const facet = (key: 'province' | 'region', value: string) => result.facets[key].find((f) => f.value === value)?.label;
  const region = (key: string) => {
    const found = [...territory.regions(34), ...territory.regions(63)].find((r) => r.key === key);
    return (lang === 'vi' ? found?.nameVi : found?.nameEn) ?? key;
  };
  return [
    ...query.star.map((v) => ({ name: 'star', value: v, label: m.star[v] })),
    ...query.region.map((v) => ({ name: 'region', value: v, label: facet('region', v) ?? region(v) })),
    ...query.province.map((v) => ({ name: 'province', value: v, label: territory.province(v, 34)?.name ?? v })),
    ...query.oldProvince.map((v) => ({
      name: 'oldProvince',
      value: v,
      label: `${m.search.oldProvince}: ${territory.province(v, 63)?.name ?? v}`,
    })),
    ...query.group.map((v) => ({ name: 'group', value: v, label: m.group[v] })),
    ...query.set.map((v) => ({ name: 'set', value: String(v), label: m.set[v] ?? String(v) })),
    ...query.producerType.map((v) => ({ name: 'producerType', value: v, label: m.producerType[v] })),
    ...(query.status === 'valid'
      ? []
      : [{ name: 'status', value: query.status, label: `${m.search.status}: ${m.search.statuses[query.status].toLowerCase()}` }]),
  ];
}

export const load: PageServerLoad = ({ locals, url }) => {
  const { app, lang } = locals;
  const params = searchParams(url.searchParams);
  const { query, result } = asked(lang, () => {
    const query = parseSearch(params);
    return { query, result: app.catalogue.search(query, lang) };
  });
  return { params: params.toString(), found: new Shown({ asking: query, result, active: active(query, result, app.territory, lang) }) };
};
