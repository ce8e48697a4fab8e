// Who is a member of which cooperative: recorded by its secretary with the paper, in effect once the member has agreed, ended by either side.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, type Fault, fault, forbidden, notFound } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { assignmentsOf } from '../person.ts';
import { type Ground, inEffect, mayGrant } from '../policy.ts';

/** Organisations the actor is secretary of today, by id. An API client is nobody's secretary. */
export function secretaryOf(ctx: Ctx, ground: Ground): string[] {
  if ('scopes' in ctx.actor) return [];
  const today = dayOf(ctx.now);
  return assignmentsOf(ctx.actor).flatMap((a) =>
    a.role === 'secretary' && a.organisation && inEffect(ground, a, today) ? [a.organisation.id] : [],
  );
}

/** Does the actor speak for a producer as its own person, not as a secretary or a proxy? */
export function ownsProducer(ctx: Ctx, ground: Ground, producer: string): boolean {
  if ('scopes' in ctx.actor) return false;
  const today = dayOf(ctx.now);
  return assignmentsOf(ctx.actor).some(
    (a) => a.role === 'producer' && inEffect(ground, a, today) && a.producers.some((p) => p.id === producer),
  );
}

export type NewMember = {
  organisation: string;
  producer: { id: string; name: string; unit: string };
  from: string;
  until?: string | undefined;
  basis: string;
};

/** Records a member of a cooperative. It gives the secretary nothing until the member has agreed. */
export async function proposeMember(ctx: Ctx, input: NewMember, ground: Ground): Promise<void> {
  if (!secretaryOf(ctx, ground).includes(input.organisation))
    throw forbidden('Bạn không phải thư ký của tổ chức này.', 'You are not the secretary of this organisation.');
  const basis = input.basis.trim().normalize().slice(0, 300);
  const faults: Fault[] = [];
  if (!isDay(input.from)) faults.push(fault('from', 'invalid', 'Ngày bắt đầu không đúng.', 'The first day is not a day.'));
  if (input.until !== undefined && (!isDay(input.until) || input.until < input.from))
    faults.push(fault('until', 'invalid', 'Ngày kết thúc không đúng.', 'The last day is not a day after the first.'));
  if (!basis) faults.push(fault('basis', 'invalid', 'Cần văn bản làm căn cứ.', 'The paper is needed.'));
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Chưa ghi được thành viên.', en: 'The member was not recorded.' }, faults);
  await transact(ctx.db, async (tx) => {
    const member = await organisationOf(tx, ctx, input.producer);
    if (member === input.organisation)
      throw new AppError('invalid', { vi: 'Hợp tác xã không là thành viên của chính mình.', en: 'A cooperative is not its own member.' }, [
        fault('producer', 'invalid', 'Là chính hợp tác xã này.', 'This is the cooperative itself.'),
      ]);
    // locked, so that two recordings at once do not both find no other
    await tx.selectFrom('identity.organisation').select('id').where('id', '=', member).forUpdate().executeTakeFirstOrThrow();
    const there = await tx
      .selectFrom('identity.organisation_member')
      .select('valid_from')
      .where('organisation_id', '=', input.organisation)
      .where('member_id', '=', member)
      .where((e) =>
        e.or([
          e('valid_from', '=', input.from), // the day is part of the key, also of one that was ended
          e.and([
            e('ended_at', 'is', null),
            e.or([e('valid_until', 'is', null), e('valid_until', '>=', input.from)]),
            ...(input.until ? [e('valid_from', '<=', input.until)] : []),
          ]),
        ]),
      )
      .executeTakeFirst();
    if (there)
      throw new AppError('conflict', { vi: 'Thành viên này đã có trong thời gian ấy.', en: 'This member is already there at that time.' });
    await tx
      .insertInto('identity.organisation_member')
      .values({
        organisation_id: input.organisation,
        member_id: member,
        valid_from: input.from,
        valid_until: input.until ?? null,
        basis,
        recorded_by: ctx.actor.id,
        recorded_at: ctx.now,
        consented_at: null,
        consented_by: null,
      })
      .execute();
    const detail = { member: input.producer.id, from: input.from, until: input.until ?? null, basis };
    await recordAct(tx, ctx, { verb: 'propose_member', subjectKind: 'organisation', subjectId: input.organisation, detail });
  });
}

