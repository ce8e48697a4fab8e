import { beforeAll, describe, expect, it } from 'vitest';
import type { App } from '#server/app-port.ts';
import { AppError, STATUS_OF, toProblem } from '#server/platform/errors.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { territoryApi } from './api.ts';
import { loadTerritory } from './index.ts';

const base = testDatabase();
let api: ReturnType<typeof territoryApi>;
beforeAll(async () => {
  const territory = await loadTerritory(base.db);
  api = territoryApi({ territory, clock: () => new Date('2026-11-21T08:00:00+07:00'), origin: 'https://x.test' } as unknown as App);
  api.onError((e, c) => (e instanceof AppError ? c.json(toProblem(e, 'en'), STATUS_OF[e.code] as 422) : c.text(String(e), 500)));
});
type Json = {
  total: number;
  items: { code: string; fullName: string; parent: string }[];
  errors: { path: string; message: string }[];
  code: string;
};
const get = async (query: string) => {
  const answer = await api.request(`/units?${query}`);
  return { status: answer.status, link: answer.headers.get('link'), body: (await answer.json()) as Json };
};
const ask = async (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) => {
  const answer = await api.request('/units/resolve', {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
};

describe('GET /units', () => {
  it('lists today’s units by pages', async () => {
    const { body, link } = await get('level=province&pageSize=20&page=2');
    expect([body.total, body.items.length]).toEqual([34, 14]);
    expect(link).toContain('<https://x.test/api/v1/units?level=province&pageSize=20&page=1>; rel="prev"');
    expect(link).not.toContain('rel="next"');
    expect((await get('level=commune')).body.total).toBe(3321);
    expect((await get('level=commune&parent=86')).body.total).toBe(124);
  });

  it('lists the units of a day', async () => {
    const { body } = await get('level=commune&asOf=2025-06-01&q=phu%20can&pageSize=100');
    expect(body.items).toContainEqual(
      expect.objectContaining({ code: '29347', fullName: 'Xã Phú Cần', parent: '84-huyen-tieu-can', validUntil: '2025-06-30' }),
    );
    expect((await get('level=commune&asOf=2025-06-01&parent=84-huyen-tieu-can')).body.total).toBe(11);
    expect((await get('level=district&asOf=2025-06-01&parent=84')).body.total).toBe(9);
    expect((await get('level=district')).body.total).toBe(0);
  });

  it('finds names with wrong or no marks', async () => {
    for (const q of ['Thanh Hóa', 'thanh hoá', 'THANH HOA', 'tỉnh Thanh Hoá']) {
      expect((await get(`level=province&q=${encodeURIComponent(q)}`)).body.items.map((u) => u.code)).toEqual(['38']);
    }
  });

  it.each([
    ['level=x', 'level'],
    ['asOf=2025-02-30', 'asOf'],
    ['page=0', 'page'],
    ['page=1e9', 'page'],
    ['pageSize=101', 'pageSize'],
    ['page=', 'page'],
    ['page=2e0', 'page', 'Must be a whole number from 1 to 999999999.'],
    ['pageSize=0x10', 'pageSize', 'Must be a whole number from 1 to 100.'],
    ['level=province&page=2', 'page', 'The last page is 1.'],
    ['parent=ZZ', 'parent', 'There is no province or district “ZZ”.'],
    ['asOf=2025-06-31', 'asOf', 'Must be a day (YYYY-MM-DD).'],
    ['foo=1', 'foo', 'There is no parameter “foo”.'],
    ['level=province&level=commune', 'level'],
  ])('refuses %s', async (query, path, message?: string) => {
    const { status, body } = await get(query);
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    if (message) expect(body.errors[0]?.message).toBe(message);
  });
});

describe('POST /units/resolve', () => {
  it('answers candidates and their successors', async () => {
    const { status, body } = await ask({ address: 'ấp Cây Hẹ, xã Phú Cần, huyện Tiểu Cần, tỉnh Trà Vinh' });
    expect(status).toBe(200);
    expect(body).toEqual({
      candidates: [
        expect.objectContaining({
          code: '29347',
          level: 'commune',
          province: '84',
          current: [expect.objectContaining({ code: '29341', province: '86' })],
        }),
      ],
      ambiguous: false,
    });
    expect((await ask({ commune: 'xã Tân Thành' })).body.ambiguous).toBe(true);
    expect((await ask({ province: 'Atlantis' })).body).toEqual({ candidates: [], ambiguous: false });
  });

  it('refuses what it does not understand', async () => {
    for (const body of [{}, { address: '' }, { address: 5 }, { address: 'x', asOf: '2025-13-01' }, { address: 'x', foo: 1 }, [], '{']) {
      expect((await ask(body)).status, JSON.stringify(body)).toBe(422);
    }
    expect((await ask('{"address":"Huế"}', { 'content-type': 'text/plain' })).status).toBe(415);
  });
});
