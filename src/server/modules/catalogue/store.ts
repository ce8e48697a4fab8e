// The products as columns. A product that changes its words is hidden and appended anew; a rebuild drops the hidden.
import { nextTurn, type ProductFacts, standing } from '#server/modules/registry/index.ts';
import { foldUnit } from '#shared/text/fold.ts';
import { GROUPS, type Group, type ProducerType, starKey } from '#shared/vocabulary.ts';
import { groupAt, HIDDEN, hide, inForceAt, pack, setAt } from './attributes.ts';
import { dayNumber, NEVER } from './day-number.ts';
import { Dictionary, NAME, PLACE, PRODUCER } from './dictionary.ts';
import { kindBits, kindTerms } from './kinds.ts';
import { nameKey } from './name-order.ts';
import type { Places } from './places.ts';
import { nameSign, otherwiseWritten, shortName, spelledOut } from './producer-names.ts';
import { Signs } from './signs.ts';
import { wordsOf } from './words.ts';

/** Places for the signs of producers: enough that few other words end as one of them. */
const SIGNS = 2 ** 18;

/** `live`: entries that are still there. */
export type Producer = {
  id: string;
  name: string;
  type: ProducerType;
  head: number;
  words: Int32Array;
  live: number;
};
export type PlaceRow = {
  commune: string | null;
  communeCode: string | null;
  provinceCode: string;
  oldProvinceCode: string | null;
  terms: Int32Array;
  names: string[];
  live: number;
};

/** Growing typed columns, twice as long when full. */
function grown<T extends Uint32Array | Int32Array | Uint16Array | Uint8Array | Float64Array>(column: T, need: number): T {
  if (need <= column.length) return column;
  const next = new (column.constructor as new (n: number) => T)(Math.max(need, column.length * 2));
  next.set(column as never);
  return next;
}

export class Store {
  readonly dictionary = new Dictionary();
  readonly places: Places;
  readonly keepsFacts: boolean;
  size = 0;
  dead = 0;
  inForce = 0;
  packed = new Uint32Array(1024);
  /** Star and first day of the governing recognition: breaks ties. */
  tie = new Uint32Array(1024);
  turn = new Uint16Array(1024);
  nameOffset = new Uint32Array(1025);
  nameTerms = new Int32Array(8192);
  /** How each word of a name is written; a repeated word counts as written the first time. */
  nameForms = new Uint8Array(8192);
  nameRank = new Float64Array(0);
  producerOf = new Int32Array(1024);
  placeOf = new Int32Array(1024);
  private nextOfProducer = new Int32Array(1024);
  readonly ids: string[] = [];
  readonly names: string[] = [];
  readonly codes: (string | null)[] = [];
  readonly until: string[] = [];
  readonly facts: (ProductFacts | undefined)[] = [];
  readonly producers: Producer[] = [];
  /** Signs (`nameSign`) of a producer's whole name, and of the part that is neither legal form nor trade. */
  signOf = new Int32Array(1024);
  shortSignOf = new Int32Array(1024);
  readonly placeRows: PlaceRow[] = [];
  private readonly slots = new Map<string, number>();
  /** Codes and decisions. */
  readonly signs = new Signs();
  /** The local day that the entries stand for. */
  today = 0;
  /** 1 where a producer's sign ends so. Those of producers who are gone stay: nothing answers to them. */
  private readonly producerSigns = new Uint8Array(SIGNS);
  private readonly kindsBy = new Map<number, Int32Array>();
  private readonly producerAt = new Map<string, number>();
  private readonly placeAt = new Map<string, number>();
  private readonly days = new Map<string, string>();
  private ordered: Uint32Array | undefined;

  constructor(places: Places, keepsFacts: boolean) {
    this.places = places;
    this.keepsFacts = keepsFacts;
  }

  slotOf(id: string): number {
    return this.slots.get(id) ?? -1;
  }

  producerIndex(id: string): number {
    return this.producerAt.get(id) ?? -1;
  }

  producerWords(slot: number): Int32Array {
    return (this.producers[this.producerOf[slot] as number] as Producer).words;
  }

