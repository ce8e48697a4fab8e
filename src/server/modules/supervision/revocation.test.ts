import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '#server/modules/audit/index.ts';
import type { Actor } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { officer, putProduct, putTerm } from '../../../../tests/support/recognised.ts';
import {
  decideRevocation,
  extendLateFiling,
  getCase,
  getHeld,
  listCases,
  listNotices,
  moveCase,
  openCase,
  revocationsSince,
} from './index.ts';

const base = testDatabase();
let ground: Territory;
let commune = '';
beforeAll(async () => {
  ground = await loadTerritory(base.db);
  commune = ground.communesOf('08')[0]?.code ?? '';
});

const body = officer('body', 'province_body', '08');
const chair = officer('chair', 'province_chair', '08');
const as = (actor: Actor, day = '2026-11-21') => testCtx(base.db, `${day}T08:00:00+07:00`, actor);
const basis = { basisNo: '12/KL-TTr', basisBy: 'Thanh tra tỉnh', basisOn: '2026-11-10', note: 'Theo kết luận' };
let id = '';
let n = 0;
beforeEach(async () => {
  id = await putProduct(base.db, ++n, '08', commune);
  await putTerm(base.db, id, 4, '2025-01-10', '2028-01-10');
});
const decision = (caseId: string, decidedOn = '2026-11-21') => ({ caseId, decisionNo: '77/QĐ-UBND', decidedOn });
async function proposed(): Promise<string> {
  const made = await openCase(as(body), { productId: id, cause: 'mark_misuse', ...basis }, ground);
  await moveCase(as(body), { caseId: made.id, move: 'verify', note: 'Đã xác minh' }, ground);
  await moveCase(as(body), { caseId: made.id, move: 'propose', note: 'Đề nghị thu hồi' }, ground);
  return made.id;
}
const refusals = async () =>
  (
    await sql<{ verb: string; actor_id: string }>`select verb, actor_id from audit.act where verb like '%_refused' order by no`.execute(
      base.db,
    )
  ).rows;

