// A drawn sample is scored a second time by others who see nothing of the first.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Territory } from '#server/modules/territory/index.ts';
import { testDatabase } from '../../../../../tests/support/database.ts';
import * as door from '../index.ts';
import { personAs, sheetWorth } from '../route-fixture.ts';
import { type Cast, SET, twoProvinces, type walker } from '../route-walk.ts';
import { commitment } from './rules/draw.ts';

const database = testDatabase();
let ground: Territory;
let cast: Cast;
let walk: ReturnType<typeof walker>;
let others: Cast['members'];
let council: string;
beforeAll(async () => {
  ({ ground, cast, walk } = await twoProvinces(database.db));
  others = [1, 2].map(() => personAs('province_council_member', cast.province));
  council = await walk.council(others, { secondShare: 1 });
});

const secondOf = async (first: string) =>
  (await database.db.selectFrom('assessment.hearing').select('id').where('second_of', '=', first).executeTakeFirst())?.id ?? '';
const atCouncil = async () => {
  const id = await walk.draft(80);
  await walk.toProvince(id);
  const first = await walk.toCouncil(id, council);
  return { id, first, second: await secondOf(first) };
};
const close = (hearing: string) => door.closeScoring(walk.on(cast.chair), { hearing }, ground);
const waiting = async (who: Cast['chair']) => (await door.listOwnHearings(walk.on(who))).map((h) => h.id);
const other = (i: number) => others[i] ?? cast.chair;

describe('the draw', () => {
  it('takes the share of the council, by a seed whose hash went on record with the council', async () => {
    const { first } = await atCouncil();
    const hearing = await database.db.selectFrom('assessment.hearing').select('draw').where('id', '=', first).executeTakeFirstOrThrow();
    expect(hearing.draw).toMatchObject({ share: 1 });
    const { second_seed } = await database.db
      .selectFrom('assessment.council')
      .select('second_seed')
      .where('id', '=', council)
      .executeTakeFirstOrThrow();
    const act = await database.db
      .selectFrom('audit.act')
      .select('detail')
      .where('verb', '=', 'form_council')
      .where('subject_id', '=', council)
      .executeTakeFirstOrThrow();
    expect(act.detail).toMatchObject({ seconds: 2, seedSha256: commitment(second_seed ?? '') });
  });

  it('opens none without members for it, and none at a share of nothing', async () => {
    const id = await walk.draft(80);
    await walk.toProvince(id);
    expect(await secondOf(await walk.toCouncil(id))).toBe('');
    const none = await walk.council(others, { secondShare: 0 });
    const again = await walk.draft(80);
    await walk.toProvince(again);
    expect(await secondOf(await walk.toCouncil(again, none))).toBe('');
  });

  it('refuses one member alone, a chair among them, and a share above all', async () => {
    await expect(walk.council(others.slice(0, 1))).rejects.toMatchObject({ faults: [{ path: 'members', code: 'too_few' }] });
    await expect(walk.council(others, { secondShare: 1.1 })).rejects.toMatchObject({ faults: [{ path: 'settings' }] });
  });
});

