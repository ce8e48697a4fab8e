// The drawing of the map as text: shapes are constants, so a page costs a few dozen concatenations.
import type { Lang } from '#shared/lang.ts';
import { showNumber } from '#shared/messages/index.ts';
import { breaks, shade } from './classes.ts';
import { nameOf } from './provinces.ts';
import { HOANG_SA, SHAPES_34, SHAPES_63, TRUONG_SA } from './shapes.ts';

/** Hoàng Sa belongs to Đà Nẵng, Trường Sa to Khánh Hòa, on both maps. */
const ISLES: Record<string, string> = { '48': HOANG_SA, '56': TRUONG_SA };

const NAMED = '<text x="1190" y="690">Hoàng Sa</text><text x="1300" y="1265">Trường Sa</text>';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const attribute = (text: string) => text.replace(/[&<>"]/g, (c) => escapes[c] ?? c);

export type MapOptions = {
  lang: Lang;
  map: 34 | 63;
  /** Code of a province on the chosen map → its value; a missing one counts as zero. */
  values: Readonly<Record<string, number>>;
  hrefOf?: ((code: string) => string) | undefined;
};

/** Every value drawn, zero for those not given. */
export const drawn = ({ map, values }: Pick<MapOptions, 'map' | 'values'>): number[] =>
  Object.keys(map === 34 ? SHAPES_34 : SHAPES_63).map((code) => values[code] ?? 0);

/** The provinces with their titles (links where `hrefOf` is given) and the two archipelagos with their labels. */
export function drawMap({ lang, map, values, hrefOf }: MapOptions): string {
  const shapes = map === 34 ? SHAPES_34 : SHAPES_63;
  const ends = breaks(drawn({ map, values }));
  let out = '';
  for (const code in shapes) {
    const value = values[code] ?? 0;
    const title = `${nameOf(code, map)}: ${showNumber(value, lang)}`;
    const isles = ISLES[code];
    const shape = `<title>${title}</title><path d="${shapes[code]}"/>${isles ? `<path class="isles" d="${isles}"/>` : ''}`;
    const tone = `q${shade(value, ends)}`;
    out += hrefOf
      ? `<a href="${attribute(hrefOf(code))}" class="${tone}" aria-label="${title}">${shape}</a>`
      : `<g class="${tone}">${shape}</g>`;
  }
  return `${out}${NAMED}`;
}

/** The country in one tone with one province of the 34 marked (`.here`), the archipelagos with their province and their labels. */
export function locate(province: string): string {
  let [rest, here] = ['', ''];
  for (const code in SHAPES_34) {
    const mark = code === province ? ' class="here"' : '';
    const isles = ISLES[code] ? `<path class="isles${mark ? ' here' : ''}" d="${ISLES[code]}"/>` : '';
    const shape = `<path${mark} d="${SHAPES_34[code]}"/>${isles}`;
    if (mark) here += shape;
    else rest += shape;
  }
  return `${rest}${here}${NAMED}`;
}
