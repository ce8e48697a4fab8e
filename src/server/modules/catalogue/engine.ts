// One search: match, count the facets, order, cut the page.
import { AppError } from '#server/platform/errors.ts';
import { groupAt, NONE_PLACE, oldProvinceAt, provinceAt, setAt, starAt, statusAt, typeAt } from './attributes.ts';
import { Best } from './best.ts';
import { FAILS_GROUP, FAILS_OTHER, FAILS_PROVINCE, FAILS_REGION, FAILS_STAR, FAILS_TYPE, type Filters, filtersOf } from './filters.ts';
import { kindBits } from './kinds.ts';
import { Matcher } from './match.ts';
import { emptySearch } from './parse-search.ts';
import { IN_NAME, NOT_IN_NAME } from './points.ts';
import type { Named } from './signs.ts';
import type { Store } from './store.ts';
import { otherWords } from './talk.ts';
import type { SearchQuery, Sort } from './types.ts';
import { broaden, byEar, isPlace, isSpelt, type Plan, understand } from './understand.ts';
import { wordsOf } from './words.ts';

const ADJACENT = 40;
const BEGINS = 10;
const WHOLE_NAME = 30;
/** Less two for every word of the name (`perWord`). */
const SHORT = 200;
/** For each word of a province's name, in that province. */
const IN_THE_PLACE = 90;
/** In the commune or district behind 'xã', 'huyện'. */
const IN_THE_UNIT = 300;
/** What one word of a province's name earns too much in a product's name where the others are missing. */
const PART_OF_A_PLACE = 76;
/** For each word of the name of a kind of products, in that kind. */
const OF_THE_KIND = 90;
/** The words are the name of the producer, or all of it that is not legal form and trade. */
const THE_PRODUCER = 300;
const NEARLY_THE_PRODUCER = 100;
/** Asked for by 'N sao': more than a name that fits better by a word. */
const THE_STAR = 120;
const TIE = 2 ** 18;
/** From so many candidates on, counting by kinds pays for its tables. */
const MANY = 1500;
/** Star, group and type are the lowest bits of the packed attributes. */
const KINDS = 512;

export type Counts = { star: Uint32Array; province: Uint32Array; region: Uint32Array; group: Uint32Array; type: Uint32Array };
/** Valid until the next search of the same engine. */
export type Found = { total: number; slots: number[]; counts: Counts; understoodAs: string | undefined };

export class Engine {
  private readonly matcher = new Matcher();
  private readonly best = new Best();
  /** Behind all the counts: one step clears them. */
  private readonly tally = new Uint32Array(100);
  private readonly counts: Counts = {
    star: this.tally.subarray(0, 4),
    province: this.tally.subarray(4, 68),
    region: this.tally.subarray(68, 76),
    group: this.tally.subarray(76, 84),
    type: this.tally.subarray(84, 100),
  };
  private readonly kinds = new Uint32Array(KINDS);
  private readonly passing = new Uint8Array(KINDS);
  private readonly places = new Uint32Array(64);
  /** Which asked word a dictionary word answers, 1…; 0 none. */
  private askOf = new Uint8Array(1024);
  private readonly many: number;

  /** `many`: from so many candidates on they are counted by kinds. */
  constructor(many = MANY) {
    this.many = many;
  }

  run(store: Store, query: SearchQuery): Found {
    const plan = this.match(store, query.q);
    const hits = this.count(store, filtersOf(query, store.places));
    const pages = Math.max(1, Math.ceil(hits / query.pageSize));
    if (query.page > pages) throw beyond(pages);
    this.rank(store, hits, query, plan);
    const slots = this.best.page(query.page, query.pageSize);
    const understoodAs = plan?.altered && slots[0] !== undefined ? readingOf(store, plan, slots[0]) : undefined;
    return { total: hits, slots, counts: this.counts, understoodAs };
  }

  /** The products of a text in order, of the kept statuses only, found in the given fields. */
  top(store: Store, q: string, n: number, fields = 7): number[] {
    const plan = understand(store.dictionary, store.places, q);
    plan.producer = store.producerSigned(plan.asks);
    if (plan.asks.length === 0) return [];
    this.matcher.all(store, plan, fields);
    const query = { ...emptySearch(), pageSize: n };
    this.rank(store, this.count(store, filtersOf(query, store.places)), query, plan);
    return this.best.page(1, n);
  }

