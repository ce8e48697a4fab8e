// Medusa with its search module on PostgreSQL, and its plain list of products beside it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Shop, searched } from './shop.ts';

const VERSION = '2.21.2';

const CONFIG = `
const { defineConfig } = require('@medusajs/framework/utils');
module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    http: { storeCors: '*', adminCors: '*', authCors: '*', jwtSecret: 'bench', cookieSecret: 'bench' },
  },
  modules: [
    {
      resolve: '@medusajs/medusa/search',
      options: { providers: [{ resolve: '@medusajs/medusa/search-postgres', id: 'postgres', options: {} }] },
    },
  ],
});
`;

const INDEX = `
const { defineSearchIndex, search } = require('@medusajs/framework/utils');
const fields = ['id', 'title', 'status', 'metadata', 'sales_channels.id'];
module.exports.default = defineSearchIndex({
  name: 'product',
  entity: 'product',
  fields: search.define({
    id: search.keyword().filterable(),
    title: search.text().searchable({ weight: 3 }),
    status: search.keyword().filterable(),
    sales_channel_ids: search.keyword().array().filterable(),
    group: search.keyword().filterable().facetable(),
    star: search.keyword().filterable().facetable(),
    province: search.keyword().filterable().facetable(),
  }),
  async *seed({ container, last_key, catchup }) {
    if (catchup) return; // nothing changes meanwhile
    for (let after = last_key ?? ''; ; ) {
      const { data } = await container.query.graph(
        { entity: 'product', fields, filters: { id: { $gt: after } }, pagination: { take: 1000, order: { id: 'ASC' } } });
      if (data.length === 0) return;
      after = data.at(-1).id;
      const documents = data.map(({ id, title, status, metadata, sales_channels }) =>
        ({ id, title, status, sales_channel_ids: sales_channels.map((s) => s.id), ...metadata }));
      yield [{ action: 'upsert', documents }];
    }
  },
});
`;

const MIDDLEWARES = `
const { configureStoreSearch, defineMiddlewares } = require('@medusajs/framework/http');
module.exports.default = defineMiddlewares({
  routes: [{ matcher: '/store/search', middlewares: [configureStoreSearch({ allowed_indexes: { product: true } })] }],
});
`;

const LOAD = `
const flows = require('@medusajs/medusa/core-flows');
const fs = require('fs');
module.exports.default = async function ({ container }) {
  const { result: [channel] } = await flows.createSalesChannelsWorkflow(container).run({ input: { salesChannelsData: [{ name: 'web' }] } });
  const { result: [key] } = await flows.createApiKeysWorkflow(container)
    .run({ input: { api_keys: [{ title: 'web', type: 'publishable', created_by: '' }] } });
  await flows.linkSalesChannelsToApiKeyWorkflow(container).run({ input: { id: key.id, add: [channel.id] } });
  fs.writeFileSync('key.txt', key.token);
  const all = JSON.parse(fs.readFileSync('products.json', 'utf8'));
  for (let i = 0; i < all.length; i += 500) {
    const made = await container.resolve('product').createProducts(all.slice(i, i + 500));
    await container.resolve('link').create(
      made.map((p) => ({ product: { product_id: p.id }, sales_channel: { sales_channel_id: channel.id } })));
  }
};
`;

const cli = 'node_modules/@medusajs/cli/cli.js';
const FACETS = ['group', 'star', 'province'];

export const medusa: Shop = {
  name: 'medusa',
  files: (products) => ({
    'package.json': JSON.stringify({
      private: true,
      dependencies: { '@medusajs/cli': VERSION, '@medusajs/framework': VERSION, '@medusajs/medusa': VERSION },
    }),
    'medusa-config.js': CONFIG,
    'src/search/product.js': INDEX,
    'src/api/middlewares.js': MIDDLEWARES,
    'src/scripts/load.js': LOAD,
    'products.json': JSON.stringify(
      products.map((p) => ({
        title: p.name,
        handle: p.id.toLowerCase(),
        status: 'published',
        metadata: { group: p.group, star: String(p.star), province: p.place.provinceCode },
        options: [{ title: 'kind', values: ['one'] }],
        variants: [{ title: 'one', sku: p.id, options: { kind: 'one' } }],
      })),
    ),
  }),
  install: ['--legacy-peer-deps'],
  load: [
    [cli, 'db:migrate'],
    [cli, 'exec', './src/scripts/load.js'],
  ],
  serve: [cli, 'start'],
  env: { MEDUSA_DISABLE_TELEMETRY: 'true', LOG_LEVEL: 'error' },
  ways: async (_port, folder) => {
    const headers = { 'x-publishable-api-key': readFileSync(path.join(folder, 'key.txt'), 'utf8') };
    return [
      {
        what: `Medusa ${VERSION}, search module`,
        ask: (at) => {
          const { q, province, stars: star } = searched(at);
          const search_options = { facets: FACETS, count: 'exact', disjunctive_facets: true };
          const body = { entity: 'product', filters: { q, province, star }, pagination: { take: 20 }, search_options };
          return { path: '/store/search', body: JSON.stringify(body) };
        },
        total: (answer) => (answer as { results: [{ metadata: { count: number } }] }).results[0].metadata.count,
        headers,
        perRound: 400,
      },
      {
        what: `Medusa ${VERSION}, product list (q alone, no facets)`,
        ask: (at) => `/store/products?${new URLSearchParams({ limit: '20', q: searched(at).q ?? '' })}`,
        total: (answer) => (answer as { count: number }).count,
        headers,
        perRound: 8,
      },
    ];
  },
};
