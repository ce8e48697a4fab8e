import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Actor } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { PUBLIC } from '#server/platform/ctx.ts';
import { addDays } from '#shared/dates.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { officer, putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import { writeReminders } from './commands/write-reminders.ts';
import {
  closeFinding,
  drawInspections,
  extendLateFiling,
  listExpiring,
  listInspections,
  listNewReports,
  listNotices,
  listOpenFindings,
  listPlans,
  orderInspection,
  recordInspection,
  redrawPlan,
  takeReport,
  triageReport,
} from './index.ts';
import { drawPlan } from './rules/draw-plan.ts';
import { lightOf, reminderDue } from './rules/reminders.ts';
import { riskOf } from './rules/risk.ts';

const base = testDatabase();
let ground: Territory;
beforeAll(async () => {
  ground = await loadTerritory(base.db);
});
const as = (actor: Actor, day = '2026-11-21') => testCtx(base.db, `${day}T08:00:00+07:00`, actor);
const body = officer('body', 'province_body', '08');
const chair = officer('chair', 'province_chair', '08');
const stranger = officer('stranger', 'province_body', '24');

describe('reminders', () => {
  it('name the nearest threshold reached', () => {
    const due = [211, 210, 181, 180, 121, 120, 60, 31, 30, 1, 0, -7, -8].map(reminderDue);
    expect(due).toEqual([undefined, 210, 210, 180, 180, 120, 60, 60, 30, 30, 0, 0, undefined]);
    expect([200, 180, 120, 119, 0, -1].map(lightOf)).toEqual(['wait', 'file', 'file', 'late', 'late', 'over']);
  });

  it('are written six times in the life of a certificate, whichever nights the job sleeps through or runs twice', async () => {
    const id = await putProduct(base.db, 1);
    await putTerm(base.db, id, 3, '2023-06-30', '2026-06-30');
    const run = (day: string) => writeReminders(testCtx(base.db, `${day}T03:30:00+07:00`));
    for (let left = 230; left >= -20; left--) {
      if (left % 17 === 3) continue;
      const day = addDays('2026-06-30', -left);
      await run(day);
      if (left % 5 === 0) expect(await run(day)).toEqual({ written: 0 });
    }
    const written = (await listNotices(base.db, [id])).reverse();
    expect(written.map((w) => w.daysBefore)).toEqual([210, 180, 120, 60, 30, 0]);
  });

  it('are not for what was renewed or revoked by that day', async () => {
    const [renewed, revoked] = [await putProduct(base.db, 2), await putProduct(base.db, 3)];
    for (const id of [renewed, revoked]) await putTerm(base.db, id, 3, '2023-06-30', '2026-06-30');
    await putTerm(base.db, renewed, 4, '2026-01-10', '2029-01-10');
    await base.db
      .updateTable('registry.recognition')
      .set({ ended_on: '2026-02-01', ended_by: 'revoked' })
      .where('product_id', '=', revoked)
      .execute();
    const later = await putProduct(base.db, 4);
    await putTerm(base.db, later, 3, '2023-06-30', '2026-06-30');
    await base.db
      .updateTable('registry.recognition')
      .set({ ended_on: '2026-06-01', ended_by: 'revoked' })
      .where('product_id', '=', later)
      .execute();
    await writeReminders(testCtx(base.db, '2026-05-15T03:30:00+07:00'));
    expect(await listNotices(base.db, [renewed, revoked])).toEqual([]);
    expect((await listNotices(base.db, [later])).map((x) => x.daysBefore)).toEqual([60]);
  });
});

describe('the list of what ends', () => {
  it('shows each with its light, in its unit only, and an extension as over its printed end', async () => {
    const days = { late: '2026-12-31', file: '2027-04-20', wait: '2027-06-10', far: '2028-01-01', over: '2026-11-01' };
    const ids: Record<string, string> = {};
    let n = 10;
    for (const [key, until] of Object.entries(days)) {
      ids[key] = await putProduct(base.db, n++, '91');
      await putTerm(base.db, ids[key] ?? '', 4, '2023-11-02', until);
    }
    const chairThere = officer('c91', 'province_chair', '91');
    await extendLateFiling(as(chairThere), { productId: ids.over ?? '', until: '2027-01-15', reason: 'Nộp muộn' }, ground);
    const list = await listExpiring(base.db, { unit: '91', day: '2026-11-21', page: 1, pageSize: 50 });
    expect(list.items.map((i) => [i.productId, i.light])).toEqual((['over', 'late', 'file', 'wait'] as const).map((k) => [ids[k], k]));
    expect(list.counts).toEqual({ over: 1, late: 1, file: 1, wait: 1 });
    const late = await listExpiring(base.db, { unit: '91', day: '2026-11-21', light: 'late', page: 1, pageSize: 50 });
    expect([late.total, late.items.map((i) => i.productId)]).toEqual([1, [ids.late]]);
    expect((await listExpiring(base.db, { unit: '24', day: '2026-11-21', page: 1, pageSize: 50 })).total).toBe(0);
  });
});