  private match(store: Store, q: string): Plan | undefined {
    const { matcher } = this;
    if (q === '') {
      matcher.everything(store);
      return undefined;
    }
    const named = store.signs.find(q, store);
    if (named) return this.named(store, named);
    const plan = understand(store.dictionary, store.places, q);
    plan.producer = store.producerSigned(plan.asks);
    if (plan.asks.length === 0) {
      if (plan.star < 0 && !/[\p{L}\p{N}]/u.test(q)) matcher.all(store, plan);
      else matcher.everything(store);
      return plan;
    }
    matcher.all(store, plan);
    return matcher.nothing(store) ? this.otherwise(store, q, plan) : plan;
  }

  /** What a code or a decision names; of these the ones that the rest of the text fits, if any. */
  private named(store: Store, named: Named): Plan | undefined {
    const { matcher } = this;
    const plan = named.rest === undefined ? undefined : understand(store.dictionary, store.places, named.rest);
    if (plan && plan.asks.length > 0) {
      matcher.all(store, plan);
      matcher.keep(new Set(named.slots));
      if (!matcher.nothing(store)) return plan;
    }
    matcher.only(store, named);
    return undefined;
  }

  /** Without talk and sizes, or by another name of the thing or the place; by ear; else with slips. */
  private otherwise(store: Store, q: string, plan: Plan): Plan {
    const { matcher } = this;
    let least = plan;
    // Where a word is not known, the slip is there.
    const places = plan.asks.every((ask) => ask.literal) ? store.places.inTodaysNames(wordsOf(q)) : [];
    for (const text of [...otherWords(q), ...places]) {
      const other = understand(store.dictionary, store.places, text);
      if (other.asks.length === 0) continue;
      other.producer = store.producerSigned(other.asks);
      other.altered = other.joined = true;
      matcher.all(store, other);
      if (!matcher.nothing(store)) return other;
      if (other.asks.length < least.asks.length) least = other;
    }
    const said = byEar(store.dictionary, least);
    if (said) matcher.all(store, said);
    return said && !matcher.nothing(store) ? said : this.loosely(store, least);
  }

  /** One word with a slip; else all but one as typed; else every word with a slip; else as many as there are. */
  private loosely(store: Store, plan: Plan): Plan {
    const { matcher } = this;
    const { dictionary } = store;
    const asks = plan.asks.length;
    // The rarest word is the likeliest slip.
    const order = plan.asks.map((ask, i) => ({ ask, i })).sort((a, b) => a.ask.size - b.ask.size);
    for (const { ask, i } of asks > 1 ? order : []) {
      if (isPlace(plan, i) || isSpelt(ask)) continue;
      const one = broaden(dictionary, plan, i);
      matcher.all(store, one);
      if (!matcher.nothing(store)) return one;
    }
    if (asks > 2 && matcher.most(store, plan) >= asks - 1 && !matcher.nothing(store)) return plan;
    const wide = broaden(dictionary, plan);
    matcher.all(store, wide);
    if (matcher.nothing(store)) matcher.most(store, wide);
    return wide;
  }

  /** Counts the facets, each with the other filters applied, and keeps the hits in front of `found`. */
  private count(store: Store, f: Filters): number {
    const { found, count } = this.matcher;
    const { star, province, region, group, type } = this.counts;
    const { packed } = store;
    const { regionOf } = store.places;
    this.tally.fill(0);
    if (!f.plain && count > this.many) return this.countMany(store, f);
    let n = 0;
    if (f.plain) {
      const { status } = f;
      for (let c = 0; c < count; c++) {
        const d = found[c] as number;
        const p = packed[d] as number;
        if (status[statusAt(p)] !== 0) continue;
        found[n++] = d;
        (star[starAt(p)] as number)++;
        (province[provinceAt(p)] as number)++;
        (group[groupAt(p)] as number)++;
        (type[typeAt(p)] as number)++;
      }
      for (let i = 0; i < 63; i++) (region[regionOf[i] as number] as number) += province[i] as number;
      return n;
    }
    for (let c = 0; c < count; c++) {
      const d = found[c] as number;
      const p = packed[d] as number;
      const fails =
        (f.status[statusAt(p)] as number) |
        (f.star[starAt(p)] as number) |
        (f.province[provinceAt(p)] as number) |
        (f.group[groupAt(p)] as number) |
        (f.type[typeAt(p)] as number) |
        (f.set[setAt(p)] as number) |
        (f.oldProvince[oldProvinceAt(p)] as number);
      if (fails === 0) {
        found[n++] = d;
        (star[starAt(p)] as number)++;
        const at = provinceAt(p);
        (province[at] as number)++;
        (region[regionOf[at] as number] as number)++;
        (group[groupAt(p)] as number)++;
        (type[typeAt(p)] as number)++;
      } else if ((fails & (fails - 1)) === 0 && fails !== FAILS_OTHER) {
        if (fails === FAILS_STAR) (star[starAt(p)] as number)++;
        else if (fails === FAILS_PROVINCE) (province[provinceAt(p)] as number)++;
        else if (fails === FAILS_REGION) (region[regionOf[provinceAt(p)] as number] as number)++;
        else if (fails === FAILS_GROUP) (group[groupAt(p)] as number)++;
        else (type[typeAt(p)] as number)++;
      }
    }
    return n;
  }

