// Giving, lending and revoking roles. Each has its paper (basis), its unit and its time.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError, type Fault, fault, forbidden } from '#server/platform/errors.ts';
import { dayOf, isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { assignmentsOf } from '../person.ts';
import { contains, type Ground, inEffect, levelOf, may, mayGrant, verbsOf } from '../policy.ts';
import { ROLE_RULES, type Role, type Verb } from '../rules/roles.ts';
import { unknownAccount } from './keep-account.ts';
import { ownsProducer } from './membership.ts';

export type Grant = {
  account: string;
  role: Role;
  unit: string;
  organisation?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  basis: string;
};

function refuseIf(faults: Fault[]): void {
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Không giao được vai trò.', en: 'The role cannot be given.' }, faults);
}

function timeFaults(from: string, until: string | undefined, basis: string): Fault[] {
  const faults: Fault[] = [];
  if (!isDay(from)) faults.push(fault('from', 'invalid', 'Ngày bắt đầu không đúng.', 'The first day is not a day.'));
  if (until !== undefined && (!isDay(until) || until < from))
    faults.push(fault('until', 'invalid', 'Ngày kết thúc không đúng.', 'The last day is not a day after the first.'));
  if (!basis.trim()) faults.push(fault('basis', 'invalid', 'Cần văn bản làm căn cứ.', 'The paper that gives the role is needed.'));
  return faults;
}

async function accountId(tx: Tx, account: string): Promise<string> {
  const row = await tx
    .selectFrom('identity.account')
    .select('id')
    .where('account', '=', account)
    .where('disabled_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw unknownAccount();
  return row.id;
}

/** Gives a role. Nobody gives one to oneself, except an officer who becomes the proxy of somebody in the commune. */
export async function grantRole(ctx: Ctx, input: Grant, ground: Ground): Promise<{ id: string }> {
  const today = dayOf(ctx.now);
  const from = input.from ?? today;
  const rule = ROLE_RULES[input.role];
  const level = levelOf(ground, input.unit);
  const faults = timeFaults(from, input.until, input.basis);
  if (!level) faults.push(fault('unit', 'invalid', 'Không có đơn vị này hôm nay.', 'There is no such unit today.'));
  else if (!rule.at.includes(level))
    faults.push(fault('unit', 'invalid', 'Vai trò này không gắn với cấp này.', 'This role is not bound to this level.'));
  if (rule.ownOnly && !input.organisation)
    faults.push(
      fault('organisation', 'invalid', 'Vai trò này cần tổ chức mà người ấy thuộc về.', 'This role needs the organisation it belongs to.'),
    );
  refuseIf(faults);
  if (!mayGrant(ground, ctx.actor, input.role, input.unit, today))
    throw forbidden('Bạn không được giao vai trò này ở đơn vị này.', 'You may not give this role in this unit.');
  return transact(ctx.db, async (tx) => {
    const to = await accountId(tx, input.account);
    if (to === ctx.actor.id && input.role !== 'proxy')
      throw forbidden('Không tự giao vai trò cho mình.', 'Nobody gives a role to oneself.');
    if (input.organisation) {
      const at = await tx.selectFrom('identity.organisation').select('unit').where('id', '=', input.organisation).executeTakeFirst();
      if (!at || !contains(ground, input.unit, at.unit))
        refuseIf([
          fault('organisation', 'invalid', 'Không có tổ chức này trong đơn vị này.', 'There is no such organisation in this unit.'),
        ]);
    }
    return insert(tx, ctx, { ...input, from, accountId: to, source: null, verbs: null }, 'grant_role');
  });
}

export type Loan = {
  assignment: string;
  account: string;
  unit?: string | undefined;
  verbs?: Verb[] | undefined;
  from?: string | undefined;
  until: string;
  basis: string;
};

/** Lends one of the actor's own roles, whole or in part, for a time. A lent role is not lent on. */
export async function delegateRole(ctx: Ctx, input: Loan, ground: Ground): Promise<{ id: string }> {
  const today = dayOf(ctx.now);
  const from = input.from ?? today;
  const source = assignmentsOf(ctx.actor).find((a) => a.id === input.assignment);
  if (!source || 'scopes' in ctx.actor || !inEffect(ground, source, today))
    throw forbidden('Bạn không giữ vai trò này.', 'You do not hold this role.');
  if (source.source || !ROLE_RULES[source.role].lends)
    throw forbidden('Vai trò này không được ủy quyền.', 'This role cannot be delegated.');
  const unit = input.unit ?? source.unit;
  const faults = timeFaults(from, input.until, input.basis);
  if (from < source.from || (source.until !== null && input.until > source.until))
    faults.push(fault('until', 'invalid', 'Ủy quyền không dài hơn vai trò.', 'A delegation cannot outlast the role.'));
  if (!contains(ground, source.unit, unit))
    faults.push(fault('unit', 'invalid', 'Đơn vị ở ngoài vai trò.', 'The unit lies outside the role.'));
  if (input.verbs?.some((v) => !verbsOf(source).includes(v)))
    faults.push(fault('verbs', 'invalid', 'Vượt quá vai trò.', 'More than the role holds.'));
  refuseIf(faults);
  return transact(ctx.db, async (tx) => {
    // locked, so that a revocation at the same moment comes before or after, never between
    const still = await tx
      .selectFrom('identity.role_assignment')
      .select('id')
      .where('id', '=', source.id)
      .where('revoked_at', 'is', null)
      .forUpdate()
      .executeTakeFirst();
    if (!still) throw forbidden('Bạn không giữ vai trò này.', 'You do not hold this role.');
    const to = await accountId(tx, input.account);
    if (to === ctx.actor.id) throw forbidden('Không ủy quyền cho chính mình.', 'Nobody delegates to oneself.');
    const { role, organisation } = source;
    return insert(
      tx,
      ctx,
      { ...input, role, unit, from, accountId: to, source: source.id, verbs: input.verbs ?? null, organisation: organisation?.id },
      'delegate_role',
    );
  });
}

type New = Omit<Grant, 'from'> & { from: string; accountId: string; source: string | null; verbs: Verb[] | null };

async function insert(tx: Tx, ctx: Ctx, g: New, verb: string): Promise<{ id: string }> {
  const id = newId();
  const row = {
    role: g.role,
    unit: g.unit,
    organisation_id: g.organisation ?? null,
    valid_from: g.from,
    valid_until: g.until ?? null,
    delegated_from: g.source,
    basis: g.basis.trim().normalize(),
  };
  await tx
    .insertInto('identity.role_assignment')
    .values({
      id,
      account_id: g.accountId,
      ...row,
      verbs: g.verbs,
      granted_by: ctx.actor.id,
      granted_at: ctx.now,
      revoked_at: null,
      revoked_by: null,
      revoke_reason: null,
    })
    .execute();
  await recordAct(tx, ctx, { verb, subjectKind: 'account', subjectId: g.accountId, detail: { assignment: id, ...row, verbs: g.verbs } });
  return { id };
}

async function serves(tx: Tx, ctx: Ctx, row: { organisation_id: string | null }, ground: Ground): Promise<boolean> {
  if (!row.organisation_id) return false;
  const { producer_id } = await tx
    .selectFrom('identity.organisation')
    .select('producer_id')
    .where('id', '=', row.organisation_id)
    .executeTakeFirstOrThrow();
  return producer_id !== null && ownsProducer(ctx, ground, producer_id);
}

/** Revokes a role at once, and with it everything lent from it. By whoever may give it, whoever lent it, or the holder. */
export async function revokeRole(ctx: Ctx, input: { assignment: string; reason: string }, ground: Ground): Promise<void> {
  const today = dayOf(ctx.now);
  if (!input.reason.trim()) refuseIf([fault('reason', 'invalid', 'Cần nêu lý do.', 'A reason is needed.')]);
  await transact(ctx.db, async (tx) => {
    const row = await tx
      .selectFrom('identity.role_assignment')
      .selectAll()
      .where('id', '=', input.assignment)
      .forUpdate()
      .executeTakeFirst();
    if (!row || row.revoked_at) throw new AppError('not_found', { vi: 'Không có vai trò này.', en: 'There is no such role.' });
    const lender = row.delegated_from !== null && assignmentsOf(ctx.actor).some((a) => a.id === row.delegated_from);
    const keeper =
      may(ground, ctx.actor, 'manage_roles', { unit: row.unit }, today) && mayGrant(ground, ctx.actor, row.role, row.unit, today);
    // a proxy also ends by the producer it serves, and by the officer who may record one there
    const served = row.role === 'proxy' && (mayGrant(ground, ctx.actor, 'proxy', row.unit, today) || (await serves(tx, ctx, row, ground)));
    if ('scopes' in ctx.actor || !(row.account_id === ctx.actor.id || lender || keeper || served))
      throw forbidden('Bạn không được thu hồi vai trò này.', 'You may not revoke this role.');
    await tx
      .updateTable('identity.role_assignment')
      .set({ revoked_at: ctx.now, revoked_by: ctx.actor.id, revoke_reason: input.reason.trim().normalize() })
      .where('id', '=', row.id)
      .execute();
    const detail = { assignment: row.id, role: row.role, unit: row.unit, reason: input.reason.trim().normalize() };
    await recordAct(tx, ctx, { verb: 'revoke_role', subjectKind: 'account', subjectId: row.account_id, detail });
  });
}
