// For the assemblers only: a sample conference of the future, open, with wishes; and one of last month, with its timetable and results.
import { createHash } from 'node:crypto';
import { listOrganisations } from '#server/modules/identity/index.ts';
import { readFacts } from '#server/modules/registry/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { idFrom } from '#shared/ids.ts';
import type { Figures } from './commands/make-timetable.ts';
import { readEvent, readQuestion } from './instance.ts';
import { timetable } from './rules/timetable.ts';
import { RESULTS } from './tables.ts';

const FIRMS = 24;
const fixedId = (text: string) => idFrom(createHash('sha256').update(`event ${text}`).digest().readUIntBE(0, 6) % 2 ** 35);
const roll = (text: string, n: number) => createHash('sha256').update(text).digest().readUInt32BE(0) % n;
type Side = { producer: string | null; organisation: string | null; name: string; type: string | null };

/** Once, when the register holds sample producers. */
export async function loadSampleEvents(ctx: Ctx, territory: Territory): Promise<void> {
  const there = await ctx.db.selectFrom('promotion.event').select('id').where('sample', '=', true).limit(1).executeTakeFirst();
  if (there) return;
  const own = (await listOrganisations(ctx.db, { kind: 'producer' })).filter((o) => o.sample);
  const buyers = (await listOrganisations(ctx.db, { kind: 'buyer' })).filter((o) => o.sample);
  const places = own.map((o) => territory.commune(o.unit)?.provinceCode ?? o.unit);
  // where most of the sample producers with people are
  const unit = places.find((p, n) => places.indexOf(p) !== n) ?? places[0];
  if (unit === undefined || buyers.length === 0) return;
  const firms = new Map<string, Side>();
  const others: Side[] = [];
  for await (const batch of readFacts(ctx.db)) {
    for (const { sample, producer: p, place } of batch) {
      if (!sample) continue;
      const side = { producer: p.id, organisation: null, name: p.name, type: p.type };
      if (own.some((o) => o.producerId === p.id)) firms.set(p.id, side);
      else if (place.provinceCode === unit || others.length < FIRMS) others.push(side);
    }
    if (others.length >= FIRMS * 4) break;
  }
  for (const o of others) if (firms.size < FIRMS && o.producer) firms.set(o.producer, o);
  const sides: Side[] = [
    ...firms.values(),
    ...buyers.map((b) => ({ producer: null, organisation: b.id, name: b.name, type: null })),
    ...[2, 3, 4, 5].map((n) => ({ producer: null, organisation: `sample-buyer-${n}`, name: `Người mua mẫu ${n}`, type: null })),
  ];
  const today = dayOf(ctx.now);
  await transact(ctx.db, async (tx) => {
    await putEvent(tx, ctx, { key: 'coming', unit, day: addDays(today, 14), until: addDays(today, 7), sides, state: 'open' });
    const past = addDays(today, -35);
    await putEvent(tx, ctx, { key: 'past', unit, day: past, until: addDays(past, -7), sides, state: 'held' });
  });
}

type Sample = { key: string; unit: string; day: string; until: string; sides: readonly Side[]; state: 'open' | 'held' };

