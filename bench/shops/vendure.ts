// Vendure with its default search plugin.
import { type Shop, searched } from './shop.ts';

const VERSION = '3.7.3';

// Jobs stay in the memory of the process that made them: what the import queues for each product ends with it, the whole index is built after.
const CONFIG = `
const { DefaultLogger, DefaultSearchPlugin, LanguageCode, LogLevel } = require('@vendure/core');
exports.config = {
  apiOptions: { port: Number(process.env.PORT ?? 0), hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
  authOptions: { tokenMethod: 'bearer', superadminCredentials: { identifier: 'bench', password: 'Bench-Only-771' }, cookieOptions: { secret: 'bench' } },
  dbConnectionOptions: { type: 'postgres', extra: { connectionString: process.env.DATABASE_URL }, synchronize: process.argv[2] === 'new' },
  paymentOptions: { paymentMethodHandlers: [] },
  defaultLanguageCode: LanguageCode.en,
  logger: new DefaultLogger({ level: LogLevel.Warn }),
  plugins: [DefaultSearchPlugin.init({ indexStockStatus: false, bufferUpdates: false })],
};
`;

const POPULATE = `
const { bootstrap } = require('@vendure/core');
const { populate } = require('@vendure/core/cli');
const { config } = require('./config');
const initial = {
  defaultLanguage: 'en', defaultZone: 'Asia', countries: [{ name: 'Vietnam', code: 'VN', zone: 'Asia' }],
  taxRates: [{ name: 'Standard', percentage: 0 }], shippingMethods: [], paymentMethods: [], collections: [],
};
populate(() => bootstrap(config), initial, 'products.csv').then(() => process.exit(0));
`;

const REINDEX = `
const { bootstrap, ConfigService, JobQueueService, RequestContextService, SearchService } = require('@vendure/core');
const { config } = require('./config');
(async () => {
  const app = await bootstrap(config);
  await app.get(JobQueueService).start();
  const ctx = await app.get(RequestContextService).create({ apiType: 'admin' });
  const job = await app.get(SearchService).reindex(ctx);
  const { jobQueueStrategy } = app.get(ConfigService).jobQueueOptions;
  setInterval(async () => {
    const { isSettled, error } = await jobQueueStrategy.findOne(job.id);
    if (isSettled) process.exit(error ? 1 : 0);
  }, 500);
})();
`;

const SERVER = `
const { bootstrap } = require('@vendure/core');
const { config } = require('./config');
bootstrap(config);
`;

const HEAD =
  'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';
const GQL = `query($i: SearchInput!) { search(input: $i) {
  totalItems
  items { productId productName slug price { ... on SinglePrice { value } ... on PriceRange { min max } } }
  facetValues { count facetValue { id name facet { name } } }
} }`;
type Answer = {
  data: { search: { totalItems: number; facetValues: { facetValue: { id: string; name: string; facet: { name: string } } }[] } };
};

const cell = (text: string | number) => `"${String(text).replaceAll('"', '""')}"`;
const request = (input: object) => ({ path: '/shop-api', body: JSON.stringify({ query: GQL, variables: { i: input } }) });

export const vendure: Shop = {
  name: 'vendure',
  files: (products) => ({
    'package.json': JSON.stringify({
      private: true,
      overrides: { '@graphql-tools/batch-execute': '10.2.0' },
      dependencies: { '@vendure/core': VERSION, pg: '8.23.1', typescript: '5.9.3' },
    }),
    'config.js': CONFIG,
    'populate.js': POPULATE,
    'reindex.js': REINDEX,
    'server.js': SERVER,
    'products.csv': [
      HEAD,
      ...products.map((p) => {
        const facets = `group:${p.group}|star:${p.star}|province:${p.place.provinceCode}`;
        return [p.name, p.id, '', '', facets, '', '', p.id, 0, 'standard', 100, 'false', '', ''].map(cell).join(',');
      }),
    ].join('\n'),
  }),
  install: [],
  load: [['populate.js', 'new']],
  index: ['reindex.js'],
  serve: ['server.js'],
  env: {},
  ways: async (port) => {
    const { path, body } = request({ take: 1, groupByProduct: true });
    const headers = { 'content-type': 'application/json' };
    const first = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
    const { facetValues } = ((await first.json()) as Answer).data.search;
    const ids = new Map(facetValues.map(({ facetValue: f }) => [`${f.facet.name}:${f.name}`, f.id]));
    return [
      {
        what: `Vendure ${VERSION}, default search plugin`,
        ask: (at) => {
          const { q, province, stars } = searched(at);
          const facetValueFilters = [
            ...(province ? [{ and: ids.get(`province:${province}`) }] : []),
            ...(stars ? [{ or: stars.map((s) => ids.get(`star:${s}`)) }] : []),
          ];
          return request({ term: q, take: 20, groupByProduct: true, facetValueFilters });
        },
        total: (answer) => (answer as Answer).data.search.totalItems,
        headers: {},
        perRound: 16,
      },
    ];
  },
};
