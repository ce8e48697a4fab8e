import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { isInForce, lastDay, type RecognitionFacts, standing } from '#server/modules/registry/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { addDays } from '#shared/dates.ts';
import { GROUPS, groupOfSet, PRODUCER_TYPES, type ProducerType, type Star, starKey } from '#shared/vocabulary.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import { DIMENSIONS, readHeadline, readSeries, readStatistics, type StatisticsQuery } from './index.ts';

type Place = { province: string; old: string | null };
type Producer = Place & { id: string; type: ProducerType };
type Version = { from: string; producer: string; set: number | null };
type Product = Place & {
  id: string;
  producer: string;
  set: number | null;
  /** Earlier and later ones in their order; the last says what the product is. None: it never changed. */
  versions?: Version[];
  terms: Omit<RecognitionFacts, 'score' | 'decisionNo' | 'decidedOn' | 'issuer' | 'cause'>[];
};
type Register = { producers: Producer[]; products: Product[] };

const test = testDatabase();
let territory: Territory;
beforeAll(async () => {
  territory = await loadTerritory(test.db);
});

// Few places, so that several things meet in one row; the last one is known only by its merged province.
const PLACES: Place[] = [
  { province: '24', old: '27' },
  { province: '24', old: '24' },
  { province: '24', old: null },
  { province: '25', old: '17' },
  { province: '01', old: '01' },
  { province: '79', old: '77' },
];
// A span about as long as a recognition, so that most products hold one on most days.
const day = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2019-03-01', n));

const term = fc
  .record({
    validFrom: day,
    star: fc.constantFrom<Star>(3, 4, 5),
    potential: fc.boolean(),
    extended: fc.option(fc.integer({ min: 1, max: 180 })),
    ended: fc.option(fc.integer({ min: 0, max: 1200 }), { freq: 2 }),
  })
  .map((r) => {
    const validUntil = lastDay(r.validFrom);
    return {
      star: r.star,
      potentialFive: r.star === 4 && r.potential,
      validFrom: r.validFrom,
      validUntil,
      extendedUntil: r.extended === null ? null : addDays(validUntil, r.extended),
      endedOn: r.ended === null ? null : addDays(r.validFrom, r.ended),
      endedBy: r.ended === null ? null : ('revoked' as const),
    };
  });
const register: fc.Arbitrary<Register> = fc.integer({ min: 1, max: 3 }).chain((makers) =>
  fc.record({
    producers: fc.tuple(
      ...Array.from({ length: makers }, (_, i) =>
        fc
          .record({ place: fc.constantFrom(...PLACES), type: fc.constantFrom(...PRODUCER_TYPES) })
          .map(({ place, type }) => ({ id: `m${i}`, type, ...place })),
      ),
    ),
    products: fc
      .array(
        fc.record({
          place: fc.constantFrom(...PLACES),
          maker: fc.integer({ min: 0, max: makers - 1 }),
          set: fc.option(fc.integer({ min: 1, max: 26 })),
          before: fc.array(
            fc.record({ from: day, maker: fc.integer({ min: 0, max: makers - 1 }), set: fc.option(fc.integer({ min: 1, max: 26 })) }),
            { maxLength: 2 },
          ),
          since: day,
          terms: fc.uniqueArray(term, { minLength: 1, maxLength: 3, selector: (t) => t.validFrom }),
        }),
        { minLength: 4, maxLength: 14 },
      )
      .map((list) =>
        list.map(({ place, maker, set, before, since, terms }, i) => ({
          id: `p${String(i).padStart(2, '0')}`,
          producer: `m${maker}`,
          set,
          // Not sorted by day: a correction may be dated before what it corrects.
          versions: [
            ...before.map((v) => ({ from: v.from, producer: `m${v.maker}`, set: v.set })),
            { from: since, producer: `m${maker}`, set },
          ],
          terms: covered(terms.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))),
          ...place,
        })),
      ),
  }),
);

