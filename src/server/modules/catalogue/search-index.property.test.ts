import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ProductFacts, standing } from '#server/modules/registry/index.ts';
import { fold } from '#shared/text/fold.ts';
import { GROUPS, PRODUCER_TYPES, STAR_KEYS, starKey } from '#shared/vocabulary.ts';
import { Engine } from './engine.ts';
import { facts, recognition, smallCountry } from './fixtures.ts';
import { emptySearch } from './parse-search.ts';
import { buildIndex, type SearchIndex } from './search-index.ts';
import { placeNames, suggest } from './suggest.ts';
import type { SearchQuery } from './types.ts';

const DAY = '2026-03-01';
/** More of them: SANVAT_RUNS=2000 on the command line. */
const RUNS = Number(process.env.SANVAT_RUNS ?? 60);
const WORDS = ['gạo', 'nếp', 'mật', 'ong', 'trà', 'sen', 'cá', 'khô', 'bạc', 'hà'];
const some = fc.record({
  name: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((w) => w.join(' ')),
  producer: fc.constantFrom('HTX Một', 'HTX Hai', 'Cơ sở Ba'),
  type: fc.constantFrom(...PRODUCER_TYPES),
  commune: fc.constantFrom('1', '2', '3', '4'),
  group: fc.constantFrom(...GROUPS),
  set: fc.integer({ min: 1, max: 26 }),
  code: fc.constantFrom('01-24', '02-24', null),
  oldCode: fc.constantFrom('01-24', '03-24', null),
  recognitions: fc
    .record({
      from: fc.constantFrom('2020-01-01', '2024-01-01', '2025-06-01', '2026-12-01'),
      star: fc.constantFrom(3, 4, 5),
      p: fc.boolean(),
      end: fc.boolean(),
      decision: fc.constantFrom('7/QĐ-UBND', '12/QĐ-BNN', '7'),
    })
    .map(({ from, star, p, end, decision }) => [
      recognition(from, {
        decisionNo: decision,
        star: star as 3 | 4 | 5,
        potentialFive: p && star === 4,
        ...(end ? { endedOn: '2025-12-01' < from ? from : '2025-12-01', endedBy: 'revoked' as const } : {}),
      }),
    ]),
});
const register = fc.array(some, { minLength: 1, maxLength: 60 }).map((list) => list.map((s, i) => facts(`ID${i}`, s)));
const filter = fc.record({
  star: fc.subarray([...STAR_KEYS]),
  province: fc.subarray(['24', '08', '91']),
  oldProvince: fc.subarray(['24', '27', '02', '91']),
  region: fc.subarray(['north', 'south']),
  group: fc.subarray([...GROUPS]),
  set: fc.subarray([1, 5, 9, 13, 20], { maxLength: 2 }),
  producerType: fc.subarray([...PRODUCER_TYPES]),
  status: fc.constantFrom('valid' as const, 'expiring' as const, 'expired' as const, 'revoked' as const, 'any' as const),
});
type Filter = Partial<SearchQuery>;

const regionOf = (p: ProductFacts) => (p.place.provinceCode === '91' ? 'south' : 'north');
const values = {
  star: (p: ProductFacts) => {
    const s = standing(p.recognitions, DAY)?.current;
    return s ? starKey(s.star, s.potentialFive) : '';
  },
  province: (p: ProductFacts) => p.place.provinceCode,
  region: regionOf,
  group: (p: ProductFacts) => p.group ?? '',
  producerType: (p: ProductFacts) => p.producer.type,
  oldProvince: (p: ProductFacts) => p.place.oldProvinceCode ?? '',
  set: (p: ProductFacts) => p.set ?? 0,
};
type Dimension = keyof typeof values;

function fits(p: ProductFacts, f: Filter, except?: Dimension): boolean {
  const status = standing(p.recognitions, DAY)?.status;
  if (!status) return false;
  const wanted = {
    valid: ['valid', 'expiring', 'extended'],
    expiring: ['expiring'],
    expired: ['expired'],
    revoked: ['revoked'],
    any: [status],
  }[f.status ?? 'valid'];
  if (!wanted.includes(status)) return false;
  return (Object.keys(values) as Dimension[]).every((d) => {
    const list = (f[d] ?? []) as unknown[];
    return d === except || list.length === 0 || list.includes(values[d](p));
  });
}

test('filters and facets are what a plain scan finds', () => {
  fc.assert(
    fc.property(register, filter, (all, f) => {
      const index = buildIndex(all, smallCountry, DAY);
      const found = index.search({ ...emptySearch(), ...f, pageSize: 100 }, 'vi', 1);
      expect(found.items.map((c) => c.id).sort()).toEqual(
        all
          .filter((p) => fits(p, f))
          .map((p) => p.id)
          .sort(),
      );
      for (const d of ['star', 'province', 'region', 'group', 'producerType'] as const) {
        const counts: Record<string, number> = {};
        for (const p of all) if (fits(p, f, d)) counts[values[d](p)] = (counts[values[d](p)] ?? 0) + 1;
        expect(Object.fromEntries(found.facets[d].map((e) => [e.value, e.count]))).toEqual(counts);
      }
    }),
    { numRuns: 60 },
  );
});

