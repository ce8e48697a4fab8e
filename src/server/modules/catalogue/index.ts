// The catalogue's only door.
export { type CatalogueOptions, createCatalogue } from './catalogue.ts';
export { emptySearch, parseSearch } from './parse-search.ts';
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