/** As the register keeps them: a withdrawal covers whatever began before its day and is told afterwards. */
type Terms = Register['products'][number]['terms'];
function covered(terms: Terms): Terms {
  return terms.reduce<Terms>((told, t) => {
    const day = told.flatMap((x) => (x.endedOn === null ? [] : [x.endedOn])).sort()[0];
    const ends = t.endedOn === null && day !== undefined && day > t.validFrom && day <= (t.extendedUntil ?? t.validUntil);
    told.push(ends ? { ...t, endedOn: day, endedBy: 'revoked' } : t);
    return told;
  }, []);
}

async function store({ producers, products }: Register): Promise<void> {
  for (const table of ['recognition', 'product_version', 'product', 'producer'])
    await sql`delete from ${sql.table(`registry.${table}`)}`.execute(test.db);
  if (producers.length > 0)
    await test.db
      .insertInto('registry.producer')
      .values(
        producers.map((m) => ({
          ...placed(m),
          id: m.id,
          name: m.id,
          name_key: m.id,
          type: m.type,
          type_stated: null,
          place_key: m.id,
          representative: null,
          phone: null,
        })),
      )
      .execute();
  if (products.length > 0)
    await test.db
      .insertInto('registry.product')
      .values(
        products.map((p) => ({
          ...placed(p),
          id: p.id,
          producer_id: p.producer,
          code: null,
          old_code: null,
          name: p.id,
          name_key: p.id,
          group_code: p.set === null ? null : (groupOfSet(p.set) ?? null),
          set_no: p.set,
          group_stated: null,
        })),
      )
      .execute();
  const versions = products.flatMap((p) =>
    (p.versions ?? []).map((v, i) => ({
      product_id: p.id,
      version: i + 1,
      valid_from: v.from,
      name: p.id,
      producer_id: v.producer,
      code: null,
      group_code: v.set === null ? null : (groupOfSet(v.set) ?? null),
      set_no: v.set,
      recorded_at: '2026-01-01T00:00:00Z',
      recorded_by: 'test',
    })),
  );
  if (versions.length > 0) await test.db.insertInto('registry.product_version').values(versions).execute();
  const terms = products.flatMap((p) =>
    p.terms.map((t) => ({
      product_id: p.id,
      star: t.star,
      potential_five: t.potentialFive,
      score: null,
      decision_no: null,
      decision_key: null,
      decided_on: null,
      issuer: null,
      valid_from: t.validFrom,
      valid_until: t.validUntil,
      extended_until: t.extendedUntil,
      extension_reason: null,
      ended_on: t.endedOn,
      ended_by: t.endedBy,
      cause: null,
    })),
  );
  if (terms.length > 0) await test.db.insertInto('registry.recognition').values(terms).execute();
}
const placed = (p: Place) => ({
  address_written: null,
  commune_written: null,
  district_written: null,
  province_written: null,
  commune_code: null,
  province_code: p.province,
  old_province_code: p.old,
  mapped_by: null,
  mapped_at: null,
  lat: null,
  lng: null,
});

