// The figures published about the programme (five articles, 2023–2025), which the sample register must yield by itself.
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSample } from '#server/modules/registry/fixtures.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { addDays, addMonths } from '#shared/dates.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { readHeadline, readSeries, readStatistics, type StatisticsQuery } from './index.ts';

const test = testDatabase();
let territory: Territory;
beforeAll(async () => {
  territory = await loadTerritory(test.db);
  await loadSample(test.db, testCtx(test.db), territory);
}, 120_000);

async function figures(asOf: string, more: Partial<StatisticsQuery> = {}) {
  const found = await readStatistics(test.db, territory, { asOf, map: 63, by: 'star', count: 'products', ...more });
  expect(found.rows.reduce((sum, r) => sum + r.count, 0)).toBe(found.total);
  expect(found.sample).toBe(true);
  return {
    ...found,
    of: Object.fromEntries(found.rows.map((r) => [r.key, r.count])),
    named: Object.fromEntries(found.rows.map((r) => [r.label.vi, r.count])),
  };
}

describe('the sample register', () => {
  it('end of 2023: 10,322 products, 5,361 producers, 42 of five stars', async () => {
    const found = await figures('2023-12-31');
    expect([found.total, found.producers, found.of['5']]).toEqual([10_322, 5_361, 42]);
  });

  it('end of 2024: 15,590 products by star', async () => {
    const found = await figures('2024-12-31');
    expect(found.total).toBe(15_590);
    expect(found.of).toEqual({ '3': 11_880, '4': 3_570, '5p': 61, '5': 79 });
  });

  it('end of 2024: 8,476 producers by kind', async () => {
    const { total, of } = await figures('2024-12-31', { by: 'producerType', count: 'producers' });
    const groups = of.cooperative_group ?? 0;
    expect(total).toBe(8_476);
    expect([of.cooperative, of.enterprise, groups]).toEqual([2_707, 1_890, 1_192]);
    expect(total - (of.cooperative ?? 0) - (of.enterprise ?? 0) - groups).toBe(2_687);
  });

  it('end of 2024: four regions of the time', async () => {
    const { named } = await figures('2024-12-31', { by: 'region' });
    expect(named).toMatchObject({
      'Đồng bằng sông Hồng': 4_490,
      'Đồng bằng sông Cửu Long': 2_947,
      'Trung du và miền núi phía Bắc': 2_666,
      'Đông Nam Bộ': 920,
    });
  });

  it('end of July 2025: 17,068 products, 126 of five stars', async () => {
    const found = await figures('2025-07-31');
    expect([found.total, found.of['5']]).toEqual([17_068, 126]);
    expect(await readHeadline(test.db, '2025-07-31')).toMatchObject({
      products: 17_068,
      five: 126,
      producers: found.producers,
      everRecognised: found.everRecognised,
    });
  });

  it('Bắc Ninh, 34 provinces, on each day of the second half of September 2025: 773', async () => {
    for (let day = '2025-09-15'; day <= '2025-09-30'; day = addDays(day, 1)) {
      const { total, of } = await figures(day, { map: 34, province: '24' });
      expect([day, total, of['5'], (of['4'] ?? 0) + (of['5p'] ?? 0), of['3']]).toEqual([day, 773, 1, 114, 658]);
    }
  }, 30_000);

  it('never falls below 16,000 from then to the end of 2027', async () => {
    for (let day = '2025-08-01'; day <= '2027-12-31'; day = addDays(day, 73))
      expect((await readHeadline(test.db, day)).products, day).toBeGreaterThanOrEqual(16_000);
    const months = await readSeries(test.db, { from: '2019-01-01', to: '2027-12-31', step: 'month' });
    expect(months.every((m) => m.inForce <= m.everRecognised)).toBe(true);
    expect(Math.min(...months.filter((m) => m.day > '2025-07-31').map((m) => m.inForce))).toBeGreaterThanOrEqual(16_000);
  }, 60_000);

  it('adds up on both maps, by every split, on days of all years', async () => {
    for (let day = '2019-08-17'; day <= '2026-11-21'; day = addMonths(day, 29))
      for (const map of [34, 63] as const)
        for (const by of ['star', 'region', 'province', 'producerType', 'group', 'set', 'year'] as const)
          for (const count of ['products', 'producers'] as const) {
            const found = await figures(day, { map, by, count });
            if (map === 34) expect(found.of.unknown ?? 0).toBe(0);
          }
  }, 60_000);
});
