import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Limits, type Part, type Rounding, wholeUnits } from './whole-units.ts';

const free = (more: Partial<Limits> = {}): Limits => ({
  ...{ small: true, capacity: 1e9, capacityByPeriod: {}, minLot: 0, lotStep: null, most: () => 1e9 },
  ...more,
});
const order = (limits: [string, Limits][], more: Partial<Rounding> = {}): Rounding => ({
  slots: [{ id: 'd', month: '2027-01', open: 100 }],
  limits: new Map(limits),
  ...{ smallShare: 0, exact: true, pieces: false },
  ...more,
});
const part = (supplier: string, quantity: number, delivery = 'd'): Part => ({ supplier, delivery, quantity });
const sum = (list: readonly Part[]): number => list.reduce((n, p) => n + p.quantity, 0);

test('thirds become whole kilograms that add up to the order', () => {
  const found = wholeUnits(
    ['a', 'b', 'c'].map((s) => part(s, 100 / 3)),
    order(['a', 'b', 'c'].map((s) => [s, free()])),
  );
  expect(found.map((p) => p.quantity).sort()).toEqual([33, 33, 34]);
});

test('a capacity that is not whole is not exceeded, the other makes up for it', () => {
  const found = wholeUnits(
    [part('a', 50.5), part('b', 49.5)],
    order([
      ['a', free({ capacity: 50.5 })],
      ['b', free()],
    ]),
  );
  expect(found).toEqual([part('a', 50), part('b', 50)]);
});

test('many capacities of half a unit are made up for by whoever has room', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const found = wholeUnits(
    [...names.map((s) => part(s, 10.5)), part('z', 47.5)],
    order([...names.map((s): [string, Limits] => [s, free({ capacityByPeriod: { '2027-01': 10.5 } })]), ['z', free()]]),
  );
  expect(found).toEqual([...names.map((s) => part(s, 10)), part('z', 50)]);
});

test('lots of half a kilogram stay lots; an order of grams is filled to the gram', () => {
  const halves = wholeUnits(
    [part('a', 40.5), part('b', 59.5)],
    order([
      ['a', free({ lotStep: 0.5 })],
      ['b', free()],
    ]),
  );
  expect(halves).toEqual([part('a', 40.5), part('b', 59.5)]);
  const grams = wholeUnits(
    [part('a', 0.5005), part('b', 0.5005)],
    order(
      [
        ['a', free()],
        ['b', free()],
      ],
      { slots: [{ id: 'd', month: '2027-01', open: 1.001 }] },
    ),
  );
  expect(sum(grams)).toBeCloseTo(1.001, 9);
});

test('pieces are whole even where fewer are delivered than asked', () => {
  const found = wholeUnits(
    [part('a', 10.4), part('b', 20.4)],
    order(
      [
        ['a', free()],
        ['b', free()],
      ],
      { exact: false, pieces: true },
    ),
  );
  expect(found.map((p) => Number.isInteger(p.quantity))).toEqual([true, true]);
});

test('random plans: each delivery exact, no capacity, month, largest part or small share broken, nothing far from the plan', () => {
  const plan = fc.record({
    parts: fc.array(
      fc.record({ s: fc.integer({ min: 0, max: 11 }), d: fc.integer({ min: 0, max: 3 }), n: fc.integer({ min: 1, max: 5000 }) }),
      { minLength: 1, maxLength: 40 },
    ),
    slack: fc.integer({ min: 0, max: 3 }),
  });
  fc.assert(
    fc.property(plan, ({ parts: raw, slack }) => {
      const cells = new Map(raw.map((p) => [`${p.s} ${p.d}`, p]));
      // fractions that add up to whole kilograms in every delivery
      const parts: Part[] = [];
      for (const d of [0, 1, 2, 3]) {
        const own = [...cells.values()].filter((p) => p.d === d);
        const total = Math.ceil(own.reduce((n, p) => n + p.n / 7, 0));
        const scale = total / own.reduce((n, p) => n + p.n / 7, 0);
        for (const p of own) parts.push(part(`s${p.s}`, (p.n / 7) * scale, `d${d}`));
      }
      const month = (d: string) => (d < 'd2' ? 'm1' : 'm2');
      const of = (s: string, m?: string) => sum(parts.filter((p) => p.supplier === s && (!m || month(p.delivery) === m)));
      const suppliers = [...new Set(parts.map((p) => p.supplier))];
      const limits = suppliers.map((s): [string, Limits] => [
        s,
        free({
          small: Number(s.slice(1)) % 2 === 0,
          capacity: Math.ceil(of(s)) + slack,
          capacityByPeriod: { m1: Math.ceil(of(s, 'm1')), m2: Math.ceil(of(s, 'm2')) },
        }),
      ]);
      const small = sum(parts.filter((p) => Number(p.supplier.slice(1)) % 2 === 0)) / sum(parts);
      const slots = [0, 1, 2, 3]
        .map((n) => `d${n}`)
        .map((id) => ({ id, month: month(id), open: Math.round(sum(parts.filter((p) => p.delivery === id))) }));
      const found = wholeUnits(parts, { slots, limits: new Map(limits), smallShare: small, exact: true, pieces: false });
      for (const s of slots) expect(sum(found.filter((p) => p.delivery === s.id))).toBe(s.open);
      for (const [id, l] of limits) {
        expect(sum(found.filter((p) => p.supplier === id))).toBeLessThanOrEqual(l.capacity);
        for (const m of ['m1', 'm2'])
          expect(sum(found.filter((p) => p.supplier === id && month(p.delivery) === m))).toBeLessThanOrEqual(l.capacityByPeriod[m] ?? 0);
      }
      for (const p of found) {
        expect(Number.isInteger(p.quantity)).toBe(true);
        const before = parts.find((q) => q.supplier === p.supplier && q.delivery === p.delivery)?.quantity ?? 0;
        expect(Math.abs(p.quantity - before)).toBeLessThanOrEqual(parts.length);
      }
      expect(sum(found.filter((p) => Number(p.supplier.slice(1)) % 2 === 0))).toBeGreaterThanOrEqual(small * sum(found) - 1e-6);
    }),
    { numRuns: 500 },
  );
});
