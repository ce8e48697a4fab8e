// The whole index of one moment: built from facts, changed in place between two requests, replaced as a whole by a rebuild.
import type { ProductFacts } from '#server/modules/registry/index.ts';
import type { Lang } from '#shared/lang.ts';
import { inForceAt } from './attributes.ts';
import { bytesOf, Cards, cardOf, detailOf, isShown, placeOf, relatedOf } from './cards.ts';
import { dayNumber } from './day-number.ts';
import { Engine } from './engine.ts';
import { FacetWords } from './facets.ts';
import { emptySearch } from './parse-search.ts';
import { Places } from './places.ts';
import { type Producer, Store } from './store.ts';
import type { Card, Gazetteer, ProducerView, ProductDetail, SearchQuery, SearchResult } from './types.ts';

/** Above this many products the facts stay in the database; cards and search need only the columns. */
export const MOST_FACTS = 200_000;
/** A rebuild pays off when this share of the entries is hidden. */
const DEAD_SHARE = 0.1;

export class SearchIndex {
  day: string;
  /** Registry change number that the content is true for. */
  registryChange = 0;
  readonly store: Store;
  readonly engine = new Engine();
  private readonly cards = new Cards();
  private readonly facetWords: FacetWords;

  constructor(gazetteer: Gazetteer, day: string, keepsFacts = true) {
    const places = new Places(gazetteer);
    this.store = new Store(places, keepsFacts);
    this.facetWords = new FacetWords(places);
    this.day = day;
    this.store.today = dayNumber(day);
  }

  /** While building: call `finish` at the end. */
  add(facts: readonly ProductFacts[]): void {
    for (const f of facts) this.store.put(f, this.day);
  }

  finish(): this {
    this.store.finish();
    return this;
  }

  /** Replaces products by their new facts; ids without facts are gone. One synchronous step: no request sees half of it. */
  apply(facts: readonly ProductFacts[], gone: readonly string[] = []): void {
    for (const id of [...gone, ...facts.map((f) => f.id)]) {
      const slot = this.store.slotOf(id);
      if (slot >= 0) this.cards.forget(slot);
    }
    for (const id of gone) this.store.drop(id);
    this.add(facts);
  }

  /** Moves to another day; returns ids whose facts are needed for it (none while facts are kept). */
  turnTo(day: string): string[] {
    this.day = day;
    this.store.today = dayNumber(day);
    const missing: string[] = [];
    for (const slot of this.store.due(day)) {
      const facts = this.store.facts[slot];
      this.cards.forget(slot);
      if (facts) this.store.stand(slot, facts, day);
      else missing.push(this.store.ids[slot] as string);
    }
    return missing;
  }

  get worn(): boolean {
    return this.store.dead > 1000 && this.store.dead > this.store.size * DEAD_SHARE;
  }

  search(query: SearchQuery, lang: Lang, change: number): SearchResult {
    const found = this.engine.run(this.store, query);
    return {
      total: found.total,
      page: query.page,
      pageSize: query.pageSize,
      items: found.slots.map((s) => cardOf(this.store, s, lang)),
      facets: this.facetWords.facets(found.counts, lang),
      change,
      ...(found.understoodAs === undefined ? {} : { understoodAs: found.understoodAs }),
    };
  }

  /** The contract's JSON of a search, and the total for its links. */
  searchBytes(query: SearchQuery, lang: Lang, change: number): { bytes: string; total: number } {
    const { store, cards } = this;
    const { total, slots, counts, understoodAs } = this.engine.run(store, query);
    let text = `{"total":${total},"page":${query.page},"pageSize":${query.pageSize},"items":[`;
    for (let i = 0; i < slots.length; i++) {
      if (i > 0) text += ',';
      text += cards.text(store, slots[i] as number, lang);
    }
    text += '],"facets":';
    text += this.facetWords.json(counts, lang);
    text += `,"change":${change}`;
    if (understoodAs !== undefined) text += `,"understoodAs":${bytesOf(JSON.stringify(understoodAs))}`;
    return { bytes: `${text}}`, total };
  }

  card(id: string): Card | undefined {
    const slot = this.store.slotOf(id);
    return isShown(this.store, slot) ? cardOf(this.store, slot) : undefined;
  }

  /** `facts` where the index does not keep them. */
  product(id: string, facts?: ProductFacts): ProductDetail | undefined {
    const slot = this.store.slotOf(id);
    const known = this.store.facts[slot] ?? facts;
    if (!isShown(this.store, slot) || !known) return undefined;
    return { ...detailOf(this.store, slot, known, this.day), related: relatedOf(this.store, slot) };
  }

  /** As bytes (see `bytesOf`). */
  productBytes(id: string, lang: Lang, change: number, facts?: ProductFacts): string | undefined {
    const slot = this.store.slotOf(id);
    const known = this.store.facts[slot] ?? facts;
    if (!isShown(this.store, slot) || !known) return undefined;
    return `${this.cards.detail(this.store, slot, known, this.day, lang)},"change":${change}}`;
  }

  /** Texts ahead of their first reader: see `Cards.warm`. */
  warm(slot: number, n: number): number | undefined {
    return this.cards.warm(this.store, this.day, slot, n);
  }

  producer(id: string): ProducerView | undefined {
    const { store } = this;
    const index = store.producerIndex(id);
    if (index < 0) return undefined;
    const slots = [...store.ofProducer(index)].filter((s) => isShown(store, s));
    const first = slots[0];
    if (first === undefined) return undefined;
    const force = (s: number) => Number(inForceAt(store.packed[s] as number));
    slots.sort((a, b) => force(b) - force(a) || (store.tie[b] as number) - (store.tie[a] as number));
    const products = slots.map((s) => cardOf(store, s));
    const { producer, sample } = products[0] as Card;
    return { ...producer, place: placeOf(store, first), sample, products };
  }

  newest(n: number): Card[] {
    const query: SearchQuery = { ...emptySearch(), sort: 'newest', pageSize: Math.max(1, n) };
    return this.engine.run(this.store, query).slots.map((s) => cardOf(this.store, s));
  }

  /** Addresses of everything that shows today, with the first day of the governing recognition. */
  *sitemap(dayOf: (dayNumber: number) => string): Iterable<{ path: string; day: string }> {
    const { store } = this;
    for (let s = 0; s < store.size; s++) {
      if (isShown(store, s)) yield { path: `/san-pham/${store.ids[s]}`, day: dayOf((store.tie[s] as number) & 0xffff) };
    }
    for (let i = 0; i < store.producers.length; i++) {
      const id = (store.producers[i] as Producer).id;
      if (store.producerIndex(id) !== i) continue;
      for (const s of store.ofProducer(i)) {
        if (!isShown(store, s)) continue;
        yield { path: `/chu-the/${id}`, day: dayOf((store.tie[s] as number) & 0xffff) };
        break;
      }
    }
  }
}

/** Pure: an index over plain facts. */
export function buildIndex(facts: Iterable<ProductFacts>, gazetteer: Gazetteer, day: string, keepsFacts = true): SearchIndex {
  const index = new SearchIndex(gazetteer, day, keepsFacts);
  for (const f of facts) index.add([f]);
  return index.finish();
}
