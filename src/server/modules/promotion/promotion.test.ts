import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#server/modules/identity/index.ts';
import { loadTerritory, type Territory } from '#server/modules/territory/index.ts';
import { PUBLIC, SYSTEM } from '#server/platform/ctx.ts';
import { AppError } from '#server/platform/errors.ts';
import { testCtx, testDatabase } from '../../../../tests/support/database.ts';
import { officer } from '../../../../tests/support/recognised.ts';
import {
  answerFollowUp,
  appearances,
  askFollowUps,
  createEvent,
  drawEventBooths,
  type EventInput,
  eventFigures,
  getEvent,
  importWishes,
  listMeetings,
  listParticipants,
  listVersions,
  listWishes,
  makeTimetable,
  markPresence,
  moveEvent,
  publishTimetable,
  recordResult,
  register,
  setProgramme,
  settleParticipant,
  stateWishes,
} from './index.ts';

const base = testDatabase();
let ground: Territory;
const BEFORE = '2026-11-21';
const DAY = '2026-12-10';
const FIRMS = ['h1', 'h2', 'c1', 'e1'];
const BUYERS = ['chain', 'shop'];
const promoter = officer('p', 'promotion_officer', '08');
const elsewhere = officer('q', 'promotion_officer', '01');
const buyer = (id: string): Person => {
  const person = officer(`b-${id}`, 'buyer', 'VN');
  for (const a of person.assignments) a.organisation = { id, name: `Chuỗi ${id}` };
  return person;
};
const maker = (producer: string): Person => {
  const person = officer(`m-${producer}`, 'producer', '08');
  for (const a of person.assignments) a.producers = [{ id: producer, from: '2020-01-01', until: null }];
  return person;
};
const as = (who: Person | typeof PUBLIC, day = BEFORE) => testCtx(base.db, `${day}T08:00:00+07:00`, who);
const run = (text: string) => sql.raw(text).execute(base.db);

const conference = (more: Partial<EventInput> = {}): EventInput => ({
  kind: 'conference',
  nameVi: 'Hội nghị kết nối cung cầu',
  nameEn: 'Supply–demand conference',
  aboutVi: '',
  aboutEn: '',
  place: 'Nhà văn hóa trung tâm',
  unit: '08',
  startsOn: DAY,
  endsOn: DAY,
  registerUntil: '2026-12-01',
  meetOn: DAY,
  dayStart: '08:00',
  dayEnd: '12:00',
  slotMinutes: 25,
  pauseMinutes: 5,
  breaks: [{ from: '09:30', until: '10:00' }],
  tables: 4,
  householdLeast: 1,
  firmMost: 4,
  booths: 2,
  smallShare: 0.5,
  ...more,
});
const refused = async (work: Promise<unknown>): Promise<AppError> => {
  const e = await work.catch((x: unknown) => x);
  expect(e).toBeInstanceOf(AppError);
  return e as AppError;
};
const codeOf = async (work: Promise<unknown>) => (await refused(work)).code;

beforeAll(async () => {
  ground = await loadTerritory(base.db);
  for (const id of FIRMS)
    await run(`insert into registry.producer (id, name, name_key, type, place_key, province_code)
      values ('${id}', 'Chủ thể ${id}', 'x${id}', '${id.startsWith('h') ? 'household' : id === 'c1' ? 'cooperative' : 'enterprise'}', '08', '08')`);
  for (const id of BUYERS)
    await run(`insert into identity.organisation (id, kind, name, unit) values ('${id}', 'buyer', 'Chuỗi ${id}', 'VN')`);
});
beforeEach(async () => {
  for (const t of ['follow_up', 'meeting', 'timetable', 'wish', 'participant', 'programme_item', 'event'])
    await run(`delete from promotion.${t}`);
});

