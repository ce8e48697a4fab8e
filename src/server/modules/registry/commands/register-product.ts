// A product enters the register: under its producer, at the place where it is made, in its first version.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { groupOfSet } from '#shared/vocabulary.ts';
import { productKey } from '../rules/names.ts';
import '../tables.ts';

export type NewProduct = { producerId: string; name: string; set: number; communeCode: string; provinceCode: string };

/** In the caller's transaction. */
export async function registerProduct(tx: Tx, ctx: Ctx, input: NewProduct): Promise<{ id: string }> {
  const producer = await tx.selectFrom('registry.producer').select(['id', 'sample']).where('id', '=', input.producerId).executeTakeFirst();
  if (!producer) throw notFound('producer', { vi: 'chủ thể', en: 'producer' });
  const id = newId();
  const name = input.name.trim().normalize();
  const facts = { name, producer_id: producer.id, code: null, group_code: groupOfSet(input.set) ?? null, set_no: input.set };
  await tx
    .insertInto('registry.product')
    .values({
      ...facts,
      id,
      old_code: null,
      name_key: productKey(name),
      group_stated: null,
      address_written: null,
      commune_written: null,
      district_written: null,
      province_written: null,
      commune_code: input.communeCode,
      province_code: input.provinceCode,
      old_province_code: null,
      mapped_by: 'dossier',
      mapped_at: ctx.now,
      lat: null,
      lng: null,
      sample: producer.sample,
      created_at: ctx.now,
      updated_at: ctx.now,
    })
    .execute();
  await tx
    .insertInto('registry.product_version')
    .values({ ...facts, product_id: id, version: 1, valid_from: dayOf(ctx.now), recorded_at: ctx.now, recorded_by: ctx.actor.id })
    .execute();
  const detail = { ...facts, commune_code: input.communeCode };
  await recordAct(tx, ctx, { verb: 'register_product', subjectKind: 'product', subjectId: id, detail });
  return { id };
}
