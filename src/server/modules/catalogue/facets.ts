// Counts as the outside reads them: value, label in the language, count. Values without any hit are left out.
import { LANGS, type Lang } from '#shared/lang.ts';
import { GROUP_LABELS, PRODUCER_LABELS, STAR_LABELS } from '#shared/messages/labels.ts';
import { GROUPS, PRODUCER_TYPES, STAR_KEYS } from '#shared/vocabulary.ts';
import { bytesOf } from './cards.ts';
import type { Counts } from './engine.ts';
import type { Places } from './places.ts';
import type { Facet, Facets } from './types.ts';

/** `json` up to the count; `next` behind another entry. */
type Entry = { at: number; value: string; label: string; json: string; next: string };
type Name = keyof Facets;
const NAMES: Name[] = ['star', 'province', 'region', 'group', 'producerType'];

/** The values of every facet with their labels, prepared once per territory. */
export class FacetWords {
  private readonly entries: Record<Lang, Record<Name, Entry[]>>;

  constructor(places: Places) {
    const { gazetteer } = places;
    const of = (lang: Lang): Record<Name, Entry[]> => ({
      star: STAR_KEYS.map((v, at) => entry(at, v, STAR_LABELS[lang][v])),
      province: places.codes.map((v, at) => entry(at, v, gazetteer.province(v, 34)?.name ?? v)),
      region: gazetteer.regions(34).map((r, at) => entry(at, r.key, lang === 'vi' ? r.nameVi : r.nameEn)),
      group: GROUPS.map((v, at) => entry(at, v, GROUP_LABELS[lang][v])),
      producerType: PRODUCER_TYPES.map((v, at) => entry(at, v, PRODUCER_LABELS[lang][v])),
    });
    this.entries = Object.fromEntries(LANGS.map((lang) => [lang, of(lang)])) as Record<Lang, Record<Name, Entry[]>>;
  }

  facets(counts: Counts, lang: Lang): Facets {
    const out = {} as Facets;
    for (const name of NAMES) {
      const column = columnOf(counts, name);
      const facet: Facet = [];
      for (const { at, value, label } of this.entries[lang][name]) {
        const count = column[at] as number;
        if (count > 0) facet.push({ value, label, count });
      }
      out[name] = facet;
    }
    return out;
  }

  /** The same as JSON in bytes. */
  json(counts: Counts, lang: Lang): string {
    const { star, province, region, group, producerType } = this.entries[lang];
    return `{"star":[${values(star, counts.star)}],"province":[${values(province, counts.province)}],"region":[${values(region, counts.region)}],"group":[${values(group, counts.group)}],"producerType":[${values(producerType, counts.type)}]}`;
  }
}

/** Every joint costs when the answer is written out: two for each value. */
function values(entries: readonly Entry[], column: Uint32Array): string {
  let text = '';
  for (const e of entries) {
    const count = column[e.at] as number;
    if (count === 0) continue;
    text += text === '' ? e.json : e.next;
    text += count;
  }
  return text === '' ? '' : `${text}}`;
}

const columnOf = (counts: Counts, name: Name): Uint32Array => (name === 'producerType' ? counts.type : counts[name]);

function entry(at: number, value: string, label: string): Entry {
  const json = bytesOf(`{"value":${JSON.stringify(value)},"label":${JSON.stringify(label)},"count":`);
  return { at, value, label, json, next: `},${json}` };
}