/** An open conference with everybody confirmed; who is called what. */
async function opened(more: Partial<EventInput> = {}) {
  const { id: eventId } = await createEvent(as(promoter), conference(more), ground);
  await moveEvent(as(promoter), { eventId, to: 'open' }, ground);
  const who: Record<string, string> = {};
  const plain = { eventId, tables: 1, most: null, away: [], wantsBooth: true };
  for (const f of FIRMS) who[f] = (await register(as(maker(f)), { ...plain, producer: f }, ground)).id;
  for (const b of BUYERS) who[b] = (await register(as(buyer(b)), { ...plain, organisation: b, wantsBooth: false }, ground)).id;
  for (const p of Object.values(who)) await settleParticipant(as(promoter), { participant: p, to: 'confirmed' }, ground);
  const at = (name: string) => who[name] ?? '';
  return { eventId, at };
}
async function wished(more: Partial<EventInput> = {}) {
  const event = await opened(more);
  const { at } = event;
  for (const f of FIRMS)
    await stateWishes(as(maker(f)), { participant: at(f), wishes: BUYERS.map((b) => ({ to: at(b), weight: 2 })) }, ground);
  await stateWishes(as(buyer('chain')), { participant: at('chain'), wishes: [{ to: at('h1'), weight: 3 }] }, ground);
  return event;
}
async function published(more: Partial<EventInput> = {}) {
  const event = await wished(more);
  const { id } = await makeTimetable(as(promoter), event, ground);
  await publishTimetable(as(promoter), { id }, ground);
  const [version] = await listVersions(base.db, event.eventId);
  if (!version) throw new Error('no version');
  return { ...event, version };
}

describe('an event', () => {
  it('is kept by the promotion officer of its unit alone', async () => {
    expect(await codeOf(createEvent(as(elsewhere), conference(), ground))).toBe('forbidden');
    expect(await codeOf(createEvent(as(maker('h1')), conference(), ground))).toBe('forbidden');
    expect(await codeOf(createEvent(as(PUBLIC), conference(), ground))).toBe('unauthorized');
    const { eventId, at } = await opened();
    expect(await codeOf(moveEvent(as(elsewhere), { eventId, to: 'cancelled' }, ground))).toBe('forbidden');
    expect(await codeOf(makeTimetable(as(maker('h1')), { eventId }, ground))).toBe('forbidden');
    expect(await codeOf(settleParticipant(as(maker('h1')), { participant: at('h1'), to: 'confirmed' }, ground))).toBe('forbidden');
    expect(await codeOf(settleParticipant(as(maker('h1')), { participant: at('h2'), to: 'withdrawn' }, ground))).toBe('forbidden');
    expect(await codeOf(setProgramme(as(maker('h1')), { eventId, items: [] }, ground))).toBe('forbidden');
  });

  it('refuses what does not fit, naming the field', async () => {
    const paths = async (more: Partial<EventInput>) =>
      (await refused(createEvent(as(promoter), conference(more), ground))).faults.map((f) => f.path);
    expect(await paths({ endsOn: '2026-12-01', meetOn: '2026-12-01', registerUntil: '2026-11-30' })).toContain('endsOn');
    expect(await paths({ dayStart: '25:00' })).toContain('dayStart');
    expect(await paths({ slotMinutes: 120, dayEnd: '09:00' })).toEqual(['slotMinutes']);
    expect(await paths({ slotMinutes: 5, pauseMinutes: 0, dayStart: '00:00', dayEnd: '23:00' })).toEqual(['slotMinutes']);
    expect(await codeOf(createEvent(as(officer('n', 'promotion_officer', 'VN')), conference({ unit: '99999' }), ground))).not.toBe(
      'internal',
    );
    expect(await codeOf(moveEvent(as(promoter), { eventId: 'none', to: 'open' }, ground))).toBe('not_found');
    const { eventId } = await opened();
    const item = { day: '2026-12-11', starts: '08:00', ends: '09:00', titleVi: 'Khai mạc', titleEn: 'Opening', place: '' };
    expect((await refused(setProgramme(as(promoter), { eventId, items: [item] }, ground))).faults[0]?.path).toBe('items.0.day');
    expect(await codeOf(moveEvent(as(promoter), { eventId, to: 'held' }, ground))).toBe('conflict');
  });

  it('takes registrations of one’s own until the day, once each', async () => {
    const { eventId, at } = await opened();
    const plain = { eventId, tables: 1, most: null, away: [], wantsBooth: false };
    expect((await register(as(maker('h1')), { ...plain, producer: 'h1', away: [2] }, ground)).id).toBe(at('h1'));
    expect(await codeOf(register(as(maker('h1')), { ...plain, producer: 'h2' }, ground))).toBe('forbidden');
    expect(await codeOf(register(as(buyer('shop')), { ...plain, organisation: 'chain' }, ground))).toBe('forbidden');
    expect(await codeOf(register(as(maker('h1')), { ...plain, producer: 'h1', away: [40] }, ground))).toBe('invalid');
    expect(await codeOf(register(as(maker('h1')), { ...plain, producer: 'h1', organisation: 'chain' }, ground))).toBe('invalid');
    expect(await codeOf(register(as(maker('h1'), '2026-12-02'), { ...plain, producer: 'h1' }, ground))).toBe('conflict');
    expect((await register(as(promoter, '2026-12-02'), { ...plain, producer: 'h1' }, ground)).id).toBe(at('h1'));
    await run(`insert into identity.account (id, account, name, created_by) values ('a-shop', 'a-shop', 'Người mua', 't')`);
    await run(`insert into identity.role_assignment (id, account_id, role, unit, organisation_id, valid_from, basis, granted_by, granted_at)
      values ('r-shop', 'a-shop', 'buyer', 'VN', 'shop', '2020-01-01', 't', 't', now())`);
    await moveEvent(as(promoter), { eventId, to: 'cancelled' }, ground);
    // who had registered is told, with the day and the place
    const told = await base.db.selectFrom('notices.notice').select(['account_id', 'key', 'text_vi']).execute();
    expect(told).toEqual([
      {
        account_id: 'a-shop',
        key: `event-cancelled-${at('shop')}`,
        text_vi: expect.stringContaining('10/12/2026 tại Nhà văn hóa trung tâm'),
      },
    ]);
    expect(await codeOf(register(as(promoter), { ...plain, producer: 'h1' }, ground))).toBe('conflict');
  });
});