/** The same question answered the plain way, from the register's own rule of validity. */
function naive({ producers, products: present }: Register, q: StatisticsQuery) {
  const products = present.map((p) => ({ ...p, ...(p.versions?.findLast((v) => v.from <= q.asOf) ?? p.versions?.[0]) }));
  const makers = new Map(producers.map((m) => [m.id, m]));
  const codeOf = (p: Place) => (q.map === 34 ? p.province : p.old);
  const regionOf = (code: string | null) => territory.regions(q.map).find((r) => code !== null && r.provinces.includes(code))?.key;
  const first = (p: Product) => p.terms[0]?.validFrom as string;
  const key = (p: Product, at: Place, began: string): string => {
    const current = standing(p.terms, q.asOf)?.current;
    const found = {
      star: current && starKey(current.star, current.potentialFive),
      region: regionOf(codeOf(at)),
      province: codeOf(at),
      producerType: makers.get(p.producer)?.type,
      group: p.set === null ? null : groupOfSet(p.set),
      set: p.set === null ? null : String(p.set),
      year: began.slice(0, 4),
    }[q.by];
    return found ?? 'unknown';
  };
  const live = products.filter((p) => {
    const s = standing(p.terms, q.asOf);
    return s && isInForce(s.status);
  });
  const seat = (p: Product) => makers.get(p.producer) as Producer;
  const inside = (at: Place) => q.province === undefined || codeOf(at) === q.province;
  const ever = products.filter((p) => p.terms.some((t) => t.validFrom <= q.asOf));
  const counts = new Map<string, number>();
  const add = (k: string) => counts.set(k, (counts.get(k) ?? 0) + 1);
  if (q.count === 'products') {
    const chosen = live.filter((p) => inside(p));
    for (const p of chosen) add(key(p, p, first(p)));
    return {
      counts,
      total: chosen.length,
      producers: new Set(chosen.map((p) => p.producer)).size,
      ever: ever.filter((p) => inside(p)).length,
    };
  }
  const rank = (p: Product) => {
    const c = standing(p.terms, q.asOf)?.current;
    return ['3', '4', '5p', '5'].indexOf(starKey(c?.star ?? 3, c?.potentialFive ?? false));
  };
  const chosen = producers.filter((m) => inside(m) && live.some((p) => p.producer === m.id));
  for (const m of chosen) {
    const best = live
      .filter((p) => p.producer === m.id)
      .sort((a, b) => rank(b) - rank(a) || first(a).localeCompare(first(b)) || (a.id < b.id ? -1 : 1))[0] as Product;
    const began = ever
      .filter((p) => p.producer === m.id)
      .map(first)
      .sort()[0] as string;
    add(key(best, m, began));
  }
  const everMakers = new Set(ever.filter((p) => inside(seat(p))).map((p) => p.producer)).size;
  return { counts, total: chosen.length, producers: chosen.length, ever: everMakers };
}

const question = fc.record({
  map: fc.constantFrom<34 | 63>(34, 63),
  by: fc.constantFrom(...DIMENSIONS),
  count: fc.constantFrom<'products' | 'producers'>('products', 'producers'),
  province: fc.option(fc.constantFrom('24', '27', '25', '01'), { nil: undefined, freq: 2 }),
});
/** Days on which something turns, and the days around them: where a wrong comparison shows. */
const turns = ({ products }: Register): string[] =>
  products.flatMap((p) =>
    p.terms.flatMap((t) =>
      [t.validFrom, t.validUntil, t.extendedUntil ?? t.validUntil, t.endedOn ?? t.validFrom].flatMap((d) => [
        addDays(d, -1),
        d,
        addDays(d, 1),
      ]),
    ),
  );
const asked = register.chain((facts) =>
  fc.tuple(
    fc.constant(facts),
    fc.array(fc.record({ asOf: fc.oneof(day, fc.constantFrom(...turns(facts))), question }), { minLength: 14, maxLength: 20 }),
  ),
);

