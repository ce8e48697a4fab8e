import { OpenAPIHono } from '@hono/zod-openapi';
import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { loadTerritory } from '#server/modules/territory/index.ts';
import { AppError, STATUS_OF, toProblem } from '#server/platform/errors.ts';
import { langOf } from '#shared/lang.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { statisticsAnswer, statisticsApi } from './api.ts';

const test = testDatabase();
const api = new OpenAPIHono();
const get = (path: string, headers: Record<string, string> = {}) => api.request(path, { headers });

beforeAll(async () => {
  const { db } = test;
  const territory = await loadTerritory(db);
  const written = {
    address_written: null,
    commune_written: null,
    district_written: null,
    province_written: null,
    commune_code: null,
    mapped_by: null,
    mapped_at: null,
    lat: null,
    lng: null,
  };
  const place = { ...written, province_code: '24', old_province_code: '27' };
  await db
    .insertInto('registry.producer')
    .values({
      ...place,
      id: 'm',
      name: 'M',
      name_key: 'm',
      type: 'cooperative',
      type_stated: null,
      place_key: 'm',
      representative: null,
      phone: null,
      sample: true,
    })
    .execute();
  await insertProduct('p1', '2025-01-10');
  // Only what the routes use of the app.
  api.route(
    '/',
    statisticsApi({ db, reader: async () => db, territory, clock: () => new Date('2026-11-21T08:00:00+07:00') } as unknown as App),
  );
  api.onError((e, c) => {
    if (!(e instanceof AppError)) throw e;
    return c.json(toProblem(e, langOf(c.req.header('accept-language'))), STATUS_OF[e.code] as 422);
  });

  async function insertProduct(id: string, from: string) {
    await db
      .insertInto('registry.product')
      .values({
        ...place,
        id,
        producer_id: 'm',
        code: null,
        old_code: null,
        name: id,
        name_key: id,
        group_code: 'I',
        set_no: 4,
        group_stated: null,
        sample: true,
      })
      .execute();
    await db
      .insertInto('registry.recognition')
      .values({
        product_id: id,
        star: 4,
        potential_five: true,
        score: null,
        decision_no: null,
        decision_key: null,
        decided_on: null,
        issuer: null,
        valid_from: from,
        valid_until: '2028-01-10',
        extended_until: null,
        extension_reason: null,
        ended_on: null,
        ended_by: null,
        cause: null,
      })
      .execute();
  }
});

describe('GET /statistics', () => {
  it('answers in its declared form, in the language asked for', async () => {
    const response = await get('/statistics?asOf=2025-09-15&map=34&by=star&province=24', { 'accept-language': 'en' });
    expect(response.status).toBe(200);
    const body = statisticsAnswer.parse(await response.json());
    expect(body).toMatchObject({
      asOf: '2025-09-15',
      map: 34,
      by: 'star',
      province: '24',
      count: 'products',
      total: 1,
      producers: 1,
      everRecognised: 1,
      sample: true,
    });
    expect(body.rows.find((r) => r.key === '5p')).toEqual({ key: '5p', label: 'Potential 5 stars', count: 1, share: 1 });
    expect(body.definitions.sample?.vi).toContain('Dữ liệu mẫu');
    expect((await (await get('/statistics')).json()).rows[2].label).toBe('Tiềm năng 5 sao');
  });

  it('is revalidated by its ETag until the register changes', async () => {
    const first = await get('/statistics?by=year');
    const etag = first.headers.get('etag') ?? '';
    expect((await get('/statistics?by=year', { 'if-none-match': etag })).status).toBe(304);
    await test.db.updateTable('registry.recognition').set({ valid_from: '2026-02-01' }).execute();
    const after = await get('/statistics?by=year', { 'if-none-match': etag });
    expect(after.status).toBe(200);
    expect((await after.json()).rows).toEqual([{ key: '2026', label: '2026', count: 1, share: 1 }]);
  });

  it('refuses what it does not know by name, and the future', async () => {
    for (const [path, fault] of [
      ['/statistics?colour=red', 'colour'],
      ['/statistics?map=40', 'map'],
      ['/statistics?asOf=2026-11-22', 'asOf'],
      ['/statistics?by=star&by=set', 'by'],
      ['/statistics.csv?province=27', 'province'],
    ] as const) {
      const response = await get(path);
      expect(response.status, path).toBe(422);
      expect((await response.json()).errors[0].path).toBe(fault);
    }
  });

  it('gives the rows as CSV', async () => {
    const response = await get('/statistics.csv?by=region&map=63');
    expect(response.headers.get('content-type')).toContain('text/csv');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).split('\r\n');
    expect(lines[0]).toBe('key,label,count,share,asOf,map,by,province,counted,sample');
    expect(lines.slice(1, 7).map((l) => l.split(',').at(-1))).toEqual(Array(6).fill('true'));
    expect(lines).toHaveLength(8); // heading, six regions, the end
  });
});
