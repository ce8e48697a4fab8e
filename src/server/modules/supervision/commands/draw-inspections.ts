import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { recordAct, recorded } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, transact } from '#server/platform/db.ts';
import { refused } from '#server/platform/errors.ts';
import { parsedForm } from '#server/platform/refusal.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { inUnit } from '../queries/in-unit.ts';
import { drawPlan, frameHash } from '../rules/draw-plan.ts';
import { type Risk, type RiskFacts, riskOf } from '../rules/risk.ts';
import { DrawPlan } from '../schema.ts';
import '../tables.ts';

type Row = RiskFacts & { provinceCode: string };

/** Every product in force in the unit that is not already waiting for an inspection, with its points. */
async function readFrame(db: Db, unit: string, day: string): Promise<{ frame: Risk[]; provinceOf: Map<string, string> }> {
  const { rows } = await sql<Row>`
    select t.product_id as "productId", t.star, t.group_code as "group", t.valid_from as "validFrom", t.province_code as "provinceCode",
      t.valid_until < ${day}::date as extended, coalesce(r.n, 0)::int as reports, coalesce(f.n, 0)::int as "openFindings",
      i.last as "inspectedOn", coalesce(i.bad, false) as "hadFindings"
    from (
      select distinct on (t.product_id) t.* from registry.pub_term t
      where t.valid_from <= ${day}::date and coalesce(t.extended_until, t.valid_until) >= ${day}::date
        and (t.ended_on is null or t.ended_on > ${day}::date) and ${inUnit('t', unit)}
      order by t.product_id, t.valid_from desc) t
    left join (select product_id, count(*) as n from supervision.consumer_report where state in ('new', 'inspect') group by 1) r using (product_id)
    left join (select product_id, count(*) as n from supervision.finding where closed_on is null group by 1) f using (product_id)
    left join (select product_id, max(done_on) as last, bool_or(outcome = 'findings') as bad from supervision.inspection
      where done_on is not null group by 1) i using (product_id)
    where not exists (select from supervision.inspection w where w.product_id = t.product_id and w.done_on is null)
    order by t.product_id collate "C"`.execute(db);
  return { frame: rows.map((r) => riskOf(r, day)), provinceOf: new Map(rows.map((r) => [r.productId, r.provinceCode])) };
}

/** Draws the inspections of a unit: by points, and a stated share by chance. Frame and seed are kept, so that anybody can draw it again. */
export async function drawInspections(
  ctx: Ctx,
  raw: z.input<typeof DrawPlan>,
  ground: Ground,
  seed = randomBytes(16).toString('hex'),
): Promise<{ id: string; drawn: number; seed: string }> {
  const input = parsedForm(DrawPlan, raw);
  const today = dayOf(ctx.now);
  return recorded(ctx, { verb: 'draw_inspections', subjectKind: 'unit', subjectId: input.unit }, async () => {
    assertMay(ground, ctx.actor, 'inspect', { unit: input.unit }, today);
    if (input.until < today) throw refused('until', 'Hạn kế hoạch đã qua.', 'The plan would be over already.');
    return transact(ctx.db, async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtext('supervision.plan'))`.execute(tx);
      const { frame, provinceOf } = await readFrame(tx, input.unit, today);
      if (frame.length === 0) throw refused('unit', 'Không còn sản phẩm nào để chọn.', 'There is no product left to draw.', 'conflict');
      const drawn = drawPlan(frame, { seed, size: input.size, randomShare: input.randomShare });
      const id = newId();
      const hash = frameHash(frame);
      await tx
        .insertInto('supervision.plan')
        .values({
          id,
          unit: input.unit,
          drawn_on: today,
          until: input.until,
          seed,
          size: input.size,
          random_share: input.randomShare,
          frame: JSON.stringify(frame),
          frame_hash: hash,
          drawn_by: ctx.actor.id,
        })
        .execute();
      await sql`
        insert into supervision.inspection (id, plan_id, product_id, province_code, why, risk, reasons, due_on)
        select id, ${id}, product_id, province_code, why, risk, reasons, ${input.until}::date
        from jsonb_to_recordset(${JSON.stringify(
          drawn.map((d) => ({
            id: newId(),
            product_id: d.id,
            province_code: provinceOf.get(d.id),
            why: d.why,
            risk: d.points,
            reasons: d.reasons,
          })),
        )}::jsonb) as x (id text, product_id text, province_code text, why text, risk smallint, reasons text[])`.execute(tx);
      const { unit, size, randomShare } = input;
      const detail = { unit, size, randomShare, seed, frame: hash, drawn: drawn.length };
      await recordAct(tx, ctx, { verb: 'draw_inspections', subjectKind: 'inspection_plan', subjectId: id, detail });
      return { id, drawn: drawn.length, seed };
    });
  });
}