describe('where a producer can be met', () => {
  const change = async () => (await sql<{ n: number }>`select change as n from registry.change_counter`.execute(base.db)).rows[0]?.n ?? 0;
  /** How often public pages of products became old by it. */
  const raised = async (work: () => Promise<unknown>) => {
    const before = await change();
    await work();
    return (await change()) - before;
  };

  it('is told of confirmed producers of open events to come, and pages made before are not kept', async () => {
    await run(`insert into registry.product (id, producer_id, name, name_key, province_code, group_code)
      values ('H1-MET', 'h1', 'Mật ong', 'mat ong', '08', 'I') on conflict do nothing`);
    const { eventId, at } = await opened();
    const met = async (day = BEFORE) => (await appearances(base.db, day)).get('h1')?.map((a) => [a.event, a.startsOn, a.booth]);
    expect(await met()).toEqual([[eventId, DAY, null]]);
    expect(await met(DAY)).toEqual([[eventId, DAY, null]]);
    expect(await met('2026-12-11')).toBeUndefined();
    expect((await appearances(base.db, BEFORE)).size).toBe(FIRMS.length);
    const settle = (to: 'withdrawn' | 'confirmed') => settleParticipant(as(promoter), { participant: at('h1'), to }, ground);
    expect(await raised(() => settle('withdrawn'))).toBe(1);
    expect(await met()).toBeUndefined();
    expect(await raised(() => settle('confirmed'))).toBe(1);
    expect(await raised(() => settleParticipant(as(promoter), { participant: at('chain'), to: 'declined' }, ground))).toBe(0);
    expect(await raised(() => drawEventBooths(as(promoter, '2026-12-02'), { eventId }, ground))).toBeLessThanOrEqual(1);
    const booths = (await listParticipants(base.db, eventId)).find((p) => p.producerId === 'h1')?.booth ?? null;
    expect(await met()).toEqual([[eventId, DAY, booths]]);
    expect(await raised(() => moveEvent(as(promoter), { eventId, to: 'cancelled' }, ground))).toBe(1);
    expect(await met()).toBeUndefined();
  });
});

