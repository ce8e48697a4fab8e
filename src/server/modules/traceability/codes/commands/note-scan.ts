// Counts that an item was looked up: the day, the hour, and the province when somebody says where they are. Nothing about the reader.
import { sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { itemName, tellLots } from '../../events/commands/tell-lots.ts';
import { cloneAlarm, type ScanRow } from '../rules/clone-alarm.ts';
import '../tables.ts';

/** Older rows are deleted every night; the page says so. */
export const KEPT_DAYS = 90;

/** One more look at an item that was issued here, as somebody said where they are; `province` empty when nobody said. */
export async function noteScan(ctx: Ctx, item: { productId: string; serial: string; province?: string }): Promise<void> {
  const hour = new Date(Math.floor(ctx.now.getTime() / 3_600_000) * 3_600_000);
  await transact(ctx.db, async (tx) => {
    await sql`insert into traceability.scan (product_id, serial, day, province, first_hour, last_hour)
      values (${item.productId}, ${item.serial}, ${dayOf(ctx.now)}, ${item.province ?? ''}, ${hour}, ${hour})
      on conflict (product_id, serial, day, province)
      do update set times = traceability.scan.times + 1, last_hour = greatest(traceability.scan.last_hour, excluded.last_hour)`.execute(tx);
    await tellLots(tx, [itemName(item.productId, item.serial)]);
  });
}

/** What is known of looks at an item. */
export async function listScans(db: Db, productId: string, serial: string): Promise<ScanRow[]> {
  return db
    .selectFrom('traceability.scan')
    .select(['day', 'province', 'times', 'first_hour as firstHour', 'last_hour as lastHour'])
    .where('product_id', '=', productId)
    .where('serial', '=', serial)
    .orderBy('day')
    .$castTo<ScanRow>()
    .execute();
}

/** Items of a product whose looks cannot come from one package, for its producer. */
export async function listAlarms(db: Db, productId: string) {
  const rows = await db
    .selectFrom('traceability.scan')
    .select(['serial', 'day', 'province', 'times', 'first_hour as firstHour', 'last_hour as lastHour'])
    .where('product_id', '=', productId)
    .orderBy('serial')
    .$castTo<ScanRow & { serial: string }>()
    .execute();
  return [...Map.groupBy(rows, (r) => r.serial)].flatMap(([serial, scans]) => {
    const alarm = cloneAlarm(scans);
    return alarm ? [{ serial, alarm }] : [];
  });
}

/** Deletes what is older than we promise to keep. */
export async function forgetScans(ctx: Ctx): Promise<number> {
  const before = addDays(dayOf(ctx.now), -KEPT_DAYS);
  const done = await ctx.db.deleteFrom('traceability.scan').where('day', '<', before).executeTakeFirst();
  return Number(done.numDeletedRows);
}