async function organisationOf(tx: Tx, ctx: Ctx, producer: NewMember['producer']): Promise<string> {
  const made = await tx
    .insertInto('identity.organisation')
    .values({ id: newId(), kind: 'producer', name: producer.name, unit: producer.unit, producer_id: producer.id, created_at: ctx.now })
    .onConflict((c) => c.column('producer_id').doNothing())
    .returning('id')
    .executeTakeFirst();
  const { id } =
    made ?? (await tx.selectFrom('identity.organisation').select('id').where('producer_id', '=', producer.id).executeTakeFirstOrThrow());
  return id;
}

export type MembershipKey = { organisation: string; member: string; from: string };

const noMember = () => notFound('member', { vi: 'thành viên', en: 'member' });

async function lockMembership(tx: Tx, key: MembershipKey) {
  if (!isDay(key.from)) throw noMember();
  const row = await tx
    .selectFrom('identity.organisation_member as m')
    .innerJoin('identity.organisation as o', 'o.id', 'm.member_id')
    .select(['m.consented_at', 'm.ended_at', 'o.producer_id', 'o.unit'])
    .where('m.organisation_id', '=', key.organisation)
    .where('m.member_id', '=', key.member)
    .where('m.valid_from', '=', key.from)
    .forUpdate('m')
    .executeTakeFirst();
  if (!row || row.ended_at || !row.producer_id) throw noMember();
  return { ...row, producer: row.producer_id };
}

const at = (tx: Tx, key: MembershipKey) =>
  tx
    .updateTable('identity.organisation_member')
    .where('organisation_id', '=', key.organisation)
    .where('member_id', '=', key.member)
    .where('valid_from', '=', key.from);

/** The member agrees: by an account of its own, or in writing before the officer of its commune (`paper`). Never the secretary itself. */
export async function consentToMembership(ctx: Ctx, input: MembershipKey & { paper?: string | undefined }, ground: Ground): Promise<void> {
  const paper = input.paper?.trim().normalize().slice(0, 300) || null;
  await transact(ctx.db, async (tx) => {
    const { producer, unit, consented_at } = await lockMembership(tx, input);
    const own = ownsProducer(ctx, ground, producer);
    const officer = paper !== null && mayGrant(ground, ctx.actor, 'proxy', unit, dayOf(ctx.now));
    if (!(own || officer) || secretaryOf(ctx, ground).includes(input.organisation))
      throw forbidden(
        'Chỉ thành viên đồng ý được, hoặc cán bộ xã khi có văn bản.',
        'Only the member may agree, or the commune officer with the paper.',
      );
    if (consented_at) return;
    await at(tx, input).set({ consented_at: ctx.now, consented_by: ctx.actor.id, consent_basis: paper }).execute();
    const detail = { member: producer, from: input.from, paper };
    await recordAct(tx, ctx, { verb: 'consent_membership', subjectKind: 'organisation', subjectId: input.organisation, detail });
  });
}

/** Ends a membership at once: by the secretary, the member, or the officer of the member's commune. */
export async function endMembership(ctx: Ctx, input: MembershipKey, ground: Ground): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { producer, unit } = await lockMembership(tx, input);
    const may =
      secretaryOf(ctx, ground).includes(input.organisation) ||
      ownsProducer(ctx, ground, producer) ||
      mayGrant(ground, ctx.actor, 'proxy', unit, dayOf(ctx.now));
    if (!may) throw forbidden('Bạn không được chấm dứt việc này.', 'You may not end this.');
    await at(tx, input).set({ ended_at: ctx.now, ended_by: ctx.actor.id }).execute();
    const detail = { member: producer, from: input.from };
    await recordAct(tx, ctx, { verb: 'end_membership', subjectKind: 'organisation', subjectId: input.organisation, detail });
  });
}