  /** The same for many: star, group and type of a product count as one number, taken apart at the end. */
  private countMany(store: Store, f: Filters): number {
    const { found, count } = this.matcher;
    const { star, province, region, group, type } = this.counts;
    const { kinds, passing, places } = this;
    const { packed } = store;
    const { regionOf } = store.places;
    kinds.fill(0);
    places.fill(0);
    for (let k = 0; k < KINDS; k++)
      passing[k] = (f.star[starAt(k)] as number) | (f.group[groupAt(k)] as number) | (f.type[typeAt(k)] as number);
    let n = 0;
    for (let c = 0; c < count; c++) {
      const d = found[c] as number;
      const p = packed[d] as number;
      if (((f.status[statusAt(p)] as number) | (f.set[setAt(p)] as number) | (f.oldProvince[oldProvinceAt(p)] as number)) !== 0) continue;
      const fails = (passing[p & (KINDS - 1)] as number) | (f.province[provinceAt(p)] as number);
      if (fails === 0) {
        found[n++] = d;
        (kinds[p & (KINDS - 1)] as number)++;
        (places[provinceAt(p)] as number)++;
      } else if (fails === FAILS_STAR) (star[starAt(p)] as number)++;
      else if (fails === FAILS_PROVINCE) (province[provinceAt(p)] as number)++;
      else if (fails === FAILS_REGION) (region[regionOf[provinceAt(p)] as number] as number)++;
      else if (fails === FAILS_GROUP) (group[groupAt(p)] as number)++;
      else if (fails === FAILS_TYPE) (type[typeAt(p)] as number)++;
    }
    for (let k = 0; k < KINDS; k++) {
      const many = kinds[k] as number;
      if (many === 0) continue;
      (star[starAt(k)] as number) += many;
      (group[groupAt(k)] as number) += many;
      (type[typeAt(k)] as number) += many;
    }
    for (let i = 0; i < 64; i++) {
      (province[i] as number) += places[i] as number;
      (region[regionOf[i] as number] as number) += places[i] as number;
    }
    return n;
  }

  private rank(store: Store, hits: number, query: { sort: Sort; page: number; pageSize: number }, plan: Plan | undefined): void {
    const { found, points } = this.matcher;
    const { best } = this;
    best.begin(Math.min(hits, query.page * query.pageSize), store.ids);
    const { tie, nameRank, nameOffset } = store;
    if (query.sort === 'newest')
      for (let c = 0; c < hits; c++) best.offer((tie[found[c] as number] as number) & 0xffff, found[c] as number);
    else if (query.sort === 'star') for (let c = 0; c < hits; c++) best.offer(tie[found[c] as number] as number, found[c] as number);
    else if (query.sort === 'name')
      for (let c = 0; c < hits; c++) best.offer(-(nameRank[found[c] as number] as number), found[c] as number);
    else if (!plan)
      for (let c = 0; c < hits; c++) {
        const d = found[c] as number;
        best.offer((points[d] as number) * TIE + (tie[d] as number), d);
      }
    else {
      this.markWords(store, plan, true);
      const hinting = plan.star > 0 || plan.placeWords > 0 || plan.kinds !== 0 || plan.producer !== 0 || plan.unit !== undefined;
      const most = SHORT + BEGINS + WHOLE_NAME + ADJACENT * (plan.asks.length - 1);
      // Words that are not in the name earn nothing more there.
      const elsewhere = plan.asks.length === 1 ? NOT_IN_NAME : leastInName(plan);
      for (let c = 0; c < hits; c++) {
        const d = found[c] as number;
        const own = points[d] as number;
        const earned = hinting ? own + hinted(store, d, plan) : own;
        const words = (nameOffset[d + 1] as number) - (nameOffset[d] as number);
        if ((earned + (own < elsewhere ? SHORT : most) - perWord(words) + 1) * TIE < best.worst) continue;
        best.offer((earned + this.inName(store, d, plan)) * TIE + (tie[d] as number), d);
      }
      this.markWords(store, plan, false);
    }
  }

