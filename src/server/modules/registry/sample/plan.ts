// Who exists in the sample: producers and products by province, with the pattern and the stars that the quotas ask for.
import type { ProducerType, StarKey } from '#shared/vocabulary.ts';
import { BAC_NINH, BAC_NINH_ON_B, type Move, type Pattern, type Quota, REGIONS_ON_B, REST, TYPES_ON_B } from './quotas.ts';
import { apportion, deal, type Random, spread } from './random.ts';

export type PlannedProducer = { number: number; province: string; type: ProducerType };
export type PlannedProduct = {
  producer: PlannedProducer;
  pattern: Pattern;
  /** Year of first recognition where the pattern leaves it open. */
  year: string | null;
  /** On A, B, C; null where not in force or where nothing is asked. */
  stars: [StarKey | null, StarKey | null, StarKey | null];
  /** Bắc Ninh of the 34-map stands still from August to the end of September 2025. */
  still: boolean;
};
export type Plan = { producers: PlannedProducer[]; products: PlannedProduct[] };

const LATE_TYPES: ProducerType[] = [
  'cooperative',
  'cooperative',
  'enterprise',
  'household',
  'business_household',
  'business_household',
  'cooperative_group',
];
/** Legal types beyond the four published classes appear only after the published figures. */
const NEWEST_TYPES: ProducerType[] = [...LATE_TYPES, ...LATE_TYPES, ...LATE_TYPES, 'farm', 'association', 'craft_village', 'farm', 'other'];

/** The plan for the whole country. */
export function makePlan(random: Random): Plan {
  const plan: Plan = { producers: [], products: [] };
  const onB = deal(random, TYPES_ON_B);
  const nation = REGIONS_ON_B.flatMap(({ total, weights }) => {
    // by text, so that the codes written with and without a leading zero keep one order
    const codes = Object.keys(weights).sort();
    return apportion(
      total,
      codes.map((c) => weights[c] ?? 0),
    ).map((n, i) => ({ province: codes[i] ?? '', n }));
  });
  const bacNinh = Object.entries(BAC_NINH_ON_B).map(([province, n]) => ({ province, n }));
  planStratum(random, plan, onB, REST, nation, false);
  planStratum(random, plan, onB, BAC_NINH, bacNinh, true);
  return plan;
}

type Share = { province: string; n: number };

function planStratum(random: Random, plan: Plan, typesOnB: ProducerType[], quota: Quota, provinces: Share[], still: boolean): void {
  const products: PlannedProduct[] = [];
  const { patterns: count, producers: makers } = quota;
  const add = (producer: PlannedProducer, pattern: Pattern) =>
    products.push({ producer, pattern, year: null, stars: [null, null, null], still });
  const found = (province: string, type: ProducerType): PlannedProducer => {
    const producer = { number: plan.producers.length, province, type };
    plan.producers.push(producer);
    return producer;
  };
  const weights = provinces.map((p) => p.n);

  // in force on B: patterns laid out evenly over the provinces, one stretch each
  const labels = spread(random, {
    '111': count['111'],
    '110L': count['110L'],
    '110R': count['110R'],
    '011': count['011'],
    '010': count['010'],
  });
  let at = 0;
  const old: Pattern[][] = [];
  const young: Pattern[][] = [];
  for (const p of provinces) {
    const mine = labels.slice(at, at + p.n);
    at += p.n;
    old.push(mine.filter((l) => l.startsWith('11')));
    young.push(mine.filter((l) => l.startsWith('01')));
  }
  const both = apportion(
    makers.both,
    old.map((l) => l.length),
  );
  const fromB = apportion(
    makers.fromB,
    young.map((l) => l.length),
  );
  const owners = provinces.map(({ province }, i) => {
    const make = (n: number) => Array.from({ length: n }, () => found(province, typesOnB.pop() ?? 'other'));
    const established = make(both[i] ?? 0);
    const fresh = make(fromB[i] ?? 0);
    share(random, old[i] ?? [], established, established, add);
    // three of four products that came in 2024 belong to producers who came with them
    share(random, young[i] ?? [], fresh, random.chance(0.5) ? [...fresh, ...fresh, ...established] : [...fresh, ...established], add);
    return { province, established, all: [...established, ...fresh] };
  });

  // not in force on B
  const rest = (names: Pattern[], producers: number, pool: (i: number) => PlannedProducer[], types: ProducerType[], remember = false) => {
    const list = spread(random, Object.fromEntries(names.map((n) => [n, count[n]])) as Record<Pattern, number>);
    const per = apportion(list.length, weights);
    const newcomers = apportion(producers, weights);
    let from = 0;
    for (const [i, { province }] of provinces.entries()) {
      const mine = list.slice(from, from + (per[i] ?? 0));
      from += mine.length;
      const fresh = Array.from({ length: newcomers[i] ?? 0 }, () => found(province, random.pick(types)));
      share(random, mine, fresh, [...pool(i), ...fresh], add);
      if (remember) owners[i]?.all.push(...fresh);
    }
  };
  rest(['100L', '100R', '101'], makers.onlyA, (i) => owners[i]?.established ?? [], LATE_TYPES);
  rest(['X'], makers.gone, (i) => owners[i]?.established ?? [], LATE_TYPES);
  rest(['001'], makers.afterB, (i) => owners[i]?.all ?? [], LATE_TYPES, true);
  rest(['N'], makers.afterC, (i) => owners[i]?.all ?? [], NEWEST_TYPES);

  setStars(random, products, quota);
  setYears(random, products, quota);
  plan.products.push(...products);
}

