// Where the sample's producers sit: an old commune with exactly one successor, its names then and now, a point near the province's middle.

import type { Territory } from '#server/modules/territory/index.ts';
import { readReference } from '#server/platform/root.ts';
import { foldMarks } from '#shared/text/fold.ts';
import type { Seat } from './law.ts';
import { hash, type Random } from './random.ts';

export type Place = {
  oldCommuneCode: string;
  oldCommune: string;
  communeCode: string;
  commune: string;
  oldProvinceCode: string;
  provinceCode: string;
  seat: Seat;
  /** Short name for constructed names: the commune's, or the district's where communes bear numbers. */
  called: string;
  /** The old commune's and district's short names, for comparing. */
  names: string[];
  lat: number;
  lng: number;
};

type Centres = { provinces: Record<string, [number, number, number]> };
const read = <T>(file: string): T => readReference<T>(`sample/${file}`);

const short = (fullName: string): string => fullName.replace(/^(?:Quận|Huyện|Thị xã|Thành phố|Tỉnh)\s+/u, '');

export type Places = {
  /** All places of a province on the 63-map that can be written in old units and mapped without a doubt. */
  of(oldProvince: string): Place[];
  /** Those whose commune or district bears this name; empty where it is a village or no place at all. */
  named(oldProvince: string, name: string): Place[];
};

export function placesOf(territory: Territory): Places {
  const centres = readReference<Centres>('territory/centres.json').provinces;
  const done = new Map<string, Place[]>();
  const named = new Map<string, Place[]>();
  const of = (code: string): Place[] => {
    let places = done.get(code);
    if (!places) {
      const old = territory.province(code, 63);
      const today = territory.province(territory.successorProvince(code), 34);
      if (!old || !today) throw new Error(`the sample needs province ${code}`);
      const [lat = 16, lng = 107, radius = 0.2] = centres[code] ?? [];
      places = territory.oldCommunes(code).flatMap((c): Place[] => {
        const next = c.successors.length === 1 ? territory.commune(c.successors[0] ?? '') : undefined;
        if (next?.provinceCode !== today.code || !c.district || !/^\d{5}$/.test(c.code)) return [];
        const h = hash(`${code}/${next.code}`);
        const angle = ((h & 0xffff) / 0x10000) * 2 * Math.PI;
        const distance = radius * Math.sqrt((h >>> 16) / 0x10000);
        return [
          {
            oldCommuneCode: c.code,
            oldCommune: c.fullName,
            communeCode: next.code,
            commune: next.fullName,
            oldProvinceCode: code,
            provinceCode: today.code,
            seat: { district: c.district, oldProvince: old.fullName, province: today.fullName },
            called: /\d/.test(c.name) ? (/\d/.test(c.district) ? c.district : short(c.district)) : c.name,
            names: [foldMarks(c.name), foldMarks(short(c.district))],
            lat: lat + distance * Math.sin(angle),
            lng: lng + distance * Math.cos(angle),
          },
        ];
      });
      // communes and townships make most of the programme, wards the rest
      const rural = places.filter((p) => !p.oldCommune.startsWith('Phường'));
      if (rural.length > 0) places = [...rural, ...rural, ...places];
      if (places.length === 0) throw new Error(`the sample finds no commune in province ${code}`);
      done.set(code, places);
      for (const place of places) {
        for (const name of place.names) {
          const key = `${code}/${name}`;
          (named.get(key) ?? named.set(key, []).get(key))?.push(place);
        }
      }
    }
    return places;
  };
  return { of, named: (code, name) => (of(code).length > 0 ? (named.get(`${code}/${foldMarks(name)}`) ?? []) : []) };
}

/** A point of a producer in its commune, to four decimals. */
export const pointNear = (random: Random, place: Place): { lat: number; lng: number } => ({
  lat: Math.round((place.lat + (random.next() - 0.5) * 0.03) * 1e4) / 1e4,
  lng: Math.round((place.lng + (random.next() - 0.5) * 0.03) * 1e4) / 1e4,
});

export type Speciality = { set: number; name: string };
/** What each province is known for, and what is made everywhere. */
export function readSpecialities(): { of: (province: string) => Speciality[]; general: Speciality[] } {
  const file = read<{ provinces: Record<string, string[]>; general: string[] }>('specialities.json');
  const parse = (line: string): Speciality => {
    const cut = line.indexOf(' ');
    return { set: Number(line.slice(0, cut)), name: line.slice(cut + 1).normalize('NFC') };
  };
  const parsed = new Map(Object.entries(file.provinces).map(([code, lines]) => [code, lines.map(parse)]));
  return { of: (province) => parsed.get(province) ?? [], general: file.general.map(parse) };
}
