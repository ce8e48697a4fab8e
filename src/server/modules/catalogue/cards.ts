// A product as a card and as JSON text, and everything about it. Texts are made once and kept while the product stays as it is.
import { known, type ProductFacts } from '#server/modules/registry/index.ts';
import { LANGS, type Lang, localPath } from '#shared/lang.ts';
import { GROUPS, PRODUCER_TYPES, STAR_KEYS, STATUSES } from '#shared/vocabulary.ts';
import { groupAt, HIDDEN, isSample, NONE_GROUP, setAt, starAt, statusAt, typeAt } from './attributes.ts';
import type { PlaceRow, Producer, Store } from './store.ts';
import type { Addresses, Card, ProductDetail } from './types.ts';

const MOST_RELATED = 12;
/** Kept card texts: about 400 bytes each. */
const MOST_TEXTS = 60_000;

/**
 * UTF-8 written one character per byte: such texts join and go out without being encoded again at every answer,
 * and take half the memory of a string with Vietnamese letters.
 */
export const bytesOf = (text: string): string => Buffer.from(text).toString('latin1');

export class Cards {
  private texts: Record<Lang, (string | undefined)[]> = { vi: [], en: [] };
  /** What cards do not say is the same in every language. */
  private details: (string | undefined)[] = [];
  private kept = 0;

  /** Forget the texts of a product, or all. */
  forget(slot?: number): void {
    if (slot === undefined) {
      this.texts = { vi: [], en: [] };
      this.details = [];
      this.kept = 0;
      return;
    }
    for (const lang of LANGS) this.texts[lang][slot] = undefined;
    this.details[slot] = undefined;
  }

  /** A card as JSON in bytes (see `bytesOf`). */
  text(store: Store, slot: number, lang: Lang): string {
    const text = this.texts[lang][slot];
    if (text !== undefined) return text;
    if (this.kept++ >= MOST_TEXTS) this.forget();
    const fresh = bytesOf(JSON.stringify(cardOf(store, slot, lang)));
    this.texts[lang][slot] = fresh;
    return fresh;
  }

  /** All about a product as JSON in bytes, still open at its end. What a card does not say is kept where the store keeps the facts and is small enough. */
  detail(store: Store, slot: number, facts: ProductFacts, day: string, lang: Lang): string {
    let more = this.details[slot];
    if (more === undefined) {
      more = bytesOf(JSON.stringify(moreOf(store, facts, store.until[slot], day)).slice(1, -1));
      if (store.keepsFacts && store.size <= MOST_TEXTS) this.details[slot] = more;
    }
    return `${this.text(store, slot, lang).slice(0, -1)},${more}`;
  }

  /** Makes the Vietnamese texts ahead of the first reader, from `slot` on, `n` products; the next slot, or undefined when all is made. */
  warm(store: Store, day: string, slot: number, n: number): number | undefined {
    if (!store.keepsFacts || store.size > MOST_TEXTS) return undefined;
    const end = Math.min(store.size, slot + n);
    for (let s = slot; s < end; s++) {
      const facts = store.facts[s];
      if (!isShown(store, s) || !facts) continue;
      this.text(store, s, 'vi');
      this.detail(store, s, facts, day, 'vi');
    }
    return end < store.size ? end : undefined;
  }
}

/** A slot that shows on the index's day. */
export const isShown = (store: Store, slot: number): boolean => slot >= 0 && statusAt(store.packed[slot] as number) !== HIDDEN;

export function cardOf(store: Store, slot: number, lang: Lang = 'vi'): Card {
  const p = store.packed[slot] as number;
  const key = STAR_KEYS[starAt(p)] ?? '3';
  const group = groupAt(p);
  const { id, name } = store.producers[store.producerOf[slot] as number] as Producer;
  return {
    id: store.ids[slot] as string,
    code: store.codes[slot] ?? null,
    name: store.names[slot] as string,
    star: key === '5p' ? 4 : (Number(key) as 3 | 4 | 5),
    potentialFive: key === '5p',
    status: STATUSES[statusAt(p)] ?? 'expired',
    validUntil: store.until[slot] as string,
    producer: { id, name, type: PRODUCER_TYPES[typeAt(p)] ?? 'other' },
    place: placeOf(store, slot),
    group: group === NONE_GROUP ? null : (GROUPS[group] ?? null),
    set: setAt(p) || null,
    sample: isSample(p),
    url: localPath(`/san-pham/${store.ids[slot]}`, lang),
  };
}

export function placeOf(store: Store, slot: number): Card['place'] {
  const { commune, provinceCode } = store.placeRows[store.placeOf[slot] as number] as PlaceRow;
  return { commune, province: store.places.gazetteer.province(provinceCode, 34)?.name ?? provinceCode, provinceCode };
}

/** Everything public about a product; its acts as known on the day. */
export const detailOf = (
  store: Store,
  slot: number,
  facts: ProductFacts,
  day: string,
  lang: Lang = 'vi',
): Omit<ProductDetail, 'related'> => ({
  ...cardOf(store, slot, lang),
  ...moreOf(store, facts, store.until[slot], day),
});

/** What a card does not say. `until`: the end of what governs today. */
function moreOf(store: Store, facts: ProductFacts, until: string | undefined, day: string): Omit<ProductDetail, 'related' | keyof Card> {
  const recognitions = known(facts.recognitions, day);
  const governing = recognitions.findLast((r) => r.validUntil === until) ?? recognitions.at(-1);
  const { gazetteer } = store.places;
  const { communeCode, provinceCode, oldProvinceCode } = facts.place;
  const addresses: Addresses = {
    written: facts.written,
    mapped: {
      commune: communeCode === null ? null : (gazetteer.commune(communeCode)?.fullName ?? null),
      communeCode,
      province: gazetteer.province(provinceCode, 34)?.name ?? provinceCode,
      provinceCode,
      oldProvince: oldProvinceCode === null ? null : (gazetteer.province(oldProvinceCode, 63)?.name ?? null),
      oldProvinceCode,
    },
  };
  return {
    oldCode: facts.oldCode,
    score: governing?.score ?? null,
    decisionNo: governing?.decisionNo ?? null,
    decidedOn: governing?.decidedOn ?? null,
    issuer: governing?.issuer ?? null,
    validFrom: governing?.validFrom ?? '',
    recognitions,
    addresses,
    lat: facts.lat,
    lng: facts.lng,
  };
}

/** Other products of the same producer. */
export function relatedOf(store: Store, slot: number): Card[] {
  const related: Card[] = [];
  for (const s of store.ofProducer(store.producerOf[slot] as number)) {
    if (s !== slot && isShown(store, s)) related.push(cardOf(store, s));
    if (related.length === MOST_RELATED) break;
  }
  return related;
}
