// Codes of the sample data. GTINs come from prefix 952, which GS1 keeps for demonstrations and never issues: product n in the order of ids
// gets 952 and n in nine digits. Every tenth sample product has one.
import { sql } from 'kysely';
import { certificateId, readFacts, standing, touchProducts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { dayOf } from '#shared/dates.ts';
import type { Status } from '#shared/vocabulary.ts';
import { gtinPath, nativePath } from './rules/native-path.ts';
import { checkDigit } from './rules/values.ts';
import './tables.ts';

const EVERY = 10;
const LOT = 'L2611A';

export const sampleGtin = (n: number): string => {
  const body = `952${String(n).padStart(9, '0')}`;
  return `0${body}${checkDigit(body)}`;
};

/** Gives sample products their demonstration numbers, once. */
export async function loadSampleCodes(ctx: Ctx): Promise<{ created: number }> {
  const some = await ctx.db.selectFrom('traceability.gtin').select('id').where('sample', '=', true).limit(1).executeTakeFirst();
  if (some) return { created: 0 };
  const chosen: { id: string; from: string }[] = [];
  let n = 0;
  for await (const batch of readFacts(ctx.db))
    for (const p of batch) {
      const [first] = p.recognitions;
      if (p.sample && first && n++ % EVERY === 0) chosen.push({ id: p.id, from: first.validFrom });
    }
  if (chosen.length === 0) return { created: 0 };
  return transact(ctx.db, async (tx) => {
    const counter = await tx
      .updateTable('traceability.gtin_counter')
      .set((eb) => ({ no: eb('no', '+', chosen.length) }))
      .returning('no')
      .executeTakeFirstOrThrow();
    const again = await tx.selectFrom('traceability.gtin').select('id').where('sample', '=', true).limit(1).executeTakeFirst();
    if (again) return { created: 0 };
    const rows = chosen.map((p, i) => ({ gtin: sampleGtin(i + 1), product: p.id, from: p.from, no: counter.no - chosen.length + i + 1 }));
    await sql`insert into traceability.gtin (gtin, product_id, from_day, sample, set_by, no)
      select x.gtin, x.product, x."from"::date, true, ${ctx.actor.id}, x.no
      from json_to_recordset(${JSON.stringify(rows)}::json) as x(gtin text, product text, "from" text, no bigint)`.execute(tx);
    await sql`insert into traceability.printed_lot (product_id, lot, first_on)
      select x.product, ${LOT}, ${dayOf(ctx.now)}::date from json_to_recordset(${JSON.stringify(rows)}::json) as x(product text)`.execute(
      tx,
    );
    await touchProducts(
      tx,
      chosen.map((p) => p.id),
    );
    return { created: rows.length };
  });
}

export type SampleCode = { productId: string; gtin?: string; path: string; lot?: string; certificateUrl: string; status: Status };
const PER_STATUS = 3;

/** Codes to try: some of every status, with and without a GTIN. `origin` stands before the certificate's address when it is known. */
export async function listSampleCodes(ctx: Ctx, origin = ''): Promise<SampleCode[]> {
  const today = dayOf(ctx.now);
  const gtins = await bySampleProduct(ctx.db, today);
  const lots = new Map<string, string>();
  for (const r of await ctx.db.selectFrom('traceability.printed_lot').select(['product_id', 'lot']).execute())
    lots.set(r.product_id, r.lot);
  const found = new Map<string, SampleCode[]>();
  for await (const batch of readFacts(ctx.db))
    for (const p of batch) {
      const state = p.sample ? standing(p.recognitions, today) : undefined;
      if (!state) continue;
      const gtin = gtins.get(p.id);
      const key = `${state.status} ${gtin ? 1 : 0}`;
      const list = found.get(key) ?? [];
      if (list.length >= PER_STATUS) continue;
      const lot = lots.get(p.id);
      list.push({
        productId: p.id,
        ...(gtin ? { gtin } : {}),
        path: gtin ? gtinPath(gtin) : nativePath(p.id),
        ...(lot ? { lot } : {}),
        certificateUrl: `${origin}/vc/chung-nhan/${certificateId(p.id, state.current.validFrom)}`,
        status: state.status,
      });
      found.set(key, list);
    }
  return [...found.values()].flat();
}

async function bySampleProduct(db: Db, day: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('traceability.gtin')
    .select(['product_id', 'gtin'])
    .where('sample', '=', true)
    .where('from_day', '<=', day)
    .where((eb) => eb.or([eb('until_day', 'is', null), eb('until_day', '>=', day)]))
    .execute();
  return new Map(rows.map((r) => [r.product_id, r.gtin]));
}
