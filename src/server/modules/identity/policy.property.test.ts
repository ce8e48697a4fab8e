import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '#shared/dates.ts';
import type { Assignment, Person } from './person.ts';
import { contains, type Ground, inEffect, may, NATION, verbsOf } from './policy.ts';
import { ROLE_RULES, ROLES, SCOPE_VERBS, SCOPES, VERBS } from './rules/roles.ts';

const DAY0 = '2026-01-01';
const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays(DAY0, n));

/** A random country: provinces with communes, and a few codes that no longer stand. */
const country = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }).map((sizes) => {
  const parent = new Map<string, string>();
  const provinces = sizes.map((_, i) => String(10 + i));
  for (const [i, size] of sizes.entries())
    for (let c = 0; c < size; c++) parent.set(`${10 + i}${String(c).padStart(3, '0')}`, String(10 + i));
  const ground: Ground = {
    province: (code) => (provinces.includes(code) ? { code } : undefined),
    commune: (code) => (parent.has(code) ? { provinceCode: parent.get(code) ?? '' } : undefined),
  };
  return { ground, parent, units: [NATION, ...provinces, ...parent.keys()], gone: ['99', '99001'] };
});

const span = fc
  .tuple(day, fc.option(fc.integer({ min: 0, max: 200 })))
  .map(([from, n]) => ({ from, until: n === null ? null : addDays(from, n) }));
const assignment = (units: string[], source: Assignment | null = null): fc.Arbitrary<Assignment> =>
  fc
    .record({
      span,
      role: fc.constantFrom(...ROLES),
      unit: fc.constantFrom(...units),
      revoked: fc.boolean(),
      verbs: fc.option(fc.subarray([...VERBS])),
      producers: fc.array(fc.record({ id: fc.constantFrom('P1', 'P2', 'P3'), span }), { maxLength: 2 }),
    })
    .map(({ span: s, producers, ...rest }) => ({
      id: 'x',
      organisation: null,
      basis: 'b',
      ...rest,
      ...s,
      producers: producers.map((p) => ({ id: p.id, ...p.span })),
      source,
    }));

const person = (assignments: Assignment[], more: Partial<Person> = {}): Person => ({
  kind: 'person',
  id: 'a',
  name: 'a',
  account: 'a',
  sample: false,
  mustChange: false,
  assignments,
  ...more,
});

const scene = country.chain((c) => {
  const all = [...c.units, ...c.gone];
  return fc.record({
    c: fc.constant(c),
    roles: fc.array(assignment(all), { maxLength: 4 }),
    verb: fc.constantFrom(...VERBS),
    place: fc.record({ unit: fc.constantFrom(...all), producer: fc.constantFrom('P1', 'P2', 'P3') }),
    on: day,
  });
});

describe('a right is verb × territory × time', () => {
  it('nobody gains one outside the verbs, the unit and the time of a role', () => {
    fc.assert(
      fc.property(scene, ({ c, roles, verb, place, on }) => {
        // said again in other words: walk up from the place instead of down from the role
        const up = new Set([place.unit, c.parent.get(place.unit) ?? place.unit, NATION]);
        const stands = c.units.includes(place.unit);
        const expected = roles.some((a) => {
          const rule = ROLE_RULES[a.role];
          const held = rule.verbs.includes(verb) && (a.verbs === null || a.verbs.includes(verb));
          const alive = !a.revoked && a.from <= on && (a.until ?? '9999') >= on;
          const here = rule.ownOnly
            ? a.producers.some((p) => p.id === place.producer && p.from <= on && (p.until ?? '9999') >= on)
            : stands && c.units.includes(a.unit) && up.has(a.unit);
          return held && alive && here;
        });
        expect(may(c.ground, person(roles), verb, place, on)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('a delegate has never more than the delegator had at that time', () => {
    const lending = ROLES.filter((r) => ROLE_RULES[r].lends);
    const lent = scene.chain((s) => {
      const all = [...s.c.units, ...s.c.gone];
      return fc
        .record({ drawn: assignment(all), role: fc.constantFrom(...lending), likely: fc.boolean(), n: fc.nat(20) })
        .chain(({ drawn, role, likely, n }) => {
          // half of the time something that should often hold, half of the time anything a table could hold
          const source = likely ? { ...drawn, role, unit: n % 2 ? NATION : s.place.unit, revoked: false, verbs: null } : drawn;
          const verb = likely ? (ROLE_RULES[role].verbs[n % ROLE_RULES[role].verbs.length] ?? s.verb) : s.verb;
          return assignment(all, source).map((a) => ({
            ...s,
            verb,
            source,
            loan: likely ? { ...a, role, unit: s.place.unit, verbs: null } : a,
          }));
        });
    });
    let granted = 0;
    fc.assert(
      fc.property(lent, ({ c, source, loan, verb, place, on }) => {
        if (!may(c.ground, person([loan]), verb, place, on)) return;
        granted++;
        expect(inEffect(c.ground, source, on)).toBe(true);
        expect(verbsOf(source)).toContain(verb);
        expect(contains(c.ground, source.unit, loan.unit)).toBe(true);
        expect(may(c.ground, person([source]), verb, place, on)).toBe(true);
        expect(may(c.ground, person([{ ...loan, source: { ...source, revoked: true } }]), verb, place, on)).toBe(false);
      }),
      { numRuns: 20_000 },
    );
    expect(granted).toBeGreaterThan(100);
  });

  it('withdrawing every role leaves nothing, adding one takes nothing away, scopes only narrow', () => {
    fc.assert(
      fc.property(scene, fc.subarray([...SCOPES]), ({ c, roles, verb, place, on }, scopes) => {
        const whole = may(c.ground, person(roles), verb, place, on);
        expect(may(c.ground, person(roles.map((r) => ({ ...r, revoked: true }))), verb, place, on)).toBe(false);
        if (may(c.ground, person(roles.slice(0, 1)), verb, place, on)) expect(whole).toBe(true);
        const narrowed = may(c.ground, person(roles, { scopes }), verb, place, on);
        expect(narrowed).toBe(whole && scopes.some((s) => SCOPE_VERBS[s].includes(verb)));
      }),
      { numRuns: 2000 },
    );
  });

  it('the public, the machine and an operator hold no verb of a council or of a Chair', () => {
    const ground: Ground = { province: () => ({}), commune: () => undefined };
    for (const kind of ['public', 'system', 'operator'] as const)
      for (const verb of ['score', 'decide', 'decide_centre', 'revoke', 'inspect', 'act_for_producer'] as const)
        expect(may(ground, { kind, id: kind, name: kind }, verb, { unit: '22' }, DAY0)).toBe(false);
  });
});
