import { describe, expect, it } from 'vitest';
import { readConfig } from '#server/platform/config.ts';
import { dayOf } from '#shared/dates.ts';
import { clockFrom } from './sample-clock.ts';

describe('SANVAT_SAMPLE_DAY', () => {
  it('reads that day at once, in Việt Nam, and runs on', () => {
    let real = new Date('2026-11-22T18:30:00Z'); // already the 23rd in Việt Nam
    const clock = clockFrom('2029-07-01', () => real);
    expect(dayOf(clock())).toBe('2029-07-01');
    real = new Date(real.getTime() + 90_000);
    expect(clock().toISOString()).toBe('2029-06-30T18:31:30.000Z');
    real = new Date('2026-11-23T17:00:00Z');
    expect(dayOf(clock())).toBe('2029-07-02');
  });

  it('never goes back', () => {
    expect(() => clockFrom('2026-11-21', () => new Date('2026-11-22T03:00:00Z'))).toThrow(/before today/);
  });

  it('is refused where it does not belong', () => {
    expect(() => readConfig({ SANVAT_SAMPLE_DAY: '2029-02-30' })).toThrow(/SANVAT_SAMPLE_DAY/);
    expect(() => readConfig({ SANVAT_SAMPLE_DAY: '2029-07-01', SANVAT_SAMPLE: '0' })).toThrow(/sample data only/);
    expect(() => readConfig({ SANVAT_SAMPLE_DAY: '2029-07-01', DATABASE_URL: 'postgres://x/y' })).toThrow(/sample data only/);
    expect(readConfig({ SANVAT_SAMPLE_DAY: '2029-07-01' }).sampleDay).toBe('2029-07-01');
  });
});