describe('the figures of any day', () => {
  it('equal a plain recount of random registers: every split, both maps, products and producers, with and without a province', async () => {
    await fc.assert(
      fc.asyncProperty(asked, async ([facts, queries]) => {
        await store(facts);
        for (const { asOf, question: ask } of queries) {
          const q: StatisticsQuery = { asOf, ...ask };
          const wanted = naive(facts, q);
          const got = await readStatistics(test.db, territory, q);
          const counted = new Map(got.rows.filter((r) => r.count > 0).map((r) => [r.key, r.count]));
          expect(counted, JSON.stringify(q)).toEqual(wanted.counts);
          expect({ total: got.total, producers: got.producers, ever: got.everRecognised }).toEqual({
            total: wanted.total,
            producers: wanted.producers,
            ever: wanted.ever,
          });
          expect(got.rows.reduce((sum, r) => sum + r.count, 0)).toBe(got.total);
          expect(new Set(got.rows.map((r) => r.key)).size).toBe(got.rows.length);
        }
      }),
      { numRuns: 120 },
    );
  }, 120_000);

  it('counts a product under the group, set and producer that it had on the day', async () => {
    const term = { star: 3 as const, potentialFive: false, validFrom: '2024-05-01', validUntil: '2027-05-01', extendedUntil: null };
    const household = { id: 'm0', type: 'household' as const, province: '24', old: null };
    const product = {
      id: 'p00',
      producer: 'm1',
      province: '24',
      old: null,
      set: 20,
      versions: [
        { from: '2024-05-01', producer: 'm0', set: 1 },
        { from: '2025-07-01', producer: 'm1', set: 20 },
      ],
      terms: [{ ...term, endedOn: null, endedBy: null }],
    };
    await store({ producers: [household, { ...household, id: 'm1', type: 'cooperative' }], products: [product] });
    const on = async (asOf: string) => {
      const of = async (by: StatisticsQuery['by'], count: StatisticsQuery['count'] = 'products') =>
        (await readStatistics(test.db, territory, { asOf, map: 34, by, count })).rows.filter((r) => r.count > 0).map((r) => r.key);
      return [await of('set'), await of('group'), await of('producerType'), await of('producerType', 'producers')].flat();
    };
    expect(await on('2025-06-30')).toEqual(['1', groupOfSet(1), 'household', 'household']);
    expect(await on('2025-07-01')).toEqual(['20', groupOfSet(20), 'cooperative', 'cooperative']);
  });

  it('headline and series say the same as the figures', async () => {
    await fc.assert(
      fc.asyncProperty(register, day, async (facts, to) => {
        await store(facts);
        const points = await readSeries(test.db, { from: '2019-01-01', to, step: 'year', map: 63, province: '27' });
        for (const point of points) {
          const whole = naive(facts, { asOf: point.day, map: 63, by: 'star', count: 'products', province: '27' });
          expect([point.inForce, point.everRecognised], point.day).toEqual([whole.total, whole.ever]);
        }
        const head = await readHeadline(test.db, to);
        const whole = naive(facts, { asOf: to, map: 34, by: 'star', count: 'products' });
        const provinces = naive(facts, { asOf: to, map: 34, by: 'province', count: 'products' });
        expect(head).toEqual({
          products: whole.total,
          five: whole.counts.get('5') ?? 0,
          producers: whole.producers,
          provinces: provinces.counts.size,
          everRecognised: whole.ever,
        });
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('shows every key in the official order, zero included, and names what is not known', async () => {
    const none = {
      star: 3 as const,
      potentialFive: false,
      validFrom: '2024-05-01',
      validUntil: '2027-05-01',
      extendedUntil: null,
      endedOn: null,
      endedBy: null,
    };
    await store({
      producers: [{ id: 'm0', type: 'household', province: '24', old: null }],
      products: [{ id: 'p00', producer: 'm0', province: '24', old: null, set: null, terms: [none] }],
    });
    const ask = (by: StatisticsQuery['by'], map: 34 | 63 = 34) =>
      readStatistics(test.db, territory, { asOf: '2026-01-01', map, by, count: 'products' });
    const keys = async (by: StatisticsQuery['by'], map?: 34 | 63) => (await ask(by, map)).rows.map((r) => r.key);
    expect(await keys('star')).toEqual(['3', '4', '5p', '5']);
    expect(await keys('producerType')).toEqual([...PRODUCER_TYPES]);
    expect(await keys('group')).toEqual([...GROUPS, 'unknown']);
    expect(await keys('set')).toHaveLength(27);
    expect(await keys('province', 34)).toHaveLength(34);
    expect(await keys('province', 63)).toHaveLength(64);
    expect(await keys('region', 34)).toEqual(territory.regions(34).map((r) => r.key));
    expect(await keys('year')).toEqual(['2024', '2025', '2026']);
    const last = (await ask('region', 63)).rows.at(-1);
    expect(last).toEqual({
      key: 'unknown',
      label: { vi: 'Chưa rõ (chỉ biết tỉnh sau sáp nhập)', en: 'Not known (only the merged province is known)' },
      count: 1,
      share: 1,
    });
  });

  it('is empty before the first recognition and on an empty register', async () => {
    await store({ producers: [], products: [] });
    const got = await readStatistics(test.db, territory, { asOf: '2020-01-01', map: 34, by: 'year', count: 'producers' });
    expect([got.total, got.producers, got.everRecognised, got.rows]).toEqual([0, 0, 0, []]);
    expect(await readSeries(test.db, { from: '2019-01-01', to: '2020-02-03', step: 'year' })).toEqual([
      { day: '2019-12-31', inForce: 0, everRecognised: 0 },
      { day: '2020-02-03', inForce: 0, everRecognised: 0 },
    ]);
  });
});
