// Writes what an import decided: few statements with many rows each, so a nation's list takes seconds.
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { dayOf } from '#shared/dates.ts';
import type { Producer, Product, Register } from './register.ts';

const BATCH = 2_000;

async function inBatches(tx: Tx, rows: unknown[], statement: (json: RawBuilder<unknown>) => RawBuilder<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += BATCH) {
    await statement(sql`${JSON.stringify(rows.slice(i, i + BATCH))}::jsonb`).execute(tx);
  }
}

const placed = (x: Producer | Product) => ({
  address_written: x.written?.address ?? null,
  commune_written: x.written?.commune ?? null,
  district_written: x.written?.district ?? null,
  province_written: x.written?.province ?? null,
  commune_code: x.communeCode,
  province_code: x.provinceCode,
  old_province_code: x.oldProvinceCode,
});

export async function writeRegister(tx: Tx, ctx: Ctx, register: Register): Promise<void> {
  const now = ctx.now.toISOString();
  const products = [...register.productsById.values()];
  await writeProducers(tx, register.producers, now);
  await writeProducts(tx, products, now);
  await writeVersions(tx, ctx, products);
  await writeRecognitions(tx, products);
}

async function writeProducers(tx: Tx, producers: Producer[], now: string): Promise<void> {
  const fresh = producers.filter((p) => p.state === 'new');
  await inBatches(
    tx,
    fresh.map((p) => ({
      ...placed(p),
      id: p.id,
      name: p.name,
      name_key: p.nameKey,
      type: p.type,
      type_stated: p.typeStated,
      place_key: p.placeKey,
      representative: p.representative,
      phone: p.phone,
    })),
    (json) => sql`
      insert into registry.producer (id, name, name_key, type, type_stated, address_written, commune_written, district_written, province_written,
        place_key, commune_code, province_code, old_province_code, mapped_by, mapped_at, representative, phone, created_at, updated_at)
      select id, name, name_key, type, type_stated, address_written, commune_written, district_written, province_written,
        place_key, commune_code, province_code, old_province_code, 'import', ${now}::timestamptz, representative, phone, ${now}, ${now}
      from jsonb_to_recordset(${json}) as x (id text, name text, name_key text, type text, type_stated text, address_written text, commune_written text,
        district_written text, province_written text, place_key text, commune_code text, province_code text, old_province_code text, representative text, phone text)`,
  );
  const changed = producers.filter((p) => p.state === 'changed');
  await inBatches(
    tx,
    changed.map((p) => ({ id: p.id, type: p.type, type_stated: p.typeStated, representative: p.representative, phone: p.phone })),
    (json) => sql`
      update registry.producer p set type = x.type, type_stated = x.type_stated, representative = x.representative, phone = x.phone, updated_at = ${now}
      from jsonb_to_recordset(${json}) as x (id text, type text, type_stated text, representative text, phone text) where p.id = x.id`,
  );
}

const productRow = (p: Product) => ({
  ...placed(p),
  id: p.id,
  producer_id: p.producer.id,
  version: p.version,
  code: p.code,
  old_code: p.oldCode,
  name: p.name,
  name_key: p.nameKey,
  group_code: p.group,
  set_no: p.set,
  group_stated: p.groupStated,
});