  private markWords(store: Store, plan: Plan, on: boolean): void {
    if (this.askOf.length < store.dictionary.words.length) this.askOf = new Uint8Array(store.dictionary.words.length + 1024);
    for (let i = plan.asks.length - 1; i >= 0; i--) for (const r of plan.asks[i]?.readings ?? []) this.askOf[r.term] = on ? i + 1 : 0;
  }

  /** Points for words that stand together in the asked order, at the beginning, or make up the whole name; short names first. */
  private inName(store: Store, d: number, plan: Plan): number {
    const { askOf } = this;
    const place = plan.placeFrom + 1;
    const last = place === 0 ? 0 : place + plan.placeWords - 1;
    const first = place === 1 ? last + 1 : 1;
    const from = store.nameOffset[d] as number;
    const to = store.nameOffset[d + 1] as number;
    let score = SHORT - perWord(to - from);
    let before = 0;
    let matched = 0;
    let whole = from;
    for (let j = from; j < to; j++) {
      let ask = askOf[store.nameTerms[j] as number] as number;
      if (place !== 0 && ask >= place && ask <= last && j >= whole) {
        // 'Đức Giang' says nothing to 'bắc giang'.
        let k = 0;
        while (k < plan.placeWords && j + k < to && askOf[store.nameTerms[j + k] as number] === place + k) k++;
        if (k === plan.placeWords) whole = j + k;
        else {
          score -= PART_OF_A_PLACE;
          ask = 0;
        }
      }
      if (ask !== 0) {
        matched++;
        if (before !== 0 && ask === before + 1) score += ADJACENT;
        else if (before !== 0 && ask === before - 1) score += ADJACENT >> 2;
        else if (ask === first && j === from) score += BEGINS;
      }
      before = ask;
    }
    return matched === to - from ? score + WHOLE_NAME : score;
  }
}

/** A product with fewer points has none of the words in its name. */
function leastInName(plan: Plan): number {
  let worst = 0;
  for (const { readings } of plan.asks) for (const { penalty } of readings) if (penalty > worst) worst = penalty;
  return IN_NAME - worst;
}

/** What a name of so many words has less than `SHORT`. */
const perWord = (words: number): number => 2 * Math.min(words, 40);

/** Points for what the words ask for beside a name: a place, a kind, stars, a producer. */
function hinted(store: Store, d: number, plan: Plan): number {
  const packed = store.packed[d] as number;
  let points = 0;
  if (plan.placeWords > 0) {
    const there = plan.province !== NONE_PLACE && provinceAt(packed) === plan.province;
    if (there || (plan.oldProvince !== NONE_PLACE && oldProvinceAt(packed) === plan.oldProvince)) points += IN_THE_PLACE * plan.placeWords;
  }
  if (plan.unit !== undefined && store.placeRows[store.placeOf[d] as number]?.names.includes(plan.unit)) points += IN_THE_UNIT;
  if (plan.kinds !== 0 && (kindBits(groupAt(packed), setAt(packed)) & plan.kinds) !== 0) points += OF_THE_KIND * plan.kindWords;
  if (plan.star > 0) {
    const star = starAt(packed);
    if (plan.potential) points += star === 2 ? THE_STAR : 0;
    else if (star === (plan.star === 5 ? 3 : plan.star - 3)) points += THE_STAR;
    else if (plan.star > 3 && star === 2) points += THE_STAR >> 2;
  }
  if (plan.producer !== 0) {
    const producer = store.producerOf[d] as number;
    if (store.signOf[producer] === plan.producer) points += THE_PRODUCER;
    else if (store.shortSignOf[producer] === plan.producer) points += NEARLY_THE_PRODUCER;
  }
  return points;
}

/** The words as the first hit writes them; undefined when they are the typed ones after all. */
function readingOf(store: Store, plan: Plan, slot: number): string | undefined {
  let other = false;
  const words = plan.asks.map((ask) => {
    for (let j = store.nameOffset[slot] as number; j < (store.nameOffset[slot + 1] as number); j++) {
      const term = store.nameTerms[j] as number;
      if (!ask.readings.some((r) => r.term === term)) continue;
      other ||= store.dictionary.words[term] !== ask.word;
      return store.dictionary.formText(term, store.nameForms[j] as number) ?? ask.shown;
    }
    other ||= ask.shown !== ask.marked;
    return ask.shown;
  });
  return other || plan.joined ? words.join(' ') : undefined;
}

const beyond = (pages: number) =>
  new AppError('invalid', { vi: `Không có trang này: trang cuối là ${pages}.`, en: `There is no such page: the last one is ${pages}.` }, [
    { path: 'page', code: 'out_of_range', message: { vi: `Trang cuối là ${pages}.`, en: `The last page is ${pages}.` } },
  ]);
