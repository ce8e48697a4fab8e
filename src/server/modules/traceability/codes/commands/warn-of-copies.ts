// A producer hears once of every number of theirs that seems to stand on several packages.
import { notify } from '#server/modules/notices/index.ts';
import { readFacts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { addDays, dayOf } from '#shared/dates.ts';
import { type Alarm, cloneAlarm, type ScanRow } from '../rules/clone-alarm.ts';
import '../tables.ts';

const said = (serial: string, alarm: Alarm): { vi: string; en: string } =>
  alarm.kind === 'far'
    ? {
        vi: `Tem số ${serial} bị quét ở hai nơi cách ${alarm.km} km trong ${alarm.hours} giờ.`,
        en: `Label ${serial} was scanned in two places ${alarm.km} km apart within ${alarm.hours} hours.`,
      }
    : alarm.kind === 'spread'
      ? {
          vi: `Tem số ${serial} bị quét ở ${alarm.provinces} tỉnh trong ${alarm.days} ngày.`,
          en: `Label ${serial} was scanned in ${alarm.provinces} provinces within ${alarm.days} days.`,
        }
      : {
          vi: `Tem số ${serial} bị quét ${alarm.times} lần trong một ngày.`,
          en: `Label ${serial} was scanned ${alarm.times} times on one day.`,
        };

/** Looks at the numbers scanned today or yesterday; a notice's key names the number, so telling twice is harmless. Returns how many ring. */
export async function warnOfCopies(ctx: Ctx): Promise<number> {
  const rows = await ctx.db
    .selectFrom('traceability.scan as s')
    .select(['s.product_id', 's.serial', 's.day', 's.province', 's.times', 's.first_hour as firstHour', 's.last_hour as lastHour'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('traceability.scan as n')
          .select('n.day')
          .whereRef('n.product_id', '=', 's.product_id')
          .whereRef('n.serial', '=', 's.serial')
          .where('n.day', '>=', addDays(dayOf(ctx.now), -1)),
      ),
    )
    .orderBy('s.day')
    .$castTo<ScanRow & { product_id: string; serial: string }>()
    .execute();
  const ringing = [...Map.groupBy(rows, (r) => `${r.product_id} ${r.serial}`).values()].flatMap((scans) => {
    const [{ product_id: productId, serial }] = scans as [(typeof scans)[number]];
    const alarm = cloneAlarm(scans);
    return alarm ? [{ productId, serial, alarm }] : [];
  });
  if (ringing.length === 0) return 0;
  const ids = [...new Set(ringing.map((r) => r.productId))];
  for await (const batch of readFacts(ctx.db, ids))
    for (const product of batch)
      await transact(ctx.db, async (tx) => {
        for (const { serial, alarm } of ringing.filter((r) => r.productId === product.id)) {
          const what = said(serial, alarm);
          await notify(tx, {
            to: { producer: product.producer.id },
            kind: 'copy',
            key: `copy:${product.id}:${serial}`,
            subject: { vi: `Nghi tem bị sao chép: ${product.name}`, en: `A label may be copied: ${product.name}` },
            text: {
              vi: `${what.vi} Người quét số này thấy cảnh báo. Hãy xem lại nơi tem được dán; nếu thấy hàng giả, báo cơ quan OCOP của tỉnh.`,
              en: `${what.en} Whoever scans the number sees a warning. Check where it was used; tell the OCOP office of your province about fakes.`,
            },
            href: `/my/ma/${product.id}`,
            now: ctx.now,
          });
        }
      });
  return ringing.length;
}
