import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { dayOf, daysBetween } from '#shared/dates.ts';
import { namesOf } from '../queries/names-of.ts';
import { expiryLetter } from '../rules/letters.ts';
import { reminderDue } from '../rules/reminders.ts';
import '../tables.ts';

type Ending = { product_id: string; valid_until: string; province_code: string; commune_code: string | null };

/** Writes today's reminders, each once however often it runs. Counted from the printed last day of the latest recognition that has not ended by today. */
export async function writeReminders(ctx: Ctx): Promise<{ written: number }> {
  const day = dayOf(ctx.now);
  const { rows } = await sql<Ending>`
    select * from (
      select distinct on (t.product_id) t.product_id, t.valid_until, t.province_code, t.commune_code
      from registry.pub_term t where t.valid_from <= ${day}::date and (t.ended_on is null or t.ended_on > ${day}::date)
      order by t.product_id, t.valid_from desc) last
    where valid_until between ${day}::date - 7 and ${day}::date + 210`.execute(ctx.db);
  const due = rows.flatMap((r) => {
    const days_before = reminderDue(daysBetween(day, r.valid_until));
    return days_before === undefined ? [] : [{ ...r, days_before }];
  });
  return transact(ctx.db, async (tx) => {
    const { rows: fresh } = await sql<{ product_id: string; valid_until: string; days_before: number }>`
      insert into supervision.notice (kind, product_id, valid_until, days_before, province_code, commune_code, written_on)
      select 'expiry', product_id, valid_until, days_before, province_code, commune_code, ${day}::date
      from jsonb_to_recordset(${JSON.stringify(due)}::jsonb) as x (product_id text, valid_until date, days_before smallint, province_code text, commune_code text)
      on conflict do nothing returning product_id, valid_until, days_before`.execute(tx);
    if (fresh.length > 0)
      await recordAct(tx, ctx, { verb: 'write_reminders', subjectKind: 'notices', subjectId: day, detail: { written: fresh.length } });
    const names = await namesOf(
      tx,
      fresh.map((f) => f.product_id),
    );
    for (const f of fresh) {
      const product = names.get(f.product_id);
      if (!product) continue;
      const letter = expiryLetter({ name: product.name, validUntil: f.valid_until, daysBefore: f.days_before });
      const key = `expiry ${f.product_id} ${f.valid_until} ${f.days_before}`;
      await notify(tx, { to: { producer: product.producerId }, kind: 'expiry', key, ...letter, href: '/my/ho-so', now: ctx.now });
    }
    return { written: fresh.length };
  });
}