  placeWords(slot: number): Int32Array {
    return (this.placeRows[this.placeOf[slot] as number] as PlaceRow).terms;
  }

  /** Index words of the group and the set. */
  kindsOf(slot: number): Int32Array {
    const p = this.packed[slot] as number;
    return this.kinds(GROUPS[groupAt(p)] ?? null, setAt(p));
  }

  /** The words as a sign to compare with those of producers; 0 when nobody has it. */
  producerSigned(words: readonly { word: string }[]): number {
    if (words.length < 2) return 0;
    const sign = nameSign(spelledOut(words));
    return this.producerSigns[sign & (SIGNS - 1)] === 1 ? sign : 0;
  }

  /** Puts a product in, or in the place of its earlier entry. */
  put(facts: ProductFacts, day: string): void {
    const before = this.slotOf(facts.id);
    if (before >= 0) {
      const old = this.facts[before];
      if (old && sameWords(old, facts)) {
        this.facts[before] = facts;
        this.codes[before] = facts.code;
        this.stand(before, facts, day);
        return;
      }
      this.drop(facts.id);
    }
    const slot = this.size++;
    this.reserve(this.size);
    this.slots.set(facts.id, slot);
    this.ids.push(facts.id);
    this.names.push(facts.name);
    this.codes.push(facts.code);
    this.until.push('');
    if (this.keepsFacts) this.facts.push(facts);
    this.signs.note(facts, slot, this);
    this.indexWords(slot, facts);
    this.packed[slot] = HIDDEN << 15;
    this.stand(slot, facts, day);
    if (this.ordered) this.nameRank[slot] = this.rankBetween(facts.name);
  }

  /** Takes a product out. */
  drop(id: string): void {
    const slot = this.slotOf(id);
    if (slot < 0) return;
    this.slots.delete(id);
    this.forgetWords(slot);
    const p = this.packed[slot] as number;
    if (inForceAt(p)) this.inForce--;
    this.packed[slot] = hide(p);
    this.turn[slot] = NEVER;
    this.facts[slot] = undefined;
    this.ids[slot] = '';
    this.dead++;
  }

  /** Writes what the day says about a product: its status, star, last day, and the next day that may change them. */
  stand(slot: number, facts: ProductFacts, day: string): void {
    const now = standing(facts.recognitions, day);
    const was = this.packed[slot] as number;
    const p = pack({
      star: now ? starKey(now.current.star, now.current.potentialFive) : '3',
      group: facts.group,
      type: facts.producer.type,
      province: this.places.province(facts.place.provinceCode),
      oldProvince: this.places.oldProvince(facts.place.oldProvinceCode),
      status: now?.status,
      set: facts.set,
      sample: facts.sample,
    });
    this.inForce += Number(inForceAt(p)) - Number(inForceAt(was));
    this.packed[slot] = p;
    this.tie[slot] = now ? ((p & 3) << 16) | dayNumber(now.current.validFrom) : 0;
    this.until[slot] = now ? this.sameDay(now.current.validUntil) : '';
    const turn = nextTurn(facts.recognitions, day);
    this.turn[slot] = turn === undefined ? NEVER : dayNumber(turn);
  }

  /** Products whose standing the calendar may have changed by `day`. */
  due(day: string): number[] {
    const today = dayNumber(day);
    const found: number[] = [];
    for (let s = 0; s < this.size; s++) if ((this.turn[s] as number) <= today) found.push(s);
    return found;
  }

  /** Slots of a producer, the latest first. */
  *ofProducer(index: number): Iterable<number> {
    for (let s = this.producers[index]?.head ?? -1; s >= 0; s = this.nextOfProducer[s] as number) {
      if (this.ids[s] !== '') yield s;
    }
  }

  /** After a build: memory trimmed, names in order. */
  finish(): void {
    this.dictionary.trim();
    const keys = this.names.map(nameKey);
    this.ordered = Uint32Array.from(keys.keys()).sort((a, b) =>
      (keys[a] as string) < (keys[b] as string) ? -1 : keys[a] === keys[b] ? a - b : 1,
    );
    this.nameRank = new Float64Array(this.packed.length);
    let rank = 0;
    this.ordered.forEach((slot, i) => {
      if (i > 0 && keys[slot] !== keys[(this.ordered as Uint32Array)[i - 1] as number]) rank++;
      this.nameRank[slot] = rank;
    });
  }

