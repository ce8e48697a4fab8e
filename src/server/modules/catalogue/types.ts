// What the catalogue answers with. Everything here is read-only and true for one local day.
import type { ProductFacts, RecognitionFacts } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Lang } from '#shared/lang.ts';
import type { Group, ProducerType, Star, StarKey, Status } from '#shared/vocabulary.ts';

/** The names that the index needs of the territory. */
export type Gazetteer = Pick<
  Territory,
  'province' | 'provinces' | 'regions' | 'commune' | 'communesOf' | 'oldCommunes' | 'predecessorsOf' | 'successorProvince'
>;

export type Card = {
  id: string;
  code: string | null;
  name: string;
  star: Star;
  potentialFive: boolean;
  status: Status;
  validUntil: string;
  producer: { id: string; name: string; type: ProducerType };
  place: { commune: string | null; province: string; provinceCode: string };
  group: Group | null;
  set: number | null;
  url: string;
  sample: boolean;
};

export type Addresses = {
  written: { address: string | null; commune: string | null; district: string | null; province: string | null };
  mapped: {
    commune: string | null;
    communeCode: string | null;
    province: string;
    provinceCode: string;
    oldProvince: string | null;
    oldProvinceCode: string | null;
  };
};

export type ProductDetail = Card & {
  oldCode: string | null;
  score: number | null;
  decisionNo: string | null;
  decidedOn: string | null;
  issuer: string | null;
  validFrom: string;
  /** What is known today, the earliest first. */
  recognitions: RecognitionFacts[];
  addresses: Addresses;
  lat: number | null;
  lng: number | null;
  related: Card[];
};

export type Facet = { value: string; label: string; count: number }[];
export type Facets = { star: Facet; province: Facet; region: Facet; group: Facet; producerType: Facet };

export type StatusFilter = 'valid' | 'expiring' | 'expired' | 'revoked' | 'any';
export type Sort = 'relevance' | 'star' | 'name' | 'newest';

export type SearchQuery = {
  q: string;
  star: StarKey[];
  province: string[];
  oldProvince: string[];
  region: string[];
  group: Group[];
  set: number[];
  producerType: ProducerType[];
  status: StatusFilter;
  sort: Sort;
  page: number;
  pageSize: number;
};

export type SearchResult = {
  total: number;
  page: number;
  pageSize: number;
  items: Card[];
  facets: Facets;
  change: number;
  /** The reading that was taken for another than the typed words. */
  understoodAs?: string;
};

export type Suggestion = { text: string; kind: 'product' | 'producer' | 'province' | 'commune'; id: string };
export type ProducerView = {
  id: string;
  name: string;
  type: ProducerType;
  place: Card['place'];
  sample: boolean;
  products: Card[];
};

export interface Catalogue {
  /** Registry change number + local days since 2020-01-01: rises with every commit and at every midnight, the same in every process. */
  readonly change: number;
  readonly day: string;
  readonly inForce: number;
  readonly ready: boolean;
  search(query: SearchQuery, lang: Lang): SearchResult;
  searchJson(query: SearchQuery, lang: Lang): string;
  /** The same as UTF-8, one byte per character, with the total for links to other pages: the fastest way out. */
  searchBytes(query: SearchQuery, lang: Lang): { bytes: string; total: number };
  /** False in a register so large that the facts stay in the database: then give them to `product` and `productJson`. */
  readonly keepsFacts: boolean;
  product(id: string, facts?: ProductFacts): ProductDetail | undefined;
  productJson(id: string, lang: Lang, facts?: ProductFacts): string | undefined;
  /** The same as UTF-8, one byte per character. */
  productBytes(id: string, lang: Lang, facts?: ProductFacts): string | undefined;
  producer(id: string): ProducerView | undefined;
  suggest(q: string, limit: number): Suggestion[];
  newest(n: number): Card[];
  sitemap(): Iterable<{ path: string; day: string }>;
  onChange(listener: () => void): () => void;
  /** Reads everything anew in the background and swaps: after an import of units. */
  rebuild(): Promise<void>;
  close(): Promise<void>;
}
