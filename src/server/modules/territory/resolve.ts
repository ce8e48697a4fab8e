// Which unit does a written place mean? Says when a person must choose; never guesses.
import { answerPlace, type Resolved } from './answer-place.ts';
import { type Found, matchReading } from './match-reading.ts';
import { type Around, cuts, type Reading, readAround, readParts, readPieces } from './read-address.ts';
import type { Territory } from './territory.ts';

export type PlaceInput = {
  address?: string | undefined;
  commune?: string | undefined;
  district?: string | undefined;
  province?: string | undefined;
};

/**
 * The units a written place may mean, best first; `asOf`: on a past day. More than one, or a doubtful one, is `ambiguous` and needs a
 * person.
 */
export function resolvePlace(territory: Territory, input: PlaceInput, asOf?: string): Resolved {
  const { address, ...parts } = input;
  const { names } = territory;
  let best: Found | undefined;
  const consider = (reading: Reading) => {
    const found = matchReading(territory, reading, asOf);
    if (!best || rank(found) > rank(best)) best = found;
  };
  const considerText = (texts: (string | undefined)[]) => {
    for (const cut of cuts(join(texts))) consider(readPieces(names, cut));
  };
  const considerAddress = () => considerText([address, parts.district, parts.province]);
  if (Object.values(parts).some((p) => p?.trim())) {
    const own = readParts(names, clean(parts));
    const around = address?.trim() && own.communes.length > 0 ? aroundOf(territory, address) : undefined;
    const reading = around ? { ...own, ...placed(own, around) } : own;
    if (reading.unknownProvince) return unknown(reading);
    consider(reading);
    const sure = around?.sure && !parts.province?.trim();
    if (around && !best?.hits.length && !sure) consider(own); // 'Hòa Bình' may have been a hamlet
    // A cell may hold more than its heading says: 'xã A, huyện B' under xã, or less: 'TP Cà Mau' with the ward in the address.
    const done = reading.communes.length > 0 ? best?.hits.length : reading.districts.length === 0 || best?.districts.length;
    if (!done && !sure) considerText([parts.commune, parts.district, parts.province]);
    if (!done && around && own.communes.every((p) => p.kind === null)) considerAddress();
  }
  if (address?.trim() && !parts.commune?.trim()) considerAddress();
  if (!best || (best.provinces.length === 0 && (best.reading.unknownProvince || (best.hits.length === 0 && best.districts.length === 0)))) {
    return unknown(best?.reading);
  }
  return answerPlace(territory, best, asOf);
}

/** The reading of the address that says most. */
function aroundOf({ names }: Territory, address: string): Around {
  const readings = cuts(address).map((texts) => readAround(names, texts));
  const weight = (a: Around) =>
    (a.provinces.length > 0 ? 4 : 0) + (a.sure ? 2 : 0) + (a.unknownProvince ? 1 : 0) + (a.districts.length > 0 ? 1 : 0);
  return readings.reduce((best, a) => (weight(a) > weight(best) ? a : best));
}

/** The province and the district that stand in columns of their own count before those of the address. */
const placed = (own: Reading, around: Around): Pick<Reading, 'provinces' | 'unknownProvince' | 'districts'> => {
  const { provinces, unknownProvince } = own.provinces.length > 0 || own.unknownProvince ? own : around;
  return {
    provinces,
    unknownProvince: unknownProvince && provinces.length === 0,
    districts: own.districts.length > 0 ? own.districts : around.districts,
  };
};

const join = (texts: (string | undefined)[]): string => texts.filter((p) => p?.trim()).join(', ');

function clean(parts: Omit<PlaceInput, 'address'>): { commune?: string; district?: string; province?: string } {
  return Object.fromEntries(Object.entries(parts).filter(([, v]) => v?.trim())) as Record<string, string>;
}

const rank = (f: Found): number =>
  (f.hits[0] ? 100 + 10 * f.hits[0].score : 0) + (f.districts.length > 0 ? 20 : 0) + (f.provinces.length > 0 ? 20 : 0);

function unknown(reading: Reading | undefined): Resolved {
  const words = [...(reading?.communes ?? []), ...(reading?.districts ?? [])].map((p) => p.keys[0]).join(':');
  const provinceWritten = reading?.unknownProvince ? 'unknown' : 'no';
  return { candidates: [], ambiguous: false, placeKey: `unknown:${words}`, provinceKnown: false, provinceWritten, unrecognised: [] };
}