describe('an inspection plan', () => {
  const frame = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[0-9a-f]{4,8}$/), points: fc.integer({ min: 0, max: 9 }) }), {
    selector: (r) => r.id,
    maxLength: 60,
  });

  it('is the same for the same frame and seed in any order, has no one twice, takes the most points first and the stated share by chance', () => {
    fc.assert(
      fc.property(frame, fc.string(), fc.integer({ min: 1, max: 80 }), fc.integer({ min: 10, max: 100 }), (all, seed, size, percent) => {
        const risks = all.map((r) => ({ ...r, why: [] }));
        const randomShare = percent / 100;
        const drawn = drawPlan(risks, { seed, size, randomShare });
        expect(drawPlan([...risks].reverse(), { seed, size, randomShare })).toEqual(drawn);
        expect(new Set(drawn.map((d) => d.id)).size).toBe(Math.min(size, risks.length));
        expect(drawn.filter((d) => d.why === 'random').length).toBe(Math.ceil(drawn.length * randomShare));
        const least = Math.min(...drawn.filter((d) => d.why === 'risk').map((d) => d.points));
        for (const r of risks) if (r.points > least) expect(drawn.some((d) => d.id === r.id && d.why === 'risk')).toBe(true);
      }),
    );
  });

  it('leaves nobody without a chance', () => {
    const risks = Array.from({ length: 40 }, (_, i) => ({ id: `p${i}`, points: i, why: [] }));
    const seen = new Set<string>();
    for (let s = 0; s < 400; s++) for (const d of drawPlan(risks, { seed: `s${s}`, size: 8, randomShare: 0.25 })) seen.add(d.id);
    expect(seen.size).toBe(40);
  });

  it('counts points with their reasons', () => {
    const facts = {
      productId: 'x',
      star: 4 as const,
      group: 'I' as const,
      validFrom: '2024-01-01',
      extended: false,
      openFindings: 1,
      hadFindings: true,
    };
    expect(riskOf({ ...facts, reports: 9, inspectedOn: '2024-02-01' }, '2026-11-21')).toEqual({
      id: 'x',
      points: 9 + 4 + 2 + 1 + 1 + 1,
      why: ['reports', 'open_findings', 'had_findings', 'long_ago', 'eaten', 'high_star'],
    });
  });

  it('is drawn, kept, drawn again by a doubter, held, and its findings have deadlines', async () => {
    const ids: string[] = [];
    for (let n = 100; n < 130; n++) {
      const id = await putProduct(base.db, n, '08');
      await putTerm(base.db, id, 3, '2026-01-10', '2029-01-10');
      ids.push(id);
    }
    const [reported = ''] = ids;
    await takeReport(as(PUBLIC), { productId: reported, kind: 'quality', text: 'Có mùi lạ' });
    const input = { unit: '08', until: '2026-12-31', size: 10, randomShare: 0.3 };
    await expect(drawInspections(as(stranger), input, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(drawInspections(as(body), { ...input, randomShare: 0 }, ground)).rejects.toMatchObject({ code: 'invalid' });
    const plan = await drawInspections(as(body), input, ground);
    expect(plan.drawn).toBe(10);
    const drawn = await listInspections(base.db, { unit: '08', day: '2026-11-21', planId: plan.id });
    expect(drawn.filter((d) => d.why === 'random')).toHaveLength(3);
    expect(drawn.find((d) => d.productId === reported)).toMatchObject({ why: 'risk', reasons: ['reports', 'eaten'] });
    expect((await redrawPlan(base.db, plan.id)).same).toBe(true);
    // anybody can repeat the lot with nothing but SHA-256
    const [first] = (await redrawPlan(base.db, plan.id)).drawn.filter((d) => d.why === 'random');
    const lots = ids.filter((i) => !drawn.some((d) => d.why === 'risk' && d.productId === i));
    const order = (i: string) => createHash('sha256').update(`${plan.seed}|${i}`).digest('hex');
    const others = await listInspections(base.db, { unit: '08', day: '2026-11-21' });
    expect(others).toHaveLength(10);
    expect(lots.every((i) => order(i) >= order(first?.id ?? ''))).toBe(true);

    const [one, two] = drawn;
    const held = { inspectionId: one?.id ?? '', doneOn: '2026-11-21', note: 'Đã đến cơ sở' };
    await expect(recordInspection(as(body), { ...held, outcome: 'findings', findings: [] }, ground)).rejects.toMatchObject({
      code: 'invalid',
    });
    const finding = { kind: 'label' as const, text: 'Nhãn thiếu hạn dùng', dueOn: '2026-12-05' };
    await expect(recordInspection(as(stranger), { ...held, outcome: 'findings', findings: [finding] }, ground)).rejects.toMatchObject({
      code: 'forbidden',
    });
    const amiss = { ...held, outcome: 'findings' as const, findings: [finding] };
    for (const [path, one] of Object.entries({
      doneOn: { ...amiss, doneOn: '2026-11-22' },
      findings: { ...amiss, findings: [{ ...finding, dueOn: '2026-11-20' }] },
    }))
      await expect(recordInspection(as(body), one, ground)).rejects.toMatchObject({ faults: [{ path }] });
    await recordInspection(as(body), amiss, ground);
    await expect(recordInspection(as(body), { ...held, outcome: 'kept', findings: [] }, ground)).rejects.toMatchObject({
      code: 'conflict',
    });
    await recordInspection(as(body), { ...held, inspectionId: two?.id ?? '', outcome: 'kept', findings: [] }, ground);
    const [open] = await listOpenFindings(base.db, '08', '2026-12-10');
    expect(open).toMatchObject({ productId: one?.productId, kind: 'label', daysLeft: -5 });
    await closeFinding(as(body), { findingId: open?.id ?? '', closing: 'Nhãn mới' }, ground);
    await expect(closeFinding(as(body), { findingId: open?.id ?? '', closing: 'Nhãn mới' }, ground)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await listOpenFindings(base.db, '08', '2026-12-10')).toEqual([]);
    expect(await listPlans(base.db, '08')).toMatchObject([{ id: plan.id, done: 2, all: 10, randomShare: 0.3 }]);
    const second = await drawInspections(as(body), input, ground);
    const again = await listInspections(base.db, { unit: '08', day: '2026-11-21', planId: second.id });
    expect(again.some((d) => drawn.slice(2).some((w) => w.productId === d.productId))).toBe(false);
  });
});

