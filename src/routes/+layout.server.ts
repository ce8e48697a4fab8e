import type { LayoutServerLoad } from './$types';

/** What every page knows: its language, its address without the language, and whether the register holds sample data. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  const { app, lang } = locals;
  const path = lang === 'en' ? url.pathname.slice(3) || '/' : url.pathname;
  return {
    lang,
    path,
    query: url.search,
    origin: app.origin ?? '',
    day: app.catalogue.day,
    sample: app.catalogue.newest(1)[0]?.sample ?? false,
  };
};
