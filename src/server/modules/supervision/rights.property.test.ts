import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Assignment, type Ground, type Person, ROLES, VERBS } from '#server/modules/identity/index.ts';
import { addDays } from '#shared/dates.ts';
import { MOVES } from './rules/case-moves.ts';
import { mayMove } from './rules/rights.ts';

const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2026-01-01', n));
/** A random country of two levels. */
const country = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 5 }).map((sizes) => {
  const parent = new Map<string, string>();
  const provinces = sizes.map((_, i) => String(10 + i));
  for (const [i, size] of sizes.entries())
    for (let c = 0; c < size; c++) parent.set(`${10 + i}${String(c).padStart(3, '0')}`, String(10 + i));
  const ground: Ground = {
    province: (code) => (provinces.includes(code) ? { code } : undefined),
    commune: (code) => (parent.has(code) ? { provinceCode: parent.get(code) ?? '' } : undefined),
  };
  return { ground, provinces, units: ['VN', ...provinces, ...parent.keys()] };
});
const scene = country.chain((c) => {
  const assignment = fc
    .record({
      role: fc.constantFrom(...ROLES),
      unit: fc.constantFrom(...c.units),
      from: day,
      length: fc.option(fc.integer({ min: 0, max: 200 })),
      revoked: fc.boolean(),
      verbs: fc.option(fc.subarray([...VERBS])),
    })
    .map(
      ({ from, length, ...a }): Assignment => ({
        id: 'x',
        organisation: null,
        producers: [],
        source: null,
        basis: 'b',
        from,
        until: length === null ? null : addDays(from, length),
        ...a,
      }),
    );
  return fc.record({
    c: fc.constant(c),
    roles: fc.array(assignment, { maxLength: 5 }),
    province: fc.constantFrom(...c.provinces),
    star: fc.constantFrom(3 as const, 4 as const, 5 as const),
    move: fc.constantFrom(...MOVES),
    on: day,
  });
});

describe('a withdrawal is a right of unit and time', () => {
  it('only the Chair of the product’s own province takes 3 and 4 stars, only the Minister 5, only while in office', () => {
    fc.assert(
      fc.property(scene, ({ c, roles, province, star, move, on }) => {
        const person: Person = { kind: 'person', id: 'a', name: 'a', account: 'a', sample: false, mustChange: false, assignments: roles };
        const deciding = move === 'decide' || move === 'return';
        const expected = roles.some((a) => {
          if (a.revoked || on < a.from || (a.until !== null && on > a.until)) return false;
          if (deciding) {
            const verb = star === 5 ? 'revoke_centre' : 'revoke';
            const office =
              star === 5
                ? a.role === 'minister_office' && a.unit === 'VN'
                : a.role === 'province_chair' && (a.unit === province || a.unit === 'VN');
            return office && (a.verbs === null || a.verbs.includes(verb));
          }
          const inspects = a.role === 'province_body' || a.role === 'inspector' || a.role === 'ministry_officer';
          return inspects && (a.unit === province || a.unit === 'VN') && (a.verbs === null || a.verbs.includes('inspect'));
        });
        expect(mayMove(c.ground, person, move, { star, provinceCode: province, communeCode: null }, on)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  it('is nobody’s on the command line', () => {
    fc.assert(
      fc.property(scene, ({ c, province, star, move, on }) => {
        for (const kind of ['operator', 'system', 'public'] as const)
          expect(mayMove(c.ground, { kind, id: kind, name: kind }, move, { star, provinceCode: province, communeCode: null }, on)).toBe(
            false,
          );
      }),
    );
  });
});
