// The catalogue's only door.
export { type CatalogueOptions, createCatalogue } from './catalogue.ts';
export { emptySearch, MAX_PAGE_SIZE, MAX_Q, PAGE_SIZE, parseSearch } from './parse-search.ts';
export type {
  Addresses,
  Card,
  Catalogue,
  Facet,
  Facets,
  ProducerView,
  ProductDetail,
  SearchQuery,
  SearchResult,
  Sort,
  StatusFilter,
  Suggestion,
} from './types.ts';