describe('wishes', () => {
  it('are stated by each for the other side only', async () => {
    const { at } = await opened();
    const wish = (to: string) => ({ participant: at('h1'), wishes: [{ to, weight: 1 }] });
    expect(await codeOf(stateWishes(as(maker('h2')), wish(at('chain')), ground))).toBe('forbidden');
    expect((await refused(stateWishes(as(maker('h1')), wish(at('h2')), ground))).faults[0]?.path).toBe('wishes.0.to');
    await stateWishes(as(maker('h1')), wish(at('chain')), ground);
    await stateWishes(as(maker('h1')), wish(at('shop')), ground);
    expect(await listWishes(base.db, at('h1'))).toEqual([{ to: at('shop'), weight: 1 }]);
  });

  it('come as CSV, all or nothing, by id or name', async () => {
    const { eventId, at } = await opened();
    const csv = `﻿ai;gặp;mức\r\n"Chủ thể h1";CHUỖI CHAIN;3\r\nh2;shop;\r\n`;
    expect(await importWishes(as(promoter), { eventId, csv }, ground)).toEqual({ wishes: 2 });
    expect(await listWishes(base.db, at('h1'))).toEqual([{ to: at('chain'), weight: 3 }]);
    const bad = await refused(importWishes(as(promoter), { eventId, csv: 'h1,h2,1\nh1,ai đó,1\nc1,chain,9\nc1,chain,1' }, ground));
    expect(bad.faults.map((f) => f.path)).toEqual(['rows.1.to', 'rows.2.to', 'rows.3.weight']);
    expect(await listWishes(base.db, at('c1'))).toEqual([]);
    expect(await codeOf(importWishes(as(promoter), { eventId, csv: 'x'.repeat(2_000_001) }, ground))).toBe('invalid');
    expect(await codeOf(importWishes(as(maker('h1')), { eventId, csv }, ground))).toBe('forbidden');
  });
});

