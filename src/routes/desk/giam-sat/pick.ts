import { NATION } from '#server/modules/identity/index.ts';
import type { Status } from '#shared/vocabulary.ts';

/** A product that can be picked: name, whose, where, how it stands today. */
export type Pickable = { id: string; name: string; producer: string; commune: string; status: Status };

const MOST = 30;

/**
 * Products of a unit, or of several provinces, whose name or producer fits `?tim=`, best first; `chosen` is the one of `?san-pham=`.
 * A product id typed as it stands on the label is found too. A commune sees its own only; the nation sees all. `more` counts what did
 * not fit on the page.
 */
export function picking(locals: App.Locals, url: URL, unit: string | readonly string[] | undefined) {
  const { app, lang } = locals;
  const q = url.searchParams.get('tim')?.trim().slice(0, 100) ?? '';
  const asked = url.searchParams.get('san-pham')?.trim().toUpperCase() ?? '';
  const byId = (id: string) => (/^[0-9A-Z]{8}$/.test(id) ? app.catalogue.product(id) : undefined);
  const chosen = byId(asked);
  const of = (c: NonNullable<typeof chosen>): Pickable => ({
    id: c.id,
    name: c.name,
    producer: c.producer.name,
    commune: c.place.commune ?? '',
    status: c.status,
  });
  const none = { q, chosen: chosen && of(chosen), found: [] as Pickable[], more: 0 };
  const units = typeof unit === 'string' ? [unit] : (unit ?? []);
  if (!q || units.length === 0) return none;
  const typed = byId(q.toUpperCase());
  if (typed) return { ...none, found: [of(typed)] };
  const only = units.length === 1 && units[0]?.length === 5 ? app.territory.commune(units[0]) : undefined;
  const province = units.includes(NATION) ? [] : only ? [only.provinceCode] : [...units];
  const all = { star: [], oldProvince: [], region: [], group: [], set: [], producerType: [] };
  const { items, total } = app.catalogue.search(
    { ...all, q, province, status: 'any', sort: 'relevance', page: 1, pageSize: only ? 100 : MOST },
    lang,
  );
  const found = only ? items.filter((c) => c.place.commune === only.fullName || c.place.commune === only.name) : items;
  return { ...none, found: found.slice(0, MOST).map((c) => of(c as never)), more: only ? 0 : total - found.length };
}
