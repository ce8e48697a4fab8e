// What a council refuses because it is not the time for it: each refusal by its own words.
import { beforeAll, expect, it } from 'vitest';
import type { Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../tests/support/database.ts';
import * as door from './index.ts';
import { sheetWorth } from './route-fixture.ts';
import { type Cast, SET, twoProvinces, walker } from './route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let far: Cast;
let walk: ReturnType<typeof walker>;
beforeAll(async () => {
  ({ ground, cast, far, walk } = await twoProvinces(database.db));
});

const refusedAs = (work: Promise<unknown>, en: string) => expect(work).rejects.toMatchObject({ code: 'conflict', detail: { en } });
const member = () => cast.members[0] ?? cast.chair;

it('comes after the advisers, at a council of the province, on its day or later, and its chair closes it', async () => {
  const dossier = await walk.draft(80);
  await walk.toProvince(dossier);
  await door.acceptDossier(walk.on(cast.body), { dossier }, ground);
  await door.passToAdvisers(walk.on(cast.body), { dossier }, ground);
  const council = await walk.council();
  const open = (more: object = {}) => door.openCouncil(walk.on(cast.chair), { dossier, council, ...more }, ground);
  await refusedAs(open(), 'The advisers have not reported yet.');
  await door.reportAdvisory(walk.on(cast.adviser), { dossier, summary: 'Hồ sơ đúng', surveyedOn: '2026-11-23' }, ground);
  const foreign = { unit: far.province, name: 'Hội đồng', regulation: '1/QĐ-UBND' };
  const seats = [
    { account: far.chair.account, name: 'Chủ tịch', chair: true },
    ...far.members.map(({ account, name }) => ({ account, name })),
  ];
  const elsewhere = await door.formCouncil(walk.on(far.head), { ...foreign, members: seats }, ground);
  await expect(open({ council: elsewhere.id })).rejects.toMatchObject({ code: 'not_found' });
  const { hearing } = await open({ meetsOn: '2026-11-24' });

  const close = (who: Cast['chair'], on = walk) => door.closeScoring(on.on(who), { hearing }, ground);
  await walk.score(hearing, [80]);
  await refusedAs(close(cast.chair), 'The council has not met yet.');
  const nextDay = walker(database.db, ground, cast, '2026-11-24');
  await expect(close(member(), nextDay)).rejects.toMatchObject({ code: 'forbidden' });
  await refusedAs(
    door.declareConflict(walk.on(member()), { hearing, reason: 'Họ hàng' }, ground),
    'You have already scored in this round.',
  );
  await refusedAs(door.rescore(walk.on(cast.chair), { hearing, minutes: 'Thảo luận' }, ground), 'The council is not in discussion.');

  await close(cast.chair, nextDay);
  await refusedAs(close(cast.chair, nextDay), 'The scoring is not open.');
  await refusedAs(door.declareConflict(nextDay.on(member()), { hearing, reason: 'Họ hàng' }, ground), 'The scoring is closed.');
  const late = { hearing, round: 1, answers: sheetWorth(SET, 90) };
  await refusedAs(door.submitSheet(nextDay.on(member()), late, ground), 'The scoring is not open.');
});