test('counting many by their kinds gives what counting one by one gives', () => {
  const of = (index: SearchIndex, query: SearchQuery, many: number) => {
    const { total, slots, counts } = new Engine(many).run(index.store, query);
    return { total, slots, counts: { ...counts, region: counts.region.subarray(0, 7) } }; // 7: no region
  };
  fc.assert(
    fc.property(register, filter, fc.constantFrom('', 'gạo', 'htx'), (all, f, q) => {
      const index = buildIndex(all, smallCountry, DAY);
      const query = { ...emptySearch(), ...f, q, pageSize: 100 };
      expect(of(index, query, 0)).toEqual(of(index, query, Number.POSITIVE_INFINITY));
    }),
    { numRuns: 60 },
  );
});

test('every product whose name has all the words is found, whatever the order', () => {
  fc.assert(
    fc.property(register, fc.uniqueArray(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }), fc.boolean(), (all, words, bare) => {
      const index = buildIndex(all, smallCountry, DAY);
      const q = bare ? fold(words.join(' ')) : words.join(' ');
      const found = new Set(index.search({ ...emptySearch(), q, status: 'any', pageSize: 100 }, 'vi', 1).items.map((c) => c.id));
      for (const p of all)
        if (fits(p, { status: 'any' }) && words.every((w) => p.name.split(' ').includes(w))) expect(found).toContain(p.id);
    }),
    { numRuns: 60 },
  );
});

const answers = (index: SearchIndex) =>
  [
    '',
    'gạo nếp',
    'mat ong',
    'tra',
    'htx mot',
    'bac giang',
    'ga',
    'gạ',
    'nếp hà',
    'hà nôi',
    'luc ngan',
    'matong',
    'thực phẩm',
    'đồ uống bắc ninh',
    'honey',
    '01-24',
    '7/QĐ-UBND',
    'qd 12 qd bnn',
    'xa luc ngan',
    'trà xen',
    'lếp',
    'HTX Hai',
  ].flatMap((q) =>
    (['valid', 'any', 'expired'] as const).map((status) => {
      const { items, total, facets, understoodAs } = index.search({ ...emptySearch(), q, status, pageSize: 100 }, 'vi', 1);
      return { q, status, total, facets, items, understoodAs };
    }),
  );

const edits = fc.array(fc.record({ at: fc.nat(80), next: some, gone: fc.boolean() }), { maxLength: 25 });
type Edits = typeof edits extends fc.Arbitrary<infer E> ? E : never;

/** The same products in an index that was changed step by step, and in one built from where that led. */
function twice(all: ProductFacts[], steps: Edits): [changed: SearchIndex, rebuilt: SearchIndex] {
  const index = buildIndex(all, smallCountry, DAY);
  const truth = new Map(all.map((p) => [p.id, p]));
  for (const { at, next, gone } of steps) {
    const id = `ID${at}`;
    if (gone) {
      truth.delete(id);
      index.apply([], [id]);
    } else {
      truth.set(id, facts(id, next));
      index.apply([facts(id, next)]);
    }
  }
  return [index, buildIndex(truth.values(), smallCountry, DAY)];
}

test('changing in place gives the answers of a rebuild, in their order', () => {
  fc.assert(
    fc.property(register, edits, (all, steps) => {
      const [index, rebuilt] = twice(all, steps);
      expect(index.store.inForce).toBe(rebuilt.store.inForce);
      expect(answers(index)).toEqual(answers(rebuilt));
    }),
    { numRuns: RUNS },
  );
});

// 'mat' stood in one product more than 'ong', but that one was gone: the rebuild took the other word for the rarer, and so for the slip.
test('a product that is gone does not decide which word of a text is the rarest', () => {
  const p = (name: string, commune = '1') => ({ name, commune, producer: 'HTX Một', recognitions: [recognition('2020-01-01')] });
  const all = [p('gạo'), p('mật'), p('mật gạo', '4'), p('gạo')].map((s, i) => facts(`ID${i}`, s));
  const [index, rebuilt] = twice(all, [
    { at: 0, next: p('ong'), gone: false },
    { at: 1, next: p('gạo'), gone: false },
  ] as Edits);
  expect(answers(index)).toEqual(answers(rebuilt));
});

test('the code of a product that is gone is an ordinary text again', () => {
  const all = [facts('ID0', { name: 'gạo 01 24' }), facts('ID1', { name: 'mật', code: '01-24' })];
  const index = buildIndex(all, smallCountry, DAY);
  const found = () => index.search({ ...emptySearch(), q: '01-24', status: 'any' }, 'vi', 1).items.map((c) => c.id);
  expect(found()).toEqual(['ID1']);
  index.apply([], ['ID1']);
  expect(found()).toEqual(['ID0']);
});

test('a turned day gives the answers of a build on that day', () => {
  fc.assert(
    fc.property(register, fc.constantFrom('2026-03-02', '2026-12-01', '2027-01-02', '2028-06-02', '2030-01-01'), (all, day) => {
      const index = buildIndex(all, smallCountry, DAY);
      index.turnTo(day);
      expect(answers(index)).toEqual(answers(buildIndex(all, smallCountry, day)));
    }),
    { numRuns: 40 },
  );
});

test('no text makes the search fail', () => {
  const index = buildIndex(
    WORDS.map((w, i) => facts(`ID${i}`, { name: `${w} ${WORDS[(i + 3) % 10]} ${i}` })),
    smallCountry,
    DAY,
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'gạonếp stfrxj 1569'), maxLength: 200 }),
  );
  fc.assert(
    fc.property(text, (q) => {
      const { total, items } = index.search({ ...emptySearch(), q: q.trim() }, 'vi', 1);
      expect(items.length).toBe(Math.min(total, 20));
      expect(Array.isArray(suggest(index.engine, index.store, placeNames(index.store), q, 10))).toBe(true);
    }),
    { numRuns: 300 },
  );
});
