// Acting as a sample person: only where the data is sample data.
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Tx, transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { newId } from '#shared/ids.ts';
import { recordLogin } from '../commands/sign-in.ts';
import type { Role } from '../rules/roles.ts';
import { hashOf, newSecret } from '../secrets.ts';
import { type Origin, type Started, startSession } from '../sessions.ts';

const MONTH = 30 * 86_400_000;

export type SamplePersonView = { account: string; role: Role; unit: string; name: string };

/** The sample people with their role; empty where the data is not sample data. */
export async function listSamplePeople(ctx: Ctx, where: { sample: boolean }): Promise<SamplePersonView[]> {
  if (!where.sample) return [];
  const { rows } = await sql<SamplePersonView>`
    select a.account, r.role, r.unit, a.name
    from identity.account a
    cross join lateral (
      select first.role, first.unit from identity.role_assignment first where first.account_id = a.id order by first.granted_at, first.id limit 1
    ) r
    where a.sample and a.disabled_at is null
    order by case r.unit when 'VN' then 2 else 1 end, left(r.unit, 2), r.role, a.account`.execute(ctx.db);
  return rows;
}

async function samplePerson(tx: Tx, account: string, sample: boolean): Promise<{ id: string; name: string }> {
  const refused = new AppError('forbidden', {
    vi: 'Dữ liệu ở đây không phải dữ liệu mẫu: không ai đóng vai được.',
    en: 'The data here is not sample data: nobody can be impersonated.',
  });
  if (!sample) throw refused;
  const row = await tx
    .selectFrom('identity.account')
    .select(['id', 'name', 'account'])
    .where('sample', '=', true)
    .where('disabled_at', 'is', null)
    .execute();
  if (row.length === 0) throw refused;
  const found = row.find((r) => r.account === account);
  if (!found)
    throw new AppError('not_found', { vi: `Không có tài khoản mẫu "${account}".`, en: `There is no sample account "${account}".` });
  return found;
}

/** A Bearer token for a sample person, for thirty days. */
export async function issueSampleToken(ctx: Ctx, input: { account: string; sample: boolean }): Promise<{ token: string }> {
  const token = newSecret();
  await transact(ctx.db, async (tx) => {
    const person = await samplePerson(tx, input.account, input.sample);
    await tx
      .insertInto('identity.token')
      .values({
        id: newId(),
        hash: hashOf(token),
        account_id: person.id,
        client_id: null,
        created_at: ctx.now,
        expires_at: new Date(ctx.now.getTime() + MONTH),
        used_at: null,
        revoked_at: null,
      })
      .execute();
    await recordAct(tx, ctx, { verb: 'issue_sample_token', subjectKind: 'account', subjectId: person.id, detail: {} });
  });
  return { token };
}

/** A session as a sample person, without a password. */
export async function signInAsSample(
  ctx: Ctx,
  input: { account: string; sample: boolean; replaces?: string | undefined } & Origin,
): Promise<Started> {
  return transact(ctx.db, async (tx) => {
    const person = await samplePerson(tx, input.account, input.sample);
    const session = await startSession(tx, ctx, { ...input, accountId: person.id, step: 'full' });
    await recordLogin(tx, ctx, person, 'sample');
    return session;
  });
}
