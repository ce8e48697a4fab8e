// Provinces and communes as numbers, their names and the words that find them.
import { foldUnit } from '#shared/text/fold.ts';
import { NONE_PLACE } from './attributes.ts';
import { Phrases } from './phrases.ts';
import type { Gazetteer } from './types.ts';
import { PROVINCE_ALIASES } from './words.ts';

const LONGEST_NAME = 4;
const MOST_TODAY = 4;

/** Before the initials of a province as an index word: no text can be read as one. */
export const INITIALS = '@';

/** 'Bà Rịa - Vũng Tàu' → 'brvt'; '' for a name of one syllable. */
const initialsOf = (name: string): string => {
  const words = foldUnit(name).split(' ');
  return words.length < 2 ? '' : words.map((w) => w[0]).join('');
};

export type PlaceHint = { words: number; province: number; oldProvince: number };

/** The provinces of both maps and the regions of today's, as numbers in official order. */
export class Places {
  readonly gazetteer: Gazetteer;
  readonly codes: string[];
  readonly oldCodes: string[];
  readonly regionKeys: string[];
  /** Place of the region of each province. */
  readonly regionOf = new Uint8Array(64).fill(7);
  private readonly at = new Map<string, number>();
  private readonly oldAt = new Map<string, number>();
  private readonly former = new Map<string, Map<string, Set<string>>>();
  /** Folded names of former communes with those of today that they went into; read when first asked for. */
  private became: Map<string, Set<string>> | undefined;
  /** Folded names of units where products are made, by how many places bear them. */
  private readonly named = new Map<string, number>();
  /** 'QN' → Quảng Ninh, Quảng Nam, Quảng Ngãi: by initials without marks, the provinces of both maps. */
  private readonly byInitials = new Map<string, Set<string>>();
  /** Folded province names (old, new and by-names) as phrases. */
  private readonly provinceNames: Phrases<{ province: number; oldProvince: number }>;

  constructor(gazetteer: Gazetteer) {
    this.gazetteer = gazetteer;
    const today = gazetteer.provinces(34);
    const old = gazetteer.provinces(63);
    this.codes = today.map((p) => p.code);
    this.oldCodes = old.map((p) => p.code);
    today.forEach((p, i) => {
      this.at.set(p.code, i);
    });
    old.forEach((p, i) => {
      this.oldAt.set(p.code, i);
    });
    const regions = gazetteer.regions(34);
    this.regionKeys = regions.map((r) => r.key);
    regions.forEach((r, i) => {
      for (const code of r.provinces) this.regionOf[this.province(code)] = i;
    });
    const hints: Record<string, { province: number; oldProvince: number }> = {};
    const hint = (name: string, kind: 'province' | 'oldProvince', i: number) => {
      for (const text of [name, ...(PROVINCE_ALIASES[name] ?? [])]) {
        const entry = hints[text] ?? { province: NONE_PLACE, oldProvince: NONE_PLACE };
        entry[kind] = i;
        hints[text] = entry;
      }
    };
    today.forEach((p, i) => {
      hint(foldUnit(p.name), 'province', i);
    });
    old.forEach((p, i) => {
      hint(foldUnit(p.name), 'oldProvince', i);
    });
    this.provinceNames = new Phrases(hints);
    for (const { name } of [...today, ...old]) {
      const letters = initialsOf(name);
      if (letters) this.byInitials.set(letters, (this.byInitials.get(letters) ?? new Set()).add(name));
    }
  }

  province(code: string): number {
    return this.at.get(code) ?? NONE_PLACE;
  }

  oldProvince(code: string | null): number {
    return code === null ? NONE_PLACE : (this.oldAt.get(code) ?? NONE_PLACE);
  }

  /** The longest province name that begins at word `from`. */
  hintAt(words: readonly { word: string }[], from: number): PlaceHint | undefined {
    const found = this.provinceNames.at(words, from);
    return found && { words: found.words.length, ...found.value };
  }

  /** Names of the provinces with these initials. */
  ofInitials(letters: string): string[] {
    return [...(this.byInitials.get(letters) ?? [])];
  }

  /** Index words for the initials of a place's provinces: many provinces share them. */
  initials(place: { provinceCode: string; oldProvinceCode: string | null }): Set<string> {
    const names = [
      this.gazetteer.province(place.provinceCode, 34)?.name,
      place.oldProvinceCode === null ? undefined : this.gazetteer.province(place.oldProvinceCode, 63)?.name,
    ];
    return new Set(names.flatMap((name) => (name && initialsOf(name) ? [`${INITIALS}${initialsOf(name)}`] : [])));
  }

