// The page on grading from real scorings: who may see it, what counts, what leaves as a file.
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import { NATION } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import * as door from '../index.ts';
import { personAs } from '../route-fixture.ts';
import { type Cast, twoProvinces, type walker } from '../route-walk.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let far: Cast;
let walk: ReturnType<typeof walker>;
beforeAll(async () => {
  ({ ground, cast, far, walk } = await twoProvinces(database.db));
});

it('counts closed scorings only, of the councils one may see', async () => {
  const others = [1, 2].map(() => personAs('province_council_member', cast.province));
  const council = await walk.council(others, { secondShare: 1 });
  for (let i = 0; i < 11; i++) {
    const id = await walk.draft(70);
    await walk.toProvince(id);
    const hearing = await walk.toCouncil(id, council);
    await walk.score(hearing, [78 - (i % 3), 72 + (i % 2), 71, 70]);
    await door.closeScoring(walk.on(cast.chair), { hearing }, ground);
    const second = await database.db
      .selectFrom('assessment.hearing')
      .select('id')
      .where('second_of', '=', hearing)
      .executeTakeFirstOrThrow();
    await walk.score(second.id, [70, 68], others);
    // the last second scoring stays open: its dossier does not count yet
    if (i < 10) await door.closeScoring(walk.on(cast.chair), { hearing: second.id }, ground);
  }
  const seen = await door.getGrading(walk.on(cast.body), { unit: cast.province }, ground);
  expect(seen.counts).toEqual({ hearings: 10, sheets: 60, members: 6, councils: 1 });
  expect(seen.second).toMatchObject({ drawn: 10, compared: 10, waived: 0 });
  expect(seen.second.difference.mean).toBeLessThan(0);
  const chair = seen.severity?.members[0];
  expect(chair).toMatchObject({ name: 'Chủ tịch', sheets: 10, differs: true, unit: cast.province });
  // the second members are a panel of their own, and linked with the first by every dossier
  expect(seen.severity?.councils.map((c) => [c.name, c.lean > 0])).toEqual(
    expect.arrayContaining([
      ['Hội đồng', true],
      ['Hội đồng (2)', false],
    ]),
  );
  const rows = parse(door.gradingCsv(seen), { bom: true, columns: true }) as Record<string, string>[];
  expect(rows.find((r) => r.kind === 'member_lean' && r.name === 'Chủ tịch')).toMatchObject({ n: '10', differs: 'true' });
  expect(rows.filter((r) => r.kind === 'share_above_threshold')).toHaveLength(3);

  const nation = await door.getGrading(walk.on(cast.ministry), { unit: NATION }, ground);
  expect(nation.counts).toEqual(seen.counts);
  expect((await door.getGrading(walk.on(far.body), { unit: far.province }, ground)).counts.hearings).toBe(0);
  expect((await door.getGrading(walk.on(cast.body), { unit: cast.province, until: '2026-11-01' }, ground)).counts.hearings).toBe(0);
}, 60_000);

it('is closed to members, communes, other provinces, and to provinces for the nation', async () => {
  const ask = (who: Cast['chair'], unit = cast.province) => door.getGrading(walk.on(who), { unit }, ground);
  for (const who of [cast.chair, cast.officer, cast.producer, far.body, far.head])
    await expect(ask(who)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(ask(cast.body, NATION)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(door.getGrading(walk.on(cast.body), { unit: cast.province, from: '2026-13-01' }, ground)).rejects.toMatchObject({
    faults: [{ path: 'from' }],
  });
});