describe('blind', () => {
  it('keeps the two apart: other members, other sheets, nothing to see of each other', async () => {
    const { id, first, second } = await atCouncil();
    expect(await waiting(other(0))).toContain(second);
    expect(await waiting(other(0))).not.toContain(first);
    expect(await waiting(cast.members[0] ?? cast.chair)).not.toContain(second);
    const sheet = { round: 1, answers: sheetWorth(SET, 70) };
    await expect(door.submitSheet(walk.on(other(0)), { ...sheet, hearing: first }, ground)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(door.submitSheet(walk.on(cast.members[0] ?? cast.chair), { ...sheet, hearing: second }, ground)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await walk.score(first, [80]);
    await close(first);
    await expect(door.getHearing(walk.on(other(0)), first, ground)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await door.getDossier(walk.on(other(0)), id, ground)).hearings.map((h) => h.result)).toEqual([null]);
    await expect(door.getHearing(walk.on(cast.members[0] ?? cast.chair), second, ground)).rejects.toMatchObject({ code: 'forbidden' });
    // the chair knows that there is one, and no more until both are closed
    await walk.score(second, [70], others);
    expect((await door.getHearing(walk.on(cast.chair), second, ground)).members.every((m) => m.total === null)).toBe(true);
    expect((await door.getHearing(walk.on(cast.chair), first, ground)).second).toMatchObject({
      state: 'scoring',
      difference: null,
      above: false,
    });
    await expect(walk.decide(id)).rejects.toMatchObject({ code: 'conflict' });
    await close(second);
    const seen = (await door.getHearing(walk.on(cast.chair), first, ground)).second;
    expect(seen).toMatchObject({ state: 'closed', above: true, bound: 5 });
    expect(seen?.difference).toBeLessThan(-5);
    expect((await door.getHearing(walk.on(cast.members[0] ?? cast.chair), first, ground)).second).toBeNull();
  });

  it('lets the first result decide', async () => {
    const { id, first, second } = await atCouncil();
    await walk.score(first, [80]);
    await walk.score(second, [60], others);
    await close(second);
    await close(first);
    expect((await walk.decide(id)).outcome).toBe('4');
  });

  it('goes back to the first council when the chair orders it, once, above the limit; the difference stays on record', async () => {
    const { id, first, second } = await atCouncil();
    await walk.score(first, [80]);
    const order = (who: Cast['chair'] = cast.chair, hearing = first) =>
      door.orderRescore(walk.on(who), { hearing, reason: 'Lệch trên 5 điểm' }, ground);
    await expect(order()).rejects.toMatchObject({ code: 'conflict' });
    await close(first);
    await expect(order()).rejects.toMatchObject({ code: 'conflict' });
    await walk.score(second, [66], others);
    await close(second);
    await expect(order(cast.members[0])).rejects.toMatchObject({ code: 'forbidden' });
    expect(await order()).toEqual({ round: 2 });
    await expect(walk.decide(id)).rejects.toMatchObject({ code: 'conflict' });
    await walk.score(first, [68], [cast.chair, ...cast.members], 2);
    await close(first);
    await expect(order()).rejects.toMatchObject({ code: 'conflict' });
    expect((await walk.decide(id)).outcome).toBe('3');
    const kept = await database.db.selectFrom('assessment.second_difference').selectAll().where('hearing_id', '=', first).execute();
    expect(kept).toHaveLength(1);
    expect(kept[0]?.first_total).toBeGreaterThan(78);
    await expect(order()).rejects.toMatchObject({ code: 'conflict' });
  });

  it('orders nothing within the limit', async () => {
    const { first, second } = await atCouncil();
    await walk.score(first, [80]);
    await walk.score(second, [79], others);
    await close(first);
    await close(second);
    await expect(door.orderRescore(walk.on(cast.chair), { hearing: first, reason: 'x' }, ground)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is given up with a reason when its members do not come, never when they did', async () => {
    const { id, first, second } = await atCouncil();
    await walk.score(first, [80]);
    await close(first);
    await walk.score(second, [80], others.slice(0, 1));
    await expect(close(second)).rejects.toMatchObject({ code: 'conflict' });
    const waive = (reason: string, hearing = second) => door.waiveSecond(walk.on(cast.chair), { hearing, reason }, ground);
    await expect(waive(' ')).rejects.toMatchObject({ faults: [{ path: 'reason' }] });
    await expect(waive('x', first)).rejects.toMatchObject({ code: 'conflict' });
    await waive('Ủy viên ốm');
    expect((await walk.decide(id)).outcome).toBe('4');
    const full = await atCouncil();
    await walk.score(full.second, [80], others);
    await expect(waive('Không muốn', full.second)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('writes one difference when both are closed at once', async () => {
    const { first, second } = await atCouncil();
    await walk.score(first, [80]);
    await walk.score(second, [77], others);
    await Promise.all([close(first), close(second)]);
    expect(
      await database.db.selectFrom('assessment.second_difference').select('second_id').where('hearing_id', '=', first).execute(),
    ).toEqual([{ second_id: second }]);
  });
});
