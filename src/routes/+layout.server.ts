import type { Catalogue } from '#server/modules/catalogue/index.ts';
import type { LayoutServerLoad } from './$types';

/** Asked once per change of the register, not once per page. */
const answers = new WeakMap<Catalogue, { change: number; sample: boolean }>();

function holdsSample(catalogue: Catalogue): boolean {
  const known = answers.get(catalogue);
  if (known?.change === catalogue.change) return known.sample;
  const sample = catalogue.newest(1)[0]?.sample ?? false;
  answers.set(catalogue, { change: catalogue.change, sample });
  return sample;
}

/** What every page knows: its language, its address without the language, and whether the register holds sample data. */
export const load: LayoutServerLoad = ({ locals, url }) => {
  const { app, lang } = locals;
  return {
    lang,
    path: lang === 'en' ? url.pathname.slice(3) || '/' : url.pathname,
    query: url.search,
    origin: app.origin ?? '',
    day: app.catalogue.day,
    sample: holdsSample(app.catalogue),
  };
};
