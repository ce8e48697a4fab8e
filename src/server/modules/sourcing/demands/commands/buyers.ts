import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, NATION } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, refused } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { assertBuysFor } from '../../rights.ts';
import { profileOf } from '../queries/profiles.ts';

export type BuyerInput = { organisation: string; profile: string | null; country: string; taxCode: string; contact: string };

/** What a buyer says about itself; a changed tax code asks for verification anew. */
export async function stateBuyer(ctx: Ctx, input: BuyerInput, ground: Ground): Promise<void> {
  assertBuysFor(ground, ctx.actor, input.organisation, dayOf(ctx.now));
  if (!/^[A-Z]{2}$/.test(input.country)) throw refused('country', 'Mã nước gồm hai chữ cái.', 'A country is two letters.');
  if (input.country === 'VN' && input.taxCode !== '' && !/^\d{10}(-\d{3})?$/.test(input.taxCode))
    throw refused('taxCode', 'Mã số thuế gồm 10 số, hoặc 10 số và 3 số chi nhánh.', 'A tax code has 10 digits, or 10 and 3 of a branch.');
  if (input.profile !== null && !profileOf(input.profile)) throw refused('profile', 'Không có mẫu này.', 'There is no such template.');
  await transact(ctx.db, async (tx) => {
    const before = await tx
      .selectFrom('sourcing.buyer')
      .selectAll()
      .where('organisation_id', '=', input.organisation)
      .forUpdate()
      .executeTakeFirst();
    const anew = before && before.tax_code !== (input.taxCode || null) ? { verified_at: null, verified_by: null } : {};
    const said = {
      profile: input.profile,
      country: input.country,
      tax_code: input.taxCode || null,
      contact: input.contact.trim().normalize('NFC').slice(0, 500) || null,
      updated_at: ctx.now,
    };
    await tx
      .insertInto('sourcing.buyer')
      .values({ organisation_id: input.organisation, ...said })
      .onConflict((c) => c.column('organisation_id').doUpdateSet({ ...said, ...anew }))
      .execute();
    await recordAct(tx, ctx, { verb: 'state_buyer', subjectKind: 'organisation', subjectId: input.organisation, detail: input });
  });
}

/** A promotion officer has looked at the buyer's papers. */
export async function verifyBuyer(ctx: Ctx, { organisation, unit }: { organisation: string; unit: string }, ground: Ground): Promise<void> {
  assertMay(ground, ctx.actor, 'promote', { unit: unit === NATION ? NATION : unit }, dayOf(ctx.now));
  await transact(ctx.db, async (tx) => {
    const done = await tx
      .updateTable('sourcing.buyer')
      .set({ verified_at: ctx.now, verified_by: ctx.actor.id })
      .where('organisation_id', '=', organisation)
      .where('verified_at', 'is', null)
      .executeTakeFirst();
    if (done.numUpdatedRows > 0n)
      await recordAct(tx, ctx, { verb: 'verify_buyer', subjectKind: 'organisation', subjectId: organisation, detail: {} });
  });
}

export type StoreInput = { organisation: string; name: string; address: string; province: string; lat: number | null; lng: number | null };

/** A store of a chain, to deliver to. */
export async function addStore(ctx: Ctx, input: StoreInput, ground: Territory & Ground): Promise<{ id: string }> {
  assertBuysFor(ground, ctx.actor, input.organisation, dayOf(ctx.now));
  const name = input.name.trim().normalize('NFC');
  const faults = [
    ...(name.length >= 2 && name.length <= 120
      ? []
      : [{ path: 'name', code: 'invalid', message: { vi: 'Cần tên cửa hàng.', en: 'A store needs a name.' } }]),
    ...(ground.province(input.province, 34)
      ? []
      : [{ path: 'province', code: 'unknown', message: { vi: 'Không có tỉnh này.', en: 'There is no such province.' } }]),
  ];
  if (faults.length > 0) throw new AppError('invalid', { vi: 'Cửa hàng chưa đúng.', en: 'The store does not fit.' }, faults);
  return transact(ctx.db, async (tx) => {
    const same = await tx
      .selectFrom('sourcing.store')
      .select('id')
      .where('organisation_id', '=', input.organisation)
      .where('name', '=', name)
      .where('province_code', '=', input.province)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    if (same) return same;
    const id = newId();
    await tx
      .insertInto('sourcing.store')
      .values({
        id,
        organisation_id: input.organisation,
        name,
        address: input.address.trim().normalize('NFC').slice(0, 200) || null,
        province_code: input.province,
        lat: input.lat,
        lng: input.lng,
      })
      .execute();
    await recordAct(tx, ctx, { verb: 'add_store', subjectKind: 'organisation', subjectId: input.organisation, detail: { id, ...input } });
    return { id };
  });
}
