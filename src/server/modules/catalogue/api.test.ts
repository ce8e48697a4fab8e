import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { silentLog } from '#server/platform/log.ts';
import { idFrom } from '#shared/ids.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import type { Reader } from './answers.ts';
import { catalogueApi } from './api.ts';
import { createCatalogue } from './catalogue.ts';
import { answerHot } from './hot.ts';
import type { Catalogue } from './types.ts';

const database = testDatabase();
let app: Reader;
let catalogue: Catalogue;
const id = idFrom(7);

beforeAll(async () => {
  const { db } = database;
  await sql`insert into registry.producer (id, name, name_key, type, place_key, province_code) values ('P', 'HTX Bản Mới', 'x', 'cooperative', '08', '08')`.execute(
    db,
  );
  for (let n = 7; n < 32; n++) {
    await sql`insert into registry.product (id, producer_id, name, name_key, group_code, set_no, province_code, old_province_code)
      values (${idFrom(n)}, 'P', ${`Chè Shan tuyết số ${n}`}, ${`x${n}`}, 'I', 11, '08', '02')`.execute(db);
    await sql`insert into registry.recognition (product_id, star, score, decision_no, valid_from, valid_until) values (${idFrom(n)}, 4, 75.5, '9/QĐ-UBND', '2025-01-10', '2028-01-10')`.execute(
      db,
    );
  }
  const territory = await loadTerritory(db);
  const clock = () => new Date('2026-03-01T09:00:00+07:00');
  catalogue = await createCatalogue(db, { territory: () => territory, clock, log: silentLog });
  app = { reader: async () => db, catalogue };
});
afterAll(() => catalogue?.close());

const paths = [
  '',
  '?q=che+shan&star=4&pageSize=10&page=2',
  `?q=${encodeURIComponent('Chè')}&region=`,
  '?province=08',
  `/${id}`,
  '/NOTTHERE',
  '?nonsense=1',
  '?page=9',
];

test.each(paths)('the short way and the API agree on %s', async (path) => {
  const api = catalogueApi(app);
  api.onError((_, c) => c.text('', 422));
  const hot = answerHot(app, `/api/v1/products${path}`, 'en;q=1');
  const response = await api.request(`/products${path}`, { headers: { 'accept-language': 'en;q=1' } });
  expect(response.status === 200).toBe(hot !== undefined);
  if (!hot) return;
  expect(await response.text()).toBe(Buffer.from(hot.bytes, 'latin1').toString());
  response.headers.forEach((value, name) => {
    if (name !== 'etag') expect(hot.head[hot.head.indexOf(name) + 1]).toBe(value);
  });
});

test('an unchanged answer costs nothing', async () => {
  const api = catalogueApi(app);
  const etag = (await api.request('/products?q=che')).headers.get('etag') ?? '';
  expect((await api.request('/products?q=che', { headers: { 'if-none-match': etag } })).status).toBe(304);
});

test('pages are linked', async () => {
  const link = (await catalogueApi(app).request('/products?q=che&page=2&pageSize=10')).headers.get('link');
  expect(link).toBe(
    '</api/v1/products?q=che&pageSize=10&page=1>; rel="first", </api/v1/products?q=che&pageSize=10&page=3>; rel="last", ' +
      '</api/v1/products?q=che&pageSize=10&page=1>; rel="prev", </api/v1/products?q=che&pageSize=10&page=3>; rel="next"',
  );
});

test('a product as the contract says', async () => {
  expect(await (await catalogueApi(app).request(`/products/${id}`)).json()).toMatchObject({
    id,
    name: 'Chè Shan tuyết số 7',
    star: 4,
    potentialFive: false,
    status: 'valid',
    validUntil: '2028-01-10',
    producer: { id: 'P', name: 'HTX Bản Mới', type: 'cooperative' },
    place: { commune: null, province: 'Tuyên Quang', provinceCode: '08' },
    group: 'I',
    set: 11,
    url: `/san-pham/${id}`,
    recognitions: [
      {
        star: 4,
        score: 75.5,
        decisionNo: '9/QĐ-UBND',
        validFrom: '2025-01-10',
        validUntil: '2028-01-10',
        endedOn: null,
        endedBy: null,
        cause: null,
      },
    ],
    addresses: { mapped: { province: 'Tuyên Quang', oldProvince: 'Hà Giang' } },
  });
});
