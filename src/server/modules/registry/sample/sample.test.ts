// The history before it becomes rows, swept day by day without any shortcut.
import { beforeAll, describe, expect, it } from 'vitest';
import { iso, isWorkingDay, num } from './calendar.ts';
import { type Act, END } from './course.ts';
import { issuerOf } from './law.ts';
import { makePlan, type PlannedProduct } from './plan.ts';
import { NATION, REGIONS_ON_B } from './quotas.ts';
import { apportion, randomFrom } from './random.ts';
import { makeActs } from './timeline.ts';

type Life = { product: PlannedProduct; acts: Act[] };
const history = (): Life[] => {
  const random = randomFrom('test');
  const plan = makePlan(randomFrom('test/plan'));
  return plan.products.map((product) => ({
    product,
    acts: makeActs(random, product, `${product.producer.province}-${product.producer.number % 9}`),
  }));
};

let lives: Life[];
beforeAll(() => {
  lives = history();
});

const holds = (act: Act, day: number): boolean =>
  act.from <= day && day <= (act.extendedUntil ?? act.until) && (act.endedOn === null || day < act.endedOn);

function on(day: string) {
  const d = num(day);
  const stars = { '3': 0, '4': 0, '5p': 0, '5': 0 };
  const bacNinh = { '3': 0, '4': 0, '5p': 0, '5': 0 };
  const makers = new Map<number, string>();
  for (const { product, acts } of lives) {
    const act = acts.findLast((a) => holds(a, d));
    if (!act) continue;
    stars[act.star]++;
    if (product.still) bacNinh[act.star]++;
    makers.set(product.producer.number, product.producer.type);
  }
  return { stars, bacNinh, makers: makers.size, types: new Set(makers.values()), total: Object.values(stars).reduce((a, b) => a + b) };
}

/** In force on each day, by adding up day after day. */
function curve(): number[] {
  const days = new Array<number>(END + 1).fill(0);
  for (const { acts } of lives) {
    for (let d = acts[0]?.from ?? 0; d <= END; d++) if (acts.some((a) => holds(a, d))) days[d] = (days[d] ?? 0) + 1;
  }
  return days;
}