async function writeProducts(tx: Tx, products: Product[], now: string): Promise<void> {
  const columns = sql`(id text, producer_id text, version int, code text, old_code text, name text, name_key text, group_code text, set_no smallint,
    group_stated text, address_written text, commune_written text, district_written text, province_written text, commune_code text, province_code text,
    old_province_code text)`;
  await inBatches(
    tx,
    products.filter((p) => p.state === 'new').map(productRow),
    (json) => sql`
      insert into registry.product (id, producer_id, version, code, old_code, name, name_key, group_code, set_no, group_stated, address_written,
        commune_written, district_written, province_written, commune_code, province_code, old_province_code, mapped_by, mapped_at, created_at, updated_at)
      select id, producer_id, version, code, old_code, name, name_key, group_code, set_no, group_stated, address_written,
        commune_written, district_written, province_written, commune_code, province_code, old_province_code, 'import', ${now}::timestamptz, ${now}, ${now}
      from jsonb_to_recordset(${json}) as x ${columns}`,
  );
  await inBatches(
    tx,
    products.filter((p) => p.state === 'changed').map(productRow),
    (json) => sql`
      update registry.product p set version = x.version, name = x.name, name_key = x.name_key, code = x.code, old_code = x.old_code,
        group_code = x.group_code, set_no = x.set_no, group_stated = x.group_stated, updated_at = ${now}
      from jsonb_to_recordset(${json}) as x ${columns} where p.id = x.id`,
  );
}

/** One version per state of name and group; a product's first begins with its first recognition. */
async function writeVersions(tx: Tx, ctx: Ctx, products: Product[]): Promise<void> {
  const today = dayOf(ctx.now);
  const rows = products
    .filter((p) => p.state !== 'kept')
    .map((p) => ({
      product_id: p.id,
      version: p.version,
      valid_from: p.version === 1 ? (p.recognitions[0]?.validFrom ?? today) : today,
      name: p.name,
      producer_id: p.producer.id,
      code: p.code,
      group_code: p.group,
      set_no: p.set,
    }));
  await inBatches(
    tx,
    rows,
    (json) => sql`
      insert into registry.product_version (product_id, version, valid_from, name, producer_id, code, group_code, set_no, recorded_by)
      select product_id, version, valid_from, name, producer_id, code, group_code, set_no, ${ctx.actor.id}
      from jsonb_to_recordset(${json}) as x (product_id text, version int, valid_from date, name text, producer_id text, code text, group_code text, set_no smallint)
      on conflict (product_id, version) do nothing`,
  );
}

async function writeRecognitions(tx: Tx, products: Product[]): Promise<void> {
  const columns = sql`(id bigint, product_id text, star smallint, potential_five boolean, score numeric, decision_no text, decision_key text, decided_on date,
    issuer text, valid_from date, valid_until date, extended_until date, ended_on date, ended_by text, cause text)`;
  const rowsOf = (state: 'new' | 'changed') =>
    products.flatMap((p) =>
      p.recognitions
        .filter((r) => r.state === state)
        .map((r) => ({
          id: r.id,
          product_id: p.id,
          star: r.star,
          potential_five: r.potentialFive,
          score: r.score,
          decision_no: r.decisionNo,
          decision_key: r.decisionKey,
          decided_on: r.decidedOn,
          issuer: r.issuer,
          valid_from: r.validFrom,
          valid_until: r.validUntil,
          extended_until: r.extendedUntil,
          ended_on: r.endedOn,
          ended_by: r.endedBy,
          cause: r.cause,
        })),
    );
  // changes first: they may free a day that a new one takes
  await inBatches(
    tx,
    rowsOf('changed'),
    (json) => sql`
      update registry.recognition r set star = x.star, potential_five = x.potential_five, score = x.score, decision_no = x.decision_no,
        decision_key = x.decision_key, decided_on = x.decided_on, issuer = x.issuer, valid_from = x.valid_from, valid_until = x.valid_until,
        extended_until = x.extended_until, ended_on = x.ended_on, ended_by = x.ended_by, cause = x.cause
      from jsonb_to_recordset(${json}) as x ${columns} where r.id = x.id`,
  );
  await inBatches(
    tx,
    rowsOf('new'),
    (json) => sql`
      insert into registry.recognition (product_id, star, potential_five, score, decision_no, decision_key, decided_on, issuer, valid_from, valid_until,
        extended_until, ended_on, ended_by, cause)
      select product_id, star, potential_five, score, decision_no, decision_key, decided_on, issuer, valid_from, valid_until,
        extended_until, ended_on, ended_by, cause
      from jsonb_to_recordset(${json}) as x ${columns}`,
  );
}