async function putEvent(tx: Tx, ctx: Ctx, s: Sample): Promise<void> {
  const id = fixedId(s.key);
  const by = ctx.actor.id;
  const made = await tx
    .insertInto('promotion.event')
    .values({
      id,
      kind: 'conference',
      name_vi: s.key === 'past' ? 'Hội nghị kết nối cung cầu mẫu, đợt 1' : 'Hội nghị kết nối cung cầu mẫu, đợt 2',
      name_en: s.key === 'past' ? 'Sample supply–demand conference, first round' : 'Sample supply–demand conference, second round',
      about_vi: 'Chủ thể OCOP gặp người mua, mỗi cuộc 25 phút. Dữ liệu mẫu, không có thật.',
      about_en: 'OCOP producers meet buyers, 25 minutes each. Sample data, not real.',
      place: 'Hội trường mẫu',
      unit: s.unit,
      starts_on: s.day,
      ends_on: s.day,
      register_until: s.until,
      state: s.state,
      meet_on: s.day,
      day_start: '08:00',
      day_end: '15:30',
      slot_minutes: 25,
      pause_minutes: 5,
      breaks: JSON.stringify([{ from: '11:30', until: '13:30' }]),
      tables: 10,
      household_least: 2,
      firm_most: 5,
      booths: 12,
      small_share: 0.5,
      lottery_seed: null,
      drawn_at: null,
      drawn_by: null,
      sample: true,
      created_by: by,
      created_at: ctx.now,
    })
    .onConflict((c) => c.column('id').doNothing())
    .executeTakeFirst();
  if ((made.numInsertedOrUpdatedRows ?? 0n) === 0n) return;
  const programme = [
    ['07:30', '08:00', 'Đón tiếp, nhận bàn', 'Reception, tables'],
    ['08:00', '11:30', 'Gặp gỡ một – một, buổi sáng', 'One-to-one meetings, morning'],
    ['13:30', '15:30', 'Gặp gỡ một – một, buổi chiều', 'One-to-one meetings, afternoon'],
  ] as const;
  await tx
    .insertInto('promotion.programme_item')
    .values(
      programme.map(([starts, ends, vi, en]) => ({
        id: fixedId(`${s.key} ${starts}`),
        event_id: id,
        day: s.day,
        starts,
        ends,
        title_vi: vi,
        title_en: en,
        place: 'Hội trường mẫu',
      })),
    )
    .execute();
  const people = s.sides.map((side, n) => ({
    id: fixedId(`${s.key} ${side.producer ?? side.organisation}`),
    event_id: id,
    side: side.producer !== null ? ('firm' as const) : ('buyer' as const),
    producer_id: side.producer,
    organisation_id: side.organisation,
    name: side.name,
    producer_type: side.type as null,
    state: 'confirmed' as const,
    tables: side.organisation && n % 3 === 0 ? 2 : 1,
    most: null,
    away: roll(`away ${n}`, 6) === 0 ? [0, 1] : [],
    wants_booth: side.producer !== null,
    booth: null,
    absent_at: null,
    registered_by: by,
    registered_at: ctx.now,
  }));
  await tx.insertInto('promotion.participant').values(people).execute();
  const wishes = people.flatMap((p) =>
    people
      .filter((o) => o.side !== p.side && roll(`${p.name} ${o.name}`, p.side === 'firm' ? 2 : 3) === 0)
      .map((o) => ({ from_id: p.id, to_id: o.id, weight: 1 + roll(`${o.name} ${p.name}`, 3), stated_by: by, stated_at: ctx.now })),
  );
  if (wishes.length > 0) await tx.insertInto('promotion.wish').values(wishes).execute();
  const question = await readQuestion(tx, await readEvent(tx, id));
  const { meetings, ...told } = timetable(question.instance);
  const figures: Figures = {
    ...told,
    meetings: meetings.length,
    firms: question.instance.firms.length,
    buyers: question.instance.buyers.length,
    tables: question.tables,
  };
  const version = fixedId(`${s.key} timetable`);
  await tx
    .insertInto('promotion.timetable')
    .values({
      id: version,
      event_id: id,
      version: 1,
      state: 'published',
      made_from: question.hash,
      figures: JSON.stringify(figures),
      made_by: by,
      made_at: ctx.now,
      published_by: by,
      published_at: ctx.now,
    })
    .execute();
  if (meetings.length === 0) return;
  const over = s.state === 'held';
  await tx
    .insertInto('promotion.meeting')
    .values(
      meetings.map((m) => ({
        id: fixedId(`${version} ${m.firm} ${m.buyer}`),
        timetable_id: version,
        firm_id: m.firm,
        buyer_id: m.buyer,
        slot: m.slot,
        seat: m.table,
        state: over ? ('held' as const) : ('planned' as const),
        result: over ? (RESULTS[roll(`${m.firm} ${m.buyer}`, RESULTS.length)] ?? 'none') : null,
        result_by: over ? by : null,
        result_at: over ? ctx.now : null,
      })),
    )
    .execute();
}