describe('reports of consumers', () => {
  it('come from anybody, are triaged once by the province, and keep the contact out of the record of acts', async () => {
    const id = await putProduct(base.db, 200, '08');
    await putTerm(base.db, id, 3, '2026-01-10', '2029-01-10');
    await expect(takeReport(as(PUBLIC), { kind: 'fake', text: 'x' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(takeReport(as(PUBLIC), { productId: id, kind: 'fake', text: 'x'.repeat(2001) })).rejects.toMatchObject({
      code: 'invalid',
    });
    const report = await takeReport(as(PUBLIC), { productId: id, kind: 'fake', text: 'Tem giả', contact: '0900000000' });
    const lost = await takeReport(as(PUBLIC), { codeRead: 'XYZ', kind: 'fake', text: 'Mã lạ' });
    expect((await listNewReports(base.db, '08')).map((r) => r.id)).toContain(report.id);
    const triage = { reportId: report.id, to: 'inspect' as const, note: 'Kiểm tra ngay' };
    await expect(triageReport(as(stranger), triage, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(triageReport(as(body), { ...triage, reportId: lost.id }, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(triageReport(as(body), { ...triage, dueOn: '2026-11-20' }, ground)).rejects.toMatchObject({ faults: [{ path: 'dueOn' }] });
    const ministry = officer('m', 'ministry_officer', 'VN');
    await expect(triageReport(as(ministry), { ...triage, reportId: lost.id }, ground)).rejects.toMatchObject({ code: 'invalid' });
    await triageReport(as(ministry), { reportId: lost.id, to: 'dismissed', note: 'Không có sản phẩm nào' }, ground);
    const tries = await Promise.allSettled([1, 2, 3].map(() => triageReport(as(body), triage, ground)));
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1);
    expect((await listInspections(base.db, { unit: '08', day: '2026-11-21' })).filter((i) => i.productId === id)).toMatchObject([
      { why: 'report', dueOn: '2026-12-06' },
    ]);
    const acts = await base.db.selectFrom('audit.act').select('detail').execute();
    expect(JSON.stringify(acts)).not.toContain('0900000000');
    await expect(orderInspection(as(chair), { productId: id, dueOn: '2026-12-01', note: 'x' }, ground)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await orderInspection(as(body), { productId: id, dueOn: '2026-12-01', note: 'Đột xuất' }, ground);
  });
});