describe('a revocation', () => {
  it('goes from conclusion to decision and reaches every table in one transaction', async () => {
    const caseId = await proposed();
    const before = (await revocationsSince(base.db, 0)).at(-1)?.no ?? 0;
    await decideRevocation(as(chair), decision(caseId), ground);
    const found = await getCase(base.db, caseId, '2026-11-21');
    expect(found).toMatchObject({ state: 'revoked', dueOn: '2026-11-25', daysLeft: 4, decisionNo: '77/QĐ-UBND', star: 4 });
    expect(found.steps.map((s) => `${s.move} ${s.byName}`)).toEqual(['open body', 'verify body', 'propose body', 'decide chair']);
    expect(await getHeld(base.db, id, '2026-11-21')).toMatchObject({ status: 'revoked', inForce: false });
    expect(await getHeld(base.db, id, '2026-11-20')).toMatchObject({ status: 'valid' });
    expect((await listNotices(base.db, [id])).map((x) => x.kind)).toEqual(['revocation']);
    expect(await revocationsSince(base.db, before)).toEqual([
      { no: before + 1, productId: id, endedOn: '2026-11-21', cause: 'mark_misuse' },
    ]);
    const { cause } = await base.db
      .selectFrom('registry.recognition')
      .select('cause')
      .where('product_id', '=', id)
      .executeTakeFirstOrThrow();
    expect(cause).toBe('Dùng sai nhãn hiệu OCOP (điểm d điều 8 QĐ 26/2026/QĐ-TTg). 77/QĐ-UBND');
    expect((await verifyChain(base.db)).brokenAt).toBeUndefined();
  });

  it('leaves nothing behind when any part of it fails', async () => {
    const caseId = await proposed();
    await expect(decideRevocation(as(chair), { ...decision(caseId), decidedOn: '2026-11-22' }, ground)).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(decideRevocation(as(chair), { ...decision(caseId), decidedOn: '2026-11-09' }, ground)).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(decideRevocation(as(chair), { ...decision(caseId), decisionNo: ' ' }, ground)).rejects.toMatchObject({ code: 'invalid' });
    expect((await getCase(base.db, caseId, '2026-11-21')).state).toBe('proposed');
    expect((await getHeld(base.db, id, '2026-11-21')).status).toBe('valid');
    expect(await listNotices(base.db, [id])).toEqual([]);
  });

  it('of two officers deciding at once one wins; both tries are recorded', async () => {
    const caseId = await proposed();
    const before = (await refusals()).length;
    const deputy = officer('deputy', 'province_chair', '08');
    const tries = await Promise.allSettled([chair, deputy, chair, deputy].map((a) => decideRevocation(as(a), decision(caseId), ground)));
    expect(tries.filter((t) => t.status === 'fulfilled')).toHaveLength(1);
    for (const t of tries) if (t.status === 'rejected') expect(t.reason).toMatchObject({ code: 'conflict' });
    expect((await refusals()).length - before).toBe(3);
    expect((await listCases(base.db, { unit: '08', day: '2026-11-21', productId: id })).map((c) => c.state)).toEqual(['revoked']);
  });

  it('is refused to other provinces, other roles, other times, the proposer and the public, and that is recorded', async () => {
    const caseId = await proposed();
    const before = (await refusals()).length;
    const outsiders = [
      officer('elsewhere', 'province_chair', '24'),
      officer('commune', 'commune_officer', commune),
      officer('centre', 'minister_office', 'VN'),
      officer('inspector', 'inspector', '08'),
      officer('former', 'province_chair', '08', { from: '2020-01-01', until: '2026-11-20' }),
      officer('later', 'province_chair', '08', { from: '2026-11-22', until: null }),
      body,
    ];
    for (const a of outsiders) await expect(decideRevocation(as(a), decision(caseId), ground)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await refusals()).slice(before).map((r) => r.actor_id)).toEqual(outsiders.map((o) => o.id));
    const nobody: Actor = { kind: 'public', id: 'public', name: 'public' };
    await expect(decideRevocation(as(nobody), decision(caseId), ground)).rejects.toMatchObject({ code: 'unauthorized' });
    const both = { ...chair, id: 'body' };
    await expect(decideRevocation(as(both), decision(caseId), ground)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await getHeld(base.db, id, '2026-11-21')).status).toBe('valid');
  });

  it('of five stars is the Minister’s, also when the fifth star came while the case was open', async () => {
    const caseId = await proposed();
    await putTerm(base.db, id, 5, '2026-11-01', '2029-11-01');
    await expect(decideRevocation(as(chair), decision(caseId), ground)).rejects.toMatchObject({ code: 'forbidden' });
    await decideRevocation(as(officer('minister', 'minister_office', 'VN')), decision(caseId), ground);
    for (const day of ['2026-11-21', '2027-12-31', '2029-01-01']) expect((await getHeld(base.db, id, day)).status).toBe('revoked');
  });

  it('follows the table of moves, has one open case per product, and knows what cannot be revoked', async () => {
    const made = await openCase(as(body), { productId: id, cause: 'law_breach', ...basis }, ground);
    await expect(moveCase(as(body), { caseId: made.id, move: 'propose', note: 'x' }, ground)).rejects.toMatchObject({ code: 'conflict' });
    await expect(decideRevocation(as(chair), decision(made.id), ground)).rejects.toMatchObject({ code: 'conflict' });
    await expect(openCase(as(body), { productId: id, cause: 'authority', ...basis }, ground)).rejects.toMatchObject({ code: 'conflict' });
    await moveCase(as(body), { caseId: made.id, move: 'drop', note: 'Không đủ căn cứ' }, ground);
    await expect(openCase(as(body), { productId: id, cause: 'authority', ...basis, basisOn: '2026-11-22' }, ground)).rejects.toMatchObject({
      code: 'invalid',
    });
    await expect(openCase(as(body, '2028-02-01'), { productId: id, cause: 'authority', ...basis }, ground)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(openCase(as(body), { productId: id, cause: 'boredom' as never, ...basis }, ground)).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  it('because production stopped may start from the commune, and from its own commune only', async () => {
    const other = ground.communesOf('08')[1]?.code ?? '';
    const stopped = { productId: id, cause: 'stopped' as const, ...basis };
    await expect(openCase(as(officer('far', 'commune_officer', other)), stopped, ground)).rejects.toMatchObject({ code: 'forbidden' });
    const near = officer('near', 'commune_officer', commune);
    await expect(openCase(as(near), { ...stopped, cause: 'mark_misuse' }, ground)).rejects.toMatchObject({ code: 'forbidden' });
    const { id: caseId } = await openCase(as(near), stopped, ground);
    await expect(moveCase(as(near), { caseId, move: 'verify', note: 'x' }, ground)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a late filing', () => {
  it('is extended by whoever decides, with a reason, for at most 180 days', async () => {
    const input = { productId: id, until: '2028-06-30', reason: 'Nộp hồ sơ muộn do bão' };
    await expect(extendLateFiling(as(body, '2028-01-20'), input, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(extendLateFiling(as(chair, '2028-01-20'), { ...input, until: '2028-07-09' }, ground)).rejects.toMatchObject({
      code: 'invalid',
    });
    // the window to file is open until the 120th day before the printed end: nothing is late before
    const open = extendLateFiling(as(chair, '2027-09-12'), input, ground);
    await expect(open).rejects.toMatchObject({
      code: 'invalid',
      faults: [{ path: 'productId' }],
      detail: { vi: expect.stringContaining('Chưa phải nộp muộn'), en: expect.stringContaining('Nothing is late yet') },
    });
    await extendLateFiling(as(chair, '2028-01-20'), input, ground);
    await expect(extendLateFiling(as(chair, '2028-01-21'), { ...input, until: '2028-03-01' }, ground)).rejects.toMatchObject({
      faults: [{ path: 'until' }],
    });
    expect((await getHeld(base.db, id, '2028-06-30')).status).toBe('extended');
    expect((await getHeld(base.db, id, '2028-07-01')).status).toBe('expired');
    expect((await listNotices(base.db, [id])).map((x) => x.kind)).toEqual(['extension']);
  });
});
