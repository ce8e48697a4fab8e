// Puts the sample people beside the sample register, once.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { idFrom } from '#shared/ids.ts';
import { chooseProducers, chooseProvinces, type SampleProducer, samplePeople } from './people.ts';

const SINCE = '2019-01-01';
const BASIS = 'Dữ liệu mẫu';
const fixedId = (text: string) => idFrom(createHash('sha256').update(text).digest().readUIntBE(0, 6) % 2 ** 35);

/** What the sample needs of the register's facts; ProductFacts fits. */
type Facts = {
  sample: boolean;
  producer: { id: string; name: string; type: string };
  place: { communeCode: string | null; provinceCode: string };
};

async function producersOf(read: AsyncIterable<Facts[]>): Promise<SampleProducer[]> {
  for await (const facts of read)
    return facts.flatMap(({ sample, producer, place }) =>
      sample && place.communeCode ? [{ ...producer, commune: place.communeCode, province: place.provinceCode }] : [],
    );
  return [];
}

/** Creates the sample people when the register holds sample producers and nobody is there yet. `read`: the register's facts, in batches. */
export async function loadSamplePeople(ctx: Ctx, territory: Territory, read: () => AsyncIterable<Facts[]>): Promise<boolean> {
  const there = await ctx.db.selectFrom('identity.account').select('id').where('sample', '=', true).limit(1).executeTakeFirst();
  if (there) return false;
  const all = await producersOf(read());
  const provinces = chooseProvinces(all, territory);
  if (!provinces) return false;
  const { people, organisations } = samplePeople(territory, chooseProducers(all, provinces), provinces);
  return transact(ctx.db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('identity.sample'))`.execute(tx);
    if (await tx.selectFrom('identity.account').select('id').where('sample', '=', true).limit(1).executeTakeFirst()) return false;
    const org = (key: string) => fixedId(`organisation ${key}`);
    await tx
      .insertInto('identity.organisation')
      .values(
        organisations.map((o) => ({
          id: org(o.key),
          kind: o.kind,
          name: o.name,
          unit: o.unit,
          producer_id: o.producer ?? null,
          sample: true,
          created_at: ctx.now,
        })),
      )
      .execute();
    const agreed = { basis: BASIS, recorded_by: ctx.actor.id, recorded_at: ctx.now, consented_at: ctx.now, consented_by: ctx.actor.id };
    const members = organisations.flatMap((o) =>
      (o.members ?? []).map((m) => ({ organisation_id: org(o.key), member_id: org(m), valid_from: SINCE, valid_until: null, ...agreed })),
    );
    if (members.length > 0) await tx.insertInto('identity.organisation_member').values(members).execute();
    const nothing = {
      email: null,
      phone: null,
      password_hash: null,
      totp_secret: null,
      totp_since: null,
      totp_step: null,
      disabled_at: null,
    };
    await tx
      .insertInto('identity.account')
      .values(
        people.map((p) => ({
          id: fixedId(p.account),
          account: p.account,
          name: p.name,
          ...nothing,
          sample: true,
          created_at: ctx.now,
          created_by: ctx.actor.id,
        })),
      )
      .execute();
    const open = {
      verbs: null,
      valid_from: SINCE,
      valid_until: null,
      delegated_from: null,
      basis: BASIS,
      revoked_at: null,
      revoked_by: null,
      revoke_reason: null,
    };
    await tx
      .insertInto('identity.role_assignment')
      .values(
        people.map((p) => ({
          id: fixedId(`role ${p.account}`),
          account_id: fixedId(p.account),
          role: p.role,
          unit: p.unit,
          organisation_id: p.organisation ? org(p.organisation) : null,
          ...open,
          granted_by: ctx.actor.id,
          granted_at: ctx.now,
        })),
      )
      .execute();
    await recordAct(tx, ctx, {
      verb: 'load_sample_people',
      subjectKind: 'accounts',
      subjectId: 'sample',
      detail: { people: people.length },
    });
    return true;
  });
}