  /** One more place, or one less, where products are made. */
  count(names: readonly string[], by: 1 | -1): void {
    for (const name of names) {
      const count = (this.named.get(name) ?? 0) + by;
      if (count > 0) this.named.set(name, count);
      else this.named.delete(name);
    }
  }

  /** Whether the name of a place begins at a word: a province's, or one of at least so many words. */
  isNamed(words: readonly { word: string }[], from: number, least: number): boolean {
    let name = '';
    for (let n = 1; n <= LONGEST_NAME && from + n <= words.length; n++) {
      name = n === 1 ? (words[from]?.word ?? '') : `${name} ${words[from + n - 1]?.word}`;
      if (n >= least && this.named.has(name)) return true;
    }
    return this.hintAt(words, from) !== undefined;
  }

  /** The longest folded name of a unit where products are made that begins at a word. */
  unitAt(words: readonly { word: string }[], from: number): string | undefined {
    for (let n = Math.min(LONGEST_NAME, words.length - from); n > 0; n--) {
      const name = words.slice(from, from + n).map(({ word }) => word).join(' '); // biome-ignore format: one step
      if (this.named.has(name)) return name;
    }
    return undefined;
  }

  /** Names under which a product of this place is found; former ones too unless its old address is written anyway. */
  namesOf(place: { communeCode: string | null; provinceCode: string; oldProvinceCode: string | null }, writtenOld: boolean): string[] {
    const names: string[] = [];
    const { gazetteer } = this;
    const commune = place.communeCode === null ? undefined : gazetteer.commune(place.communeCode);
    if (commune) names.push(foldUnit(commune.fullName));
    if (commune && !writtenOld) names.push(...this.formerNames(commune.code, commune.provinceCode));
    for (const name of [
      gazetteer.province(place.provinceCode, 34)?.name,
      place.oldProvinceCode === null ? undefined : gazetteer.province(place.oldProvinceCode, 63)?.name,
    ]) {
      if (!name) continue;
      const folded = foldUnit(name);
      if (!names.includes(folded)) names.push(folded, ...(PROVINCE_ALIASES[folded] ?? []));
    }
    return names;
  }

  /** Folded names of the communes and districts that became (part of) a commune of today. */
  private formerNames(code: string, provinceCode: string): Iterable<string> {
    if (!this.former.has(provinceCode)) {
      this.former.set(provinceCode, new Map());
      for (const old of this.gazetteer.predecessorsOf(provinceCode)) this.readFormer(old);
    }
    return this.former.get(provinceCode)?.get(code) ?? [];
  }

  /** The words with the name of a former commune replaced by today's, one text for each commune of today that took it in and makes something. */
  inTodaysNames(words: readonly { word: string; marked: string }[]): string[] {
    this.became ??= this.successors();
    for (let i = 0; i < words.length; i++) {
      for (let n = Math.min(LONGEST_NAME, words.length - i); n > 1; n--) {
        const name = words.slice(i, i + n).map(({ word }) => word).join(' '); // biome-ignore format: one step
        const now = [...(this.became.get(name) ?? [])].filter((today) => today !== name && this.named.has(today));
        const text = (part: typeof words) => part.map(({ marked }) => marked).join(' ');
        if (now.length > 0)
          return now.slice(0, MOST_TODAY).map((today) => `${text(words.slice(0, i))} ${today} ${text(words.slice(i + n))}`.trim());
      }
    }
    return [];
  }

  private successors(): Map<string, Set<string>> {
    const found = new Map<string, Set<string>>();
    for (const province of this.oldCodes)
      for (const { fullName, successors } of this.gazetteer.oldCommunes(province)) {
        const name = foldUnit(fullName);
        const now = found.get(name) ?? new Set();
        for (const code of successors) now.add(foldUnit(this.gazetteer.commune(code)?.fullName ?? ''));
        found.set(name, now);
      }
    return found;
  }

  private readFormer(oldProvince: string): void {
    const into = this.former.get(this.gazetteer.successorProvince(oldProvince)) ?? new Map<string, Set<string>>();
    for (const { fullName, district, successors } of this.gazetteer.oldCommunes(oldProvince)) {
      for (const successor of successors) {
        const names = into.get(successor) ?? new Set<string>();
        names.add(foldUnit(fullName));
        if (district) names.add(foldUnit(district));
        into.set(successor, names);
      }
    }
  }
}