/** One product for each of `first`, the others to `pool`, to some producers many more than to others. */
function share(
  random: Random,
  patterns: Pattern[],
  first: PlannedProducer[],
  pool: PlannedProducer[],
  add: (p: PlannedProducer, pattern: Pattern) => void,
): void {
  if (patterns.length < first.length) throw new Error('the sample has more producers than products in a province');
  random.shuffle(patterns).forEach((pattern, i) => {
    const producer = first[i] ?? pool[Math.floor(pool.length * random.next() ** 1.7)];
    if (!producer) throw new Error('a product of the sample finds no producer');
    add(producer, pattern);
  });
}

function setStars(random: Random, products: PlannedProduct[], quota: Quota): void {
  const of = (pattern: Pattern) => products.filter((p) => p.pattern === pattern);
  const open = (pattern: keyof Quota['stars'], slots: number[]) => {
    const stars = deal(random, quota.stars[pattern]);
    for (const product of of(pattern)) {
      const star = stars.pop() ?? '3';
      for (const s of slots) product.stars[s] = star;
    }
  };
  const move = (pattern: Pattern, from: number, to: number, moves: Partial<Record<Move, number>> | undefined) => {
    const next = new Map<string, StarKey[]>();
    for (const label of deal(random, moves ?? {})) {
      const [a = '', b = ''] = label.split('>');
      (next.get(a) ?? next.set(a, []).get(a))?.push(b as StarKey);
    }
    for (const product of of(pattern)) product.stars[to] = next.get(product.stars[from] ?? '')?.pop() ?? null;
  };
  for (const pattern of ['100L', '100R', '101'] as const) open(pattern, [0]);
  for (const pattern of ['110L', '110R'] as const) open(pattern, [0, 1]);
  open('010', [1]);
  open('111', [0]);
  open('011', [1]);
  open('001', [2]);
  move('111', 0, 1, quota.moves['111'][0]);
  move('111', 1, 2, quota.moves['111'][1]);
  move('011', 1, 2, quota.moves['011'][0]);
  move('101', 0, 2, quota.moves['101'][0]);
}

function setYears(random: Random, products: PlannedProduct[], quota: Quota): void {
  for (const [pattern, counts] of Object.entries(quota.years)) {
    const left = { ...counts } as Record<string, number>;
    const mine = products.filter((p) => p.pattern === pattern);
    // a product loses a star only when it is assessed again, so its term must end about then
    for (const p of mine) {
      const [a, b, c] = p.stars;
      p.year = pattern === '111' && a === '4' && b === '3' ? '2021' : pattern === '111' && b === '4' && c === '3' ? '2022' : null;
      if (p.year) left[p.year] = (left[p.year] ?? 0) - 1;
    }
    const years = deal(random, left);
    for (const p of mine) p.year ??= years.pop() ?? null;
  }
}
