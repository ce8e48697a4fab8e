// Many at the same time: nothing lost, nothing twice.
import { beforeAll, expect, it } from 'vitest';
import { verifyChain } from '#server/modules/audit/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import * as door from './index.ts';
import { personAs, sheetWorth } from './route-fixture.ts';
import { type Cast, SET, twoProvinces, type walker } from './route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let walk: ReturnType<typeof walker>;
beforeAll(async () => {
  ({ ground, cast, walk } = await twoProvinces(database.db));
  cast.members = Array.from({ length: 99 }, () => personAs('province_council_member', cast.province));
});

it('takes 200 submissions of 100 members, each sent twice, as 100 sheets', async () => {
  const id = await walk.draft(80);
  await walk.toProvince(id);
  const hearing = await walk.toCouncil(id);
  const answers = sheetWorth(SET, 80);
  const members = [cast.chair, ...cast.members];
  const sends = [...members, ...members].map((m) =>
    door.submitSheet(walk.on(m), { hearing, round: 1, answers, requestId: `sheet-${m.id}` }, ground),
  );
  const answered = await Promise.all(sends);
  expect(new Set(answered.map((a) => a.total)).size).toBe(1);
  const sheets = await database.db.selectFrom('assessment.score_sheet').select('account').where('hearing_id', '=', hearing).execute();
  expect(new Set(sheets.map((s) => s.account)).size).toBe(100);
  expect(sheets).toHaveLength(100);
  const acts = await database.db.selectFrom('audit.act').select('no').where('verb', '=', 'submit_sheet').execute();
  expect(acts).toHaveLength(100);
  expect(await door.closeScoring(walk.on(cast.chair), { hearing }, ground)).toMatchObject({
    closed: true,
    result: { sheets: 100, spread: 0 },
  });
  expect(await verifyChain(database.db)).not.toHaveProperty('brokenAt');
}, 60_000);

it('lets one of two officers decide; the other hears why not; a repeated request gets the first answer', async () => {
  cast.members = cast.members.slice(0, 3);
  const id = await walk.concluded(80);
  const second = personAs('province_chair', cast.province);
  const input = { dossier: id, decidedOn: '2026-11-23' };
  const both = await Promise.allSettled([
    door.decide(walk.on(cast.head), { ...input, decisionNo: '1/QĐ-UBND', requestId: 'decide-first' }, ground),
    door.decide(walk.on(second), { ...input, decisionNo: '2/QĐ-UBND', requestId: 'decide-second' }, ground),
  ]);
  const won = both.findIndex((r) => r.status === 'fulfilled');
  expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both[1 - won]).toMatchObject({ reason: { code: 'conflict' } });
  const certificates = await database.db.selectFrom('assessment.certificate').select('no').where('dossier_id', '=', id).execute();
  expect(certificates).toHaveLength(1);
  const [who, key, no] = won === 0 ? [cast.head, 'decide-first', '1/QĐ-UBND'] : [second, 'decide-second', '2/QĐ-UBND'];
  const again = await door.decide(walk.on(who), { ...input, decisionNo: no, requestId: key }, ground);
  expect(again.certificateNo).toBe(certificates[0]?.no);
});

it('numbers twenty certificates given at once without a gap or a double', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) ids.push(await walk.concluded(80));
  const decided = await Promise.all(ids.map((id, i) => walk.decide(id, `${300 + i}/QĐ-UBND`)));
  const numbers = decided.map((d) => Number(d.certificateNo?.split('-')[2])).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => (numbers[0] ?? 0) + i));
}, 60_000);