describe('the history', () => {
  it('meets the published figures', () => {
    expect(on('2023-12-31')).toMatchObject({ total: 10_322, makers: 5_361, stars: { '5': 42 } });
    const b = on('2024-12-31');
    expect(b).toMatchObject({ total: 15_590, makers: 8_476, stars: { '3': 11_880, '4': 3_570, '5p': 61, '5': 79 } });
    expect([...b.types].sort()).toEqual(['business_household', 'cooperative', 'cooperative_group', 'enterprise', 'household']);
    expect(on('2025-07-31')).toMatchObject({ total: 17_068, stars: { '5': 126 } });
    for (let day = 15; day <= 30; day++) {
      const { bacNinh } = on(`2025-09-${day}`);
      expect(bacNinh['5'] + bacNinh['4'] + bacNinh['5p'] + bacNinh['3']).toBe(773);
      expect([bacNinh['5'], bacNinh['4'] + bacNinh['5p'], bacNinh['3']]).toEqual([1, 114, 658]);
    }
  });

  it('grows without absurd jumps and never falls under 16,000 afterwards', () => {
    const days = curve();
    expect(days[num('2020-12-31')]).toBe(4_451);
    for (let d = num('2019-06-01'); d < END; d++) {
      const step = (days[d + 1] ?? 0) - (days[d] ?? 0);
      expect(Math.abs(step), iso(d)).toBeLessThan(330);
      if (d >= num('2025-07-31')) expect(days[d + 1], iso(d + 1)).toBeGreaterThanOrEqual(16_000);
    }
    for (let year = 2019; year <= 2027; year++) expect(days[num(`${year}-12-31`)]).toBeGreaterThan(days[num(`${year}-01-03`)] ?? 0);
  });

  it('is lawful: working days, one recognition at a time, five stars only after a potential five', () => {
    const offences: string[] = [];
    const blame = (wrong: boolean, what: string, act: Act) => wrong && offences.push(`${what} ${iso(act.from)}`);
    for (const { acts } of lives) {
      for (const [i, act] of acts.entries()) {
        blame(!isWorkingDay(act.from), 'decided on a day off', act);
        blame(act.from > END, 'after the end', act);
        blame((act.extendedUntil ?? act.until) - act.until > 180, 'kept too long', act);
        const before = acts[i - 1];
        if (!before) continue;
        blame(act.from <= before.from, 'out of order', act);
        blame(holds(before, act.from), 'two at a time', act);
        blame(before.endedOn !== null && before.endedOn > act.from, 'ended after its successor began', act);
      }
    }
    expect(offences).toEqual([]);
    const risen = lives.flatMap(({ acts }) => acts.filter((a, i) => a.star === '5' && acts[i - 1]?.star !== '5'));
    const direct = lives.flatMap(({ acts }) =>
      acts.filter((a, i) => a.star === '5' && i > 0 && !['5', '5p'].includes(acts[i - 1]?.star ?? '')),
    );
    expect(risen.length).toBeGreaterThan(150);
    expect(direct).toEqual([]);
  });

  it('holds lapses, renewals, revocations, late filing, gaps, rises and falls', () => {
    const pairs = lives.flatMap(({ acts }) => acts.slice(1).map((next, i) => ({ a: acts[i] as Act, next })));
    expect(pairs.filter(({ a, next }) => a.star === '3' && next.star === '4').length).toBeGreaterThan(300);
    expect(pairs.filter(({ a, next }) => a.star === '4' && next.star === '3').length).toBeGreaterThan(50);
    expect(pairs.filter(({ a, next }) => a.star === '5p' && next.star === '4').length).toBeGreaterThan(20);
    expect(pairs.filter(({ a, next }) => next.from > a.until + 1 && a.endedBy === null).length).toBeGreaterThan(100);
    const acts = lives.flatMap((l) => l.acts);
    expect(acts.filter((a) => a.endedBy === 'revoked').length).toBeGreaterThan(100);
    expect(acts.filter((a) => a.extendedUntil !== null && iso(a.until) >= '2026-05-22').length).toBeGreaterThan(50);
    expect(acts.filter((a) => a.extendedUntil !== null && iso(a.until) < '2026-05-22')).toEqual([]);
  });

  it('is the same every time', () => expect(history()).toEqual(lives));
});

describe('its parts', () => {
  it('quotas fit together', () => {
    expect(REGIONS_ON_B.reduce((sum, r) => sum + r.total, 0) + 702).toBe(15_590);
    const { patterns: n } = NATION;
    expect(n['111'] + n['110L'] + n['110R'] + n['100L'] + n['100R'] + n['101']).toBe(10_322);
    for (const [pattern, stars] of Object.entries(NATION.stars)) {
      expect([pattern, Object.values(stars).reduce((a, b) => a + b, 0)]).toEqual([pattern, n[pattern as keyof typeof n]]);
    }
  });

  it('apportions without losing one', () => {
    expect(apportion(10, [1, 1, 1])).toEqual([4, 3, 3]);
    expect(apportion(0, [5, 2])).toEqual([0, 0]);
    expect(apportion(7, [0, 3, 4])).toEqual([0, 3, 4]);
  });

  it('names the issuer by the law of the day', () => {
    const seat = { district: 'Huyện Lục Ngạn', oldProvince: 'Tỉnh Bắc Giang', province: 'Tỉnh Bắc Ninh' };
    expect(issuerOf(3, '2023-02-23', seat)).toBe('UBND tỉnh Bắc Giang');
    expect(issuerOf(3, '2023-02-24', seat)).toBe('UBND huyện Lục Ngạn');
    expect(issuerOf(4, '2024-06-03', seat)).toBe('UBND tỉnh Bắc Giang');
    expect(issuerOf(3, '2025-07-07', seat)).toBe('UBND tỉnh Bắc Ninh');
    expect(issuerOf(5, '2025-02-28', seat)).toBe('Bộ Nông nghiệp và Phát triển nông thôn');
    expect(issuerOf(5, '2025-03-03', seat)).toBe('Bộ Nông nghiệp và Môi trường');
  });
});