  private rankBetween(name: string): number {
    const ordered = this.ordered as Uint32Array;
    const key = nameKey(name);
    let lo = 0;
    let hi = ordered.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (nameKey(this.names[ordered[mid] as number] as string) < key) lo = mid + 1;
      else hi = mid;
    }
    const at = ordered[lo];
    if (at !== undefined && nameKey(this.names[at] as string) === key) return this.nameRank[at] as number;
    return at === undefined ? Number.MAX_SAFE_INTEGER : (this.nameRank[at] as number) - 0.5;
  }

  private reserve(n: number): void {
    if (n <= this.packed.length) return;
    const need = Math.max(n, this.packed.length * 2);
    this.packed = grown(this.packed, need);
    this.tie = grown(this.tie, need);
    this.turn = grown(this.turn, need);
    this.nameOffset = grown(this.nameOffset, need + 1);
    this.producerOf = grown(this.producerOf, need);
    this.placeOf = grown(this.placeOf, need);
    this.nextOfProducer = grown(this.nextOfProducer, need);
    if (this.ordered) this.nameRank = grown(this.nameRank, need);
  }

  private indexWords(slot: number, facts: ProductFacts): void {
    const { dictionary } = this;
    let offset = this.nameOffset[slot] as number;
    let last = -1;
    for (const { word, marked } of wordsOf(facts.name)) {
      const term = dictionary.term(word);
      let form = dictionary.form(term, marked);
      for (let j = this.nameOffset[slot] as number; j < offset; j++) if (this.nameTerms[j] === term) form = this.nameForms[j] as number;
      dictionary.countForm(term, form, 1);
      dictionary.post(term, slot, NAME, form);
      if (last >= 0) dictionary.bigrams.add(last, term);
      last = term;
      this.nameTerms = grown(this.nameTerms, offset + 1);
      this.nameForms = grown(this.nameForms, offset + 1);
      this.nameForms[offset] = form;
      this.nameTerms[offset++] = term;
    }
    this.nameOffset[slot + 1] = offset;
    const producer = this.producerFor(facts);
    this.producerOf[slot] = producer;
    const row = this.producers[producer] as Producer;
    this.nextOfProducer[slot] = row.head;
    row.head = slot;
    if (row.live++ === 0) this.countWords([row.name], 1);
    for (const term of row.words) dictionary.post(term, slot, PRODUCER, 0);
    const place = this.placeFor(facts);
    this.placeOf[slot] = place;
    const at = this.placeRows[place] as PlaceRow;
    if (at.live++ === 0) this.countPlace(at, 1);
    for (const term of at.terms) dictionary.post(term, slot, PLACE, 0);
    for (const kind of this.kinds(facts.group, facts.set)) dictionary.post(kind, slot, PLACE, 0);
  }

  private forgetWords(slot: number): void {
    const { dictionary, nameTerms, nameForms } = this;
    const from = this.nameOffset[slot] as number;
    const to = this.nameOffset[slot + 1] as number;
    for (let j = from; j < to; j++) dictionary.countForm(nameTerms[j] as number, nameForms[j] as number, -1);
    for (let j = from + 1; j < to; j++) dictionary.bigrams.add(nameTerms[j - 1] as number, nameTerms[j] as number, -1);
    for (const term of new Set([...nameTerms.subarray(from, to), ...this.producerWords(slot), ...this.placeWords(slot)]))
      dictionary.unpost(term);
    const producer = this.producers[this.producerOf[slot] as number] as Producer;
    if (--producer.live === 0) this.countWords([producer.name], -1);
    const place = this.placeRows[this.placeOf[slot] as number] as PlaceRow;
    if (--place.live === 0) this.countPlace(place, -1);
    for (const kind of this.kindsOf(slot)) dictionary.unpost(kind);
  }

  private producerFor({ producer }: ProductFacts): number {
    const known = this.producerAt.get(producer.id);
    if (known !== undefined) {
      const row = this.producers[known] as Producer;
      row.type = producer.type;
      if (row.name === producer.name) return known;
    }
    // A new name is a new row: entries under the old one keep the words they were indexed with.
    const head = known === undefined ? -1 : (this.producers[known] as Producer).head;
    const words = spelledOut(wordsOf(producer.name));
    const [sign, shortSign] = [nameSign(words), nameSign(shortName(words))];
    for (const s of [sign, shortSign]) this.producerSigns[s & (SIGNS - 1)] = 1;
    const index =
      this.producers.push({ ...producer, head, words: this.terms([producer.name, ...otherwiseWritten(wordsOf(producer.name))]), live: 0 }) -
      1;
    this.signOf = grown(this.signOf, index + 1);
    this.shortSignOf = grown(this.shortSignOf, index + 1);
    this.signOf[index] = sign;
    this.shortSignOf[index] = shortSign;
    this.producerAt.set(producer.id, index);
    return index;
  }

  private placeFor({ place, written }: ProductFacts): number {
    const key = `${place.communeCode}|${place.provinceCode}|${place.oldProvinceCode}|${written.commune}|${written.district}`;
    const known = this.placeAt.get(key);
    if (known !== undefined) return known;
    const names = this.places.namesOf(place, written.district !== null);
    for (const name of [written.commune, written.district]) {
      if (name && !names.includes(foldUnit(name))) names.push(foldUnit(name));
    }
    const commune = place.communeCode === null ? undefined : this.places.gazetteer.commune(place.communeCode);
    const terms = [...this.terms(names), ...Array.from(this.places.initials(place), (word) => this.dictionary.term(word))];
    this.placeRows.push({ ...place, commune: commune?.fullName ?? null, terms: Int32Array.from(terms), names, live: 0 });
    this.placeAt.set(key, this.placeRows.length - 1);
    return this.placeRows.length - 1;
  }

  private terms(texts: string[]): Int32Array {
    const found = new Set<number>();
    for (const text of texts) for (const { word } of wordsOf(text)) found.add(this.dictionary.term(word));
    return Int32Array.from(found);
  }

  private kinds(group: Group | null, set: number | null): Int32Array {
    const key = kindBits(group ? GROUPS.indexOf(group) : GROUPS.length, set ?? 0);
    let terms = this.kindsBy.get(key);
    if (!terms) {
      terms = Int32Array.from(kindTerms(group, set), (word) => this.dictionary.term(word));
      this.kindsBy.set(key, terms);
    }
    return terms;
  }

  private countPlace(place: PlaceRow, by: 1 | -1): void {
    this.countWords(place.names, by);
    this.places.count(place.names, by);
  }

  /** How the words of a producer or a place are written and what stands beside what, as long as a product is there or is made there. */
  private countWords(texts: string[], by: 1 | -1): void {
    const { dictionary } = this;
    for (const text of texts) {
      let last = -1;
      for (const { word, marked } of wordsOf(text)) {
        const term = dictionary.term(word);
        if (marked !== word) dictionary.countForm(term, dictionary.form(term, marked), by);
        if (last >= 0) dictionary.bigrams.add(last, term, 3 * by);
        last = term;
      }
    }
  }

  private sameDay(day: string): string {
    const known = this.days.get(day);
    if (known === undefined) this.days.set(day, day);
    return known ?? day;
  }
}

const decisions = (facts: ProductFacts): string => facts.recognitions.map((r) => `${r.decisionNo} ${r.validFrom}`).join('|');
const sameDecisions = (a: ProductFacts, b: ProductFacts): boolean => decisions(a) === decisions(b);

const sameWords = (a: ProductFacts, b: ProductFacts): boolean =>
  a.name === b.name &&
  a.group === b.group &&
  a.set === b.set &&
  a.code === b.code &&
  a.oldCode === b.oldCode &&
  sameDecisions(a, b) &&
  a.producer.id === b.producer.id &&
  a.producer.name === b.producer.name &&
  a.place.communeCode === b.place.communeCode &&
  a.place.provinceCode === b.place.provinceCode &&
  a.place.oldProvinceCode === b.place.oldProvinceCode &&
  a.written.commune === b.written.commune &&
  a.written.district === b.written.district;
