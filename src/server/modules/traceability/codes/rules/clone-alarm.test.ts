import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cloneAlarm, kmBetween, type ScanRow } from './clone-alarm.ts';

const at = (hour: string, province = '', times = 1): ScanRow => {
  const instant = new Date(`2026-11-${hour}:00:00Z`);
  return { day: `2026-11-${hour.slice(0, 2)}`, province, times, firstHour: instant, lastHour: instant };
};

describe('the clone alarm', () => {
  it('rings for two far provinces within hours, not for a journey', () => {
    expect(kmBetween('01', '79')).toBeGreaterThan(1100);
    expect(cloneAlarm([at('20T02', '01'), at('20T04', '79')])).toMatchObject({ kind: 'far', provinces: ['01', '79'] });
    expect(cloneAlarm([at('20T02', '01'), at('21T02', '79')])).toBeUndefined();
    expect(cloneAlarm([at('20T02', '01'), at('20T02', '33')])).toBeUndefined();
  });
  it('rings for many places within days and for many looks on one', () => {
    expect(cloneAlarm(['01', '25', '37', '38', '31'].map((p, i) => at(`1${i}T05`, p)))).toMatchObject({ kind: 'spread', provinces: 5 });
    expect(cloneAlarm(['01', '25', '37', '38'].map((p, i) => at(`1${i}T05`, p)))).toBeUndefined();
    expect(cloneAlarm([at('20T01', '', 61)])).toMatchObject({ kind: 'many', times: 61 });
    expect(cloneAlarm([at('20T01', '', 60), at('21T01', '', 60)])).toBeUndefined();
  });
  it('never rings for somebody who stays in one province and looks now and then', () => {
    const row = fc.tuple(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 10, max: 23 }), fc.constantFrom('', '08'));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        expect(cloneAlarm(rows.map(([d, h, p]) => at(`${d}T${h}`, p)))).toBeUndefined();
      }),
    );
  });
});
