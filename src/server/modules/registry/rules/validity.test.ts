import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths } from '#shared/dates.ts';
import { inForce, isInForce, known, lastDay, nextTurn, standing, type Term } from './validity.ts';

const term = (validFrom: string, more: Partial<Term> = {}): Term => ({
  validFrom,
  validUntil: lastDay(validFrom),
  extendedUntil: null,
  endedOn: null,
  endedBy: null,
  ...more,
});

describe('a recognition', () => {
  it('is in force from its first to its last day, 36 months on', () => {
    const t = term('2023-03-12');
    expect(t.validUntil).toBe('2026-03-12');
    expect(['2023-03-11', '2023-03-12', '2026-03-12', '2026-03-13'].map((d) => inForce(t, d))).toEqual([false, true, true, false]);
  });

  it('ends on the very day of its revocation', () => {
    const t = term('2023-03-12', { endedOn: '2024-05-01', endedBy: 'revoked' });
    expect([inForce(t, '2024-04-30'), inForce(t, '2024-05-01')]).toEqual([true, false]);
    expect(standing([t], '2024-05-01')?.status).toBe('revoked');
  });

  it('is expiring in its last 180 days, extended afterwards when a late filing was granted, expired else', () => {
    const t = term('2023-03-12');
    const late = { ...t, extendedUntil: addDays(t.validUntil, 90) };
    const at = (d: number) => addDays(t.validUntil, d);
    expect(standing([t], at(-180))?.status).toBe('valid');
    expect(standing([t], at(-179))?.status).toBe('expiring');
    expect(standing([t], at(0))?.status).toBe('expiring');
    expect(standing([t], at(1))?.status).toBe('expired');
    expect(standing([late], at(1))?.status).toBe('extended');
    expect(standing([late], at(90))?.status).toBe('extended');
    expect(standing([late], at(91))?.status).toBe('expired');
  });

  it('shows an extension only from the day on which it was granted', () => {
    const t = term('2023-03-12');
    const late = { ...t, extendedUntil: addDays(t.validUntil, 90), extendedOn: addDays(t.validUntil, -30) };
    expect(known([late], addDays(t.validUntil, -31))).toEqual([t]);
    expect(known([late], addDays(t.validUntil, -30))).toEqual([late]);
    expect(nextTurn([late], addDays(t.validUntil, -31))).toBe(late.extendedOn);
  });

  it('gives way to the upgrade that follows it', () => {
    const three = term('2022-06-01', { endedOn: '2024-06-01', endedBy: 'superseded' });
    const four = term('2024-06-01');
    expect(standing([three, four], '2024-05-31')?.current).toBe(three);
    expect(standing([three, four], '2024-06-01')).toEqual({ status: 'valid', current: four });
    expect(standing([three], '2024-06-01')?.status).toBe('superseded');
  });

  it('says nothing of a product before its first recognition', () => expect(standing([term('2024-01-01')], '2023-12-31')).toBeUndefined());
});

const day = fc.integer({ min: 0, max: 4000 }).map((n) => addDays('2019-01-01', n));
const terms = fc.array(
  fc
    .record({
      from: day,
      extended: fc.option(fc.integer({ min: 1, max: 180 })),
      ended: fc.option(fc.integer({ min: 0, max: 1200 })),
      by: fc.constantFrom('revoked' as const, 'superseded' as const),
    })
    .map(({ from, extended, ended, by }) => {
      const validUntil = addMonths(from, 36);
      return term(from, {
        extendedUntil: extended === null ? null : addDays(validUntil, extended),
        ...(extended === null ? {} : { extendedOn: addDays(validUntil, -(extended % 120)) }),
        endedOn: ended === null ? null : addDays(from, ended),
        endedBy: ended === null ? null : by,
      });
    }),
  { maxLength: 4 },
);

describe('any history', () => {
  it('stands in force exactly when one of its recognitions is', () => {
    fc.assert(fc.property(terms, day, (ts, d) => isInForce(standing(ts, d)?.status ?? 'expired') === ts.some((t) => inForce(t, d))));
  });

  it('looks the same through what was known on that day, on the days of the endings too', () => {
    fc.assert(
      fc.property(terms, day, (ts, some) => {
        for (const d of [some, ...ts.flatMap((t) => t.endedOn ?? [])])
          expect(standing(known(ts, d), d)?.status, d).toBe(standing(ts, d)?.status);
      }),
    );
  });

  it('does not change before its next turn', () => {
    fc.assert(
      fc.property(terms, day, (ts, d) => {
        const turn = nextTurn(ts, d) ?? addDays(d, 400);
        const now = standing(ts, d);
        for (let x = addDays(d, 1); x < turn; x = addDays(x, 17)) expect(standing(ts, x)).toEqual(now);
        expect(standing(ts, addDays(turn, -1))).toEqual(now);
        expect(known(ts, addDays(turn, -1))).toEqual(known(ts, d));
      }),
    );
  });
});
