// What the tests of the route stand on: people with one role each, a producer, sheets worth a given number of points.
import type { Actor, Person, Role } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { silentLog } from '#server/platform/log.ts';
import { newId } from '#shared/ids.ts';
import { findSet, LIVE_RULESET, scoreSheet } from './index.ts';

/** Somebody with one role in one unit. */
export function personAs(role: Role, unit: string, producer?: string, id = newId()): Person {
  const producers = producer ? [{ id: producer, from: '2020-01-01', until: null }] : [];
  const assignment = { id: `r-${id}`, role, unit, organisation: null, producers, from: '2020-01-01', until: null, revoked: false };
  return {
    kind: 'person',
    id,
    name: `${role} ${unit}`,
    account: id,
    sample: true,
    mustChange: false,
    assignments: [{ ...assignment, verbs: null, source: null, basis: 'test' }],
  };
}

let tick = 0;
/** A context of somebody on a day; each call a little later. */
export const ctxOf = (db: Db, actor: Actor, day = '2026-11-23'): Ctx => ({
  db,
  actor,
  now: new Date(Date.parse(`${day}T09:00:00+07:00`) + ++tick),
  log: silentLog,
  requestId: 'test',
});

/** A producer of the register in a commune. */
export async function addProducer(db: Db, communeCode: string, provinceCode: string): Promise<string> {
  const id = newId();
  await db
    .insertInto('registry.producer')
    .values({
      id,
      name: `Hợp tác xã Thử nghiệm ${id}`,
      name_key: `thu nghiem ${id.toLowerCase()}`,
      type: 'cooperative',
      type_stated: null,
      place_key: communeCode,
      representative: 'Đại diện thử nghiệm',
      phone: '0900000000',
      address_written: 'Thôn 1',
      commune_written: null,
      district_written: null,
      province_written: null,
      commune_code: communeCode,
      province_code: provinceCode,
      old_province_code: null,
      mapped_by: null,
      mapped_at: null,
      lat: null,
      lng: null,
    })
    .execute();
  return id;
}

/** Answers of a set with a total at or just under `points`, gates kept where they can be. */
export function sheetWorth(set: number, points: number): Record<string, string> {
  const view = findSet(LIVE_RULESET, set);
  if (!view) throw new Error(`no set ${set}`);
  const criteria = view.parts.flatMap((p) => p.sections.flatMap((s) => s.criteria));
  const gates = [...view.gates['3'], ...view.gates['4'], ...(points >= 90 ? view.gates['5'] : [])];
  const gated = new Set(gates.map((g) => g.criterion));
  const best = (c: (typeof criteria)[number]) => c.options.reduce((a, b) => (b.points > a.points ? b : a));
  const least = (c: (typeof criteria)[number]) => c.options.reduce((a, b) => (b.points < a.points ? b : a));
  const answers = Object.fromEntries(criteria.map((c) => [c.code, best(c).id]));
  const total = () => scoreSheet({ ruleset: LIVE_RULESET, set, answers }).total;
  const parents = new Set(criteria.flatMap((c) => (c.appliesIf ? [c.appliesIf.criterion] : [])));
  const free = criteria.filter((c) => !gated.has(c.code) && !parents.has(c.code));
  for (const c of [...free, ...criteria.filter((x) => gated.has(x.code))]) {
    if (total() <= points) break;
    for (const o of [...c.options].sort((a, b) => b.points - a.points)) {
      answers[c.code] = o.id;
      if (total() <= points) break;
    }
    if (total() > points) answers[c.code] = least(c).id;
  }
  return answers;
}

/** A small but real PDF head: enough for the vault. */
export const aPdf = (words: string): Uint8Array => new TextEncoder().encode(`%PDF-1.7\n% ${words}\n%%EOF\n`);
