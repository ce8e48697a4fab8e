// Fills an empty register with the sample, in one transaction.
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import '../tables.ts';
import { generateSample } from './generate.ts';

const CHUNK = 6000;
/** Column → SQL type, in the order of insertion. */
const PLACED = {
  address_written: 'text',
  commune_written: 'text',
  district_written: 'text',
  province_written: 'text',
  commune_code: 'text',
  province_code: 'text',
  old_province_code: 'text',
  mapped_by: 'text',
  mapped_at: 'timestamptz',
  lat: 'double precision',
  lng: 'double precision',
  sample: 'boolean',
};
const COLUMNS = {
  producer: {
    id: 'text',
    name: 'text',
    name_key: 'text',
    type: 'text',
    type_stated: 'text',
    place_key: 'text',
    representative: 'text',
    phone: 'text',
    ...PLACED,
  },
  product: {
    id: 'text',
    producer_id: 'text',
    version: 'integer',
    code: 'text',
    old_code: 'text',
    name: 'text',
    name_key: 'text',
    group_code: 'text',
    set_no: 'smallint',
    group_stated: 'text',
    ...PLACED,
  },
  product_version: {
    product_id: 'text',
    version: 'integer',
    valid_from: 'date',
    name: 'text',
    producer_id: 'text',
    code: 'text',
    group_code: 'text',
    set_no: 'smallint',
    recorded_by: 'text',
  },
  recognition: {
    product_id: 'text',
    star: 'smallint',
    potential_five: 'boolean',
    score: 'numeric',
    decision_no: 'text',
    decision_key: 'text',
    decided_on: 'date',
    issuer: 'text',
    valid_from: 'date',
    valid_until: 'date',
    extended_until: 'date',
    extended_on: 'date',
    extension_reason: 'text',
    ended_on: 'date',
    ended_by: 'text',
    cause: 'text',
    sample: 'boolean',
  },
};

async function insert(tx: Tx, table: keyof typeof COLUMNS, rows: readonly object[]): Promise<void> {
  const names = Object.keys(COLUMNS[table]);
  const columns = sql.raw(names.join(', '));
  const shape = sql.raw(
    Object.entries(COLUMNS[table])
      .map(([name, type]) => `${name} ${type}`)
      .join(', '),
  );
  for (let i = 0; i < rows.length; i += CHUNK) {
    const chunk = JSON.stringify(rows.slice(i, i + CHUNK));
    await sql`insert into ${sql.raw(`registry.${table}`)} (${columns}) select ${columns} from jsonb_to_recordset(${chunk}::jsonb) as r(${shape})`.execute(
      tx,
    );
  }
}

/** Loads the sample when the register holds nothing yet; false otherwise. Every row is marked as sample. */
export async function loadSample(db: Db, ctx: Ctx, territory: Territory): Promise<boolean> {
  if (await hasProducers(db)) return false;
  const sample = generateSample(territory);
  return transact(db, async (tx) => {
    // two starters at once: the second waits here and then finds the register filled
    await sql`select pg_advisory_xact_lock(hashtext('registry.sample'))`.execute(tx);
    if (await hasProducers(tx)) return false;
    await insert(tx, 'producer', sample.producers);
    await insert(tx, 'product', sample.products);
    await insert(tx, 'product_version', sample.versions);
    await insert(tx, 'recognition', sample.recognitions);
    await recordAct(tx, ctx, {
      verb: 'load_sample',
      subjectKind: 'register',
      subjectId: 'sample',
      detail: { producers: sample.producers.length, products: sample.products.length, recognitions: sample.recognitions.length },
    });
    return true;
  });
}

const hasProducers = async (db: Db | Tx): Promise<boolean> =>
  (await db.selectFrom('registry.producer').select('id').limit(1).executeTakeFirst()) !== undefined;

/** How many products of the register are sample. */
export async function sampleSize(db: Db): Promise<number> {
  const row = await db
    .selectFrom('registry.product')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('sample', '=', true)
    .executeTakeFirstOrThrow();
  return row.n;
}

/** True when the register holds sample rows. */
export async function isSample(db: Db): Promise<boolean> {
  return (await db.selectFrom('registry.product').select('id').where('sample', '=', true).limit(1).executeTakeFirst()) !== undefined;
}