describe('a timetable', () => {
  it('is made, published once, and told to everybody', async () => {
    const { eventId, version, at } = await published();
    expect(version).toMatchObject({ version: 1, state: 'published' });
    expect(version.figures).toMatchObject({
      meetings: 8,
      gap: 0,
      missed: 0,
      mutual: { met: 1, wished: 1 },
      oneSided: { met: 7, wished: 7 },
    });
    expect(await listMeetings(base.db, version, at('h1'))).toHaveLength(2);
    // the same again is the same version
    expect(await makeTimetable(as(promoter), { eventId }, ground)).toMatchObject({ version: 1 });
    await publishTimetable(as(promoter), { id: version.id }, ground);
  });

  it('is refused when it is no longer true', async () => {
    const { eventId, at } = await wished();
    const { id } = await makeTimetable(as(promoter), { eventId }, ground);
    await settleParticipant(as(maker('h2')), { participant: at('h2'), to: 'withdrawn' }, ground);
    expect(await codeOf(publishTimetable(as(promoter), { id }, ground))).toBe('conflict');
    expect(await codeOf(publishTimetable(as(maker('h1')), { id }, ground))).toBe('forbidden');
    expect(await codeOf(publishTimetable(as(promoter), { id: 'none' }, ground))).toBe('not_found');
  });

  it('comes into force once when two officers publish two versions at the same time', async () => {
    const { eventId, at } = await wished();
    const first = await makeTimetable(as(promoter), { eventId }, ground);
    await stateWishes(as(buyer('shop')), { participant: at('shop'), wishes: [{ to: at('h2'), weight: 3 }] }, ground);
    const second = await makeTimetable(as(promoter), { eventId }, ground);
    expect(second.version).toBe(2);
    const other = officer('p2', 'promotion_officer', '08');
    const done = await Promise.allSettled([
      publishTimetable(as(promoter), { id: first.id }, ground),
      publishTimetable(as(other), { id: second.id }, ground),
      publishTimetable(as(promoter), { id: second.id }, ground),
    ]);
    expect(done.map((d) => d.status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    const { rows } = await sql`select no from audit.act where verb = 'publish_timetable' and subject_id = ${eventId}`.execute(base.db);
    expect(rows).toHaveLength(1);
    expect((await listVersions(base.db, eventId)).map((v) => v.state)).toEqual(['published', 'draft']);
  });

  it('is neither made nor wished for once the event is over', async () => {
    const { eventId, at } = await wished();
    const { id } = await makeTimetable(as(promoter), { eventId }, ground);
    await moveEvent(as(promoter), { eventId, to: 'cancelled' }, ground);
    const late = [
      publishTimetable(as(promoter), { id }, ground),
      makeTimetable(as(promoter), { eventId }, ground),
      moveEvent(as(promoter), { eventId, to: 'open' }, ground),
      stateWishes(as(buyer('shop')), { participant: at('shop'), wishes: [{ to: at('h2'), weight: 3 }] }, ground),
      drawEventBooths(as(promoter, '2026-12-02'), { eventId }, ground),
    ];
    expect(await Promise.all(late.map(codeOf))).toEqual(late.map(() => 'conflict'));
  });

  it('needs enough tables and explains a promise it cannot keep', async () => {
    const few = await wished({ tables: 1 });
    expect((await refused(makeTimetable(as(promoter), few, ground))).faults[0]?.path).toBe('tables');
    const { eventId, at } = await wished({ householdLeast: 3 });
    await makeTimetable(as(promoter), { eventId }, ground);
    const [version] = await listVersions(base.db, eventId);
    expect(version?.figures.short.map((s) => [s.firm, s.why, s.got]).sort()).toEqual([
      ...[at('h1'), at('h2')].sort().map((firm) => [firm, 'no_wishes', 2]),
    ]);
  });
});

describe('the day', () => {
  it('frees the slots of who is absent and fills them from what was wished', async () => {
    const { version, at } = await published({ firmMost: 1 });
    const [gone] = (await listMeetings(base.db, version)).filter((m) => m.buyerId === at('chain'));
    const participant = gone?.firmId ?? '';
    const mark = (fromSlot = 0, absent = true) => ({ participant, absent, fromSlot });
    expect(await codeOf(markPresence(as(promoter), mark(), ground))).toBe('conflict');
    expect(await codeOf(markPresence(as(maker('h1'), DAY), mark(), ground))).toBe('forbidden');
    expect(await codeOf(markPresence(as(promoter, DAY), mark(99), ground))).toBe('invalid');
    const both = await Promise.all([markPresence(as(promoter, DAY), mark(), ground), markPresence(as(promoter, DAY), mark(), ground)]);
    expect(both.map((b) => b.freed).sort()).toEqual([0, 1]);
    const after = await listMeetings(base.db, version);
    expect(after.filter((m) => m.firmId === participant).map((m) => m.state)).toEqual(['freed']);
    // who came late meets in the slot that was freed, nobody else having asked for it
    expect((await markPresence(as(promoter, DAY), mark(0, false), ground)).filled).toBe(1);
  });

  it('gives a freed place to the one who had found none', async () => {
    // one buyer, three slots, four firms that want it
    const { eventId, at } = await opened({ dayEnd: '09:30', breaks: [], householdLeast: 0 });
    for (const f of FIRMS) await stateWishes(as(maker(f)), { participant: at(f), wishes: [{ to: at('chain'), weight: 2 }] }, ground);
    const { id } = await makeTimetable(as(promoter), { eventId }, ground);
    await publishTimetable(as(promoter), { id }, ground);
    const [version] = await listVersions(base.db, eventId);
    if (!version) throw new Error('no version');
    const meetings = await listMeetings(base.db, version);
    expect(meetings).toHaveLength(3);
    const left = FIRMS.find((f) => !meetings.some((m) => m.firmId === at(f))) ?? '';
    const last = meetings[2];
    const input = { participant: last?.firmId ?? '', absent: true, fromSlot: 1 };
    expect(await markPresence(as(promoter, DAY), input, ground)).toEqual({ freed: 1, filled: 1 });
    const refilled = (await listMeetings(base.db, version)).filter((m) => m.origin === 'refill');
    expect(refilled).toMatchObject([{ firmId: at(left), slot: last?.slot, state: 'planned' }]);
  });

  it('keeps results, asks after 30 and 90 days, and counts a contract apart from a memorandum', async () => {
    const { eventId, version, at } = await published();
    const [one, two, three] = await listMeetings(base.db, version, at('chain'));
    const say = (meeting = one?.id ?? '', result: 'none' | 'memorandum' = 'memorandum') => ({ meeting, result, note: '' });
    expect(await codeOf(recordResult(as(buyer('chain')), say(), ground))).toBe('conflict');
    expect(await codeOf(recordResult(as(buyer('shop'), DAY), say(), ground))).toBe('forbidden');
    await recordResult(as(buyer('chain'), DAY), say(), ground);
    await recordResult(as(promoter, DAY), say(two?.id), ground);
    await recordResult(as(promoter, DAY), say(three?.id, 'none'), ground);
    expect(await codeOf(publishTimetable(as(promoter, DAY), { id: (await laterVersion(eventId, at)).id }, ground))).toBe('conflict');
    const follow = { meeting: one?.id ?? '', afterDays: 30 as const, outcome: 'contract' as const, agreement: 'HD-01/2027' };
    expect(await codeOf(answerFollowUp(as(buyer('chain'), DAY), follow, ground))).toBe('conflict');
    const night = (day: string) => askFollowUps(testCtx(base.db, `${day}T07:20:00+07:00`, SYSTEM));
    expect(await night('2027-01-08')).toEqual({ asked: 0 });
    expect(await night('2027-01-09')).toEqual({ asked: 2 });
    expect(await night('2027-01-10')).toEqual({ asked: 0 });
    await answerFollowUp(as(buyer('chain'), '2027-01-10'), follow, ground);
    expect(
      (await refused(answerFollowUp(as(buyer('chain'), '2027-01-10'), { ...follow, outcome: 'talking' }, ground))).faults[0]?.path,
    ).toBe('agreement');
    expect(await night('2027-03-10')).toEqual({ asked: 2 });
    expect(await eventFigures(base.db, eventId)).toMatchObject({
      held: 3,
      planned: 5,
      results: { memorandum: 2, none: 1 },
      contracts: 1,
      agreements: 1,
      followUps: [
        { afterDays: 30, asked: 2, answered: 1, contracts: 1 },
        { afterDays: 90, asked: 2, answered: 0, contracts: 0 },
      ],
    });
  });

  const laterVersion = async (eventId: string, at: (name: string) => string) => {
    await stateWishes(as(buyer('shop'), DAY), { participant: at('shop'), wishes: [{ to: at('h2'), weight: 3 }] }, ground);
    return makeTimetable(as(promoter, DAY), { eventId }, ground);
  };

  it('draws booths once, small producers first for their share', async () => {
    const { eventId } = await opened();
    expect(await codeOf(drawEventBooths(as(promoter), { eventId }, ground))).toBe('conflict');
    const [a, b] = await Promise.all([
      drawEventBooths(as(promoter, '2026-12-02'), { eventId }, ground),
      drawEventBooths(as(promoter, '2026-12-02'), { eventId }, ground),
    ]);
    expect(a).toEqual(b);
    expect((await getEvent(base.db, eventId)).lotterySeed).toBe(a.seed);
    const drawn = (await listParticipants(base.db, eventId)).filter((p) => p.booth !== null);
    expect(drawn.map((p) => p.booth).sort()).toEqual([1, 2]);
    expect(drawn.some((p) => p.producerType === 'household')).toBe(true);
    const bare = await opened({ booths: 0 });
    expect(await codeOf(drawEventBooths(as(promoter, '2026-12-02'), bare, ground))).toBe('conflict');
  });
});
