// Looks at single items: gathered for a moment and written together, so that showing a page waits for no write. What a process gathered in
// that moment is lost if it is killed.
import { sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import { dayOf } from '#shared/dates.ts';
import { itemName, tellLots } from '../events/commands/tell-lots.ts';
import { MANY_TIMES } from './rules/clone-alarm.ts';
import './tables.ts';

const GATHER_MS = 250;
/** Gathered looks that are written without waiting longer. */
const MOST = 1_000;

type Look = { productId: string; serial: string; day: string; hour: Date; times: number };

/**
 * Writes looks in one statement, in one order so that two processes cannot block each other; the page of an item that has now been seen
 * too often is made anew.
 */
export async function writeLooks(ctx: Ctx, looks: readonly Look[]): Promise<void> {
  const sorted = [...looks].sort((a, b) => (a.productId + a.serial + a.day < b.productId + b.serial + b.day ? -1 : 1));
  await ctx.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ product_id: string; serial: string }>`
      with added as (
        select u.product, u.serial, u.day, sum(u.times)::int as times, min(u.hour) as first, max(u.hour) as last
        from unnest(${sorted.map((l) => l.productId)}::text[], ${sorted.map((l) => l.serial)}::text[], ${sorted.map((l) => l.day)}::date[],
          ${sorted.map((l) => l.times)}::int[], ${sorted.map((l) => l.hour)}::timestamptz[]) as u(product, serial, day, times, hour)
        group by 1, 2, 3
      ), seen as (
        insert into traceability.scan (product_id, serial, day, province, times, first_hour, last_hour)
        select product, serial, day, '', times, first, last from added order by 1, 2, 3
        on conflict (product_id, serial, day, province)
        do update set times = traceability.scan.times + excluded.times, last_hour = greatest(traceability.scan.last_hour, excluded.last_hour)
        returning product_id, serial, day, times
      ), total as (
        select n.product_id, n.serial, a.times as added, n.times + (select coalesce(sum(s.times), 0) from traceability.scan s
          where s.product_id = n.product_id and s.serial = n.serial and s.day = n.day and s.province <> '') as times
        from seen n join added a on a.product = n.product_id and a.serial = n.serial and a.day = n.day
      )
      select product_id, serial from total where times > ${MANY_TIMES} and times - added <= ${MANY_TIMES}`.execute(tx);
    if (rows.length > 0)
      await tellLots(
        tx,
        rows.map((r) => itemName(r.product_id, r.serial)),
      );
  });
}

/** Gathers the looks of this process. `ctx` is asked anew for each writing. */
export function createLooks(ctx: () => Ctx) {
  let gathered = new Map<string, Look>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  /** Writes what is gathered; done when it is written. */
  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const looks = [...gathered.values()];
    gathered = new Map();
    if (looks.length > 0) {
      const now = ctx();
      writing = writing
        .then(() => writeLooks(now, looks))
        .catch((e) => now.log.error({ err: e, looks: looks.length }, 'looks were not counted'));
    }
    return writing;
  }

  /** One more look at an item that was issued here. */
  function note({ productId, serial }: { productId: string; serial: string }): void {
    const { now } = ctx();
    const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
    const key = `${productId} ${serial} ${hour.getTime()}`;
    const look = gathered.get(key);
    if (look) look.times++;
    else gathered.set(key, { productId, serial, day: dayOf(now), hour, times: 1 });
    if (gathered.size >= MOST) void flush();
    else timer ??= setTimeout(() => void flush(), GATHER_MS);
  }

  return { note, flush };
}
