import type { Status } from '#shared/vocabulary.ts';

/** A product that can be picked: name, whose, where, how it stands today. */
export type Pickable = { id: string; name: string; producer: string; commune: string; status: Status };

const MOST = 30;

/**
 * Products of a unit whose name or producer fits `?tim=`, best first; `asked` is the one of `?san-pham=`.
 * A commune sees its own only. `more` counts what did not fit on the page.
 */
export function picking(locals: App.Locals, url: URL, unit: string | undefined) {
  const { app, lang } = locals;
  const q = url.searchParams.get('tim')?.trim().slice(0, 100) ?? '';
  const asked = url.searchParams.get('san-pham')?.trim().toUpperCase() ?? '';
  const chosen = /^[0-9A-Z]{8}$/.test(asked) ? app.catalogue.product(asked) : undefined;
  const of = (c: NonNullable<typeof chosen>): Pickable => ({
    id: c.id,
    name: c.name,
    producer: c.producer.name,
    commune: c.place.commune ?? '',
    status: c.status,
  });
  const none = { q, chosen: chosen && of(chosen), found: [] as Pickable[], more: 0 };
  if (!q || !unit) return none;
  const commune = unit.length === 5 ? app.territory.commune(unit) : undefined;
  const province = commune?.provinceCode ?? unit;
  const all = { star: [], oldProvince: [], region: [], group: [], set: [], producerType: [] };
  const { items, total } = app.catalogue.search(
    { ...all, q, province: [province], status: 'any', sort: 'relevance', page: 1, pageSize: commune ? 100 : MOST },
    lang,
  );
  const found = commune ? items.filter((c) => c.place.commune === commune.fullName || c.place.commune === commune.name) : items;
  return { ...none, found: found.slice(0, MOST).map((c) => of(c as never)), more: commune ? 0 : total - found.length };
}
