import { inEffect, listOrganisations, NATION, verbsOf } from '#server/modules/identity/index.ts';
import { readShownFigures, STAGES } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';
import { closed } from '../../dang-nhap/session.ts';
import { personOf } from '../../my/person.ts';

/** The unit the person promotes in: the nation, else the first province; nobody else enters. */
export function promoting(locals: App.Locals): string {
  const day = dayOf(locals.app.clock());
  const held = personOf(locals).assignments.filter((a) => inEffect(locals.app.territory, a, day) && verbsOf(a).includes('promote'));
  return held.some((a) => a.unit === NATION) ? NATION : (held[0]?.unit ?? closed(locals.lang));
}

/** One line per month, province and buyer, with every stage beside the others. */
export async function figuresOf(locals: App.Locals) {
  const { app } = locals;
  const unit = promoting(locals);
  const { sample, rows } = await readShownFigures(app.db, unit === NATION ? {} : { province: unit });
  const names = new Map(
    (await listOrganisations(app.db, { ids: [...new Set(rows.map((r) => r.organisationId))] })).map((o) => [o.id, o.name]),
  );
  const lines = new Map<
    string,
    { month: string; province: string; chain: string; stages: Record<string, { count: number; amount: number }> }
  >();
  for (const r of rows) {
    const key = `${r.month} ${r.province} ${r.organisationId}`;
    const line = lines.get(key) ?? {
      month: r.month,
      province: app.territory.province(r.province, 34)?.name ?? r.province,
      chain: names.get(r.organisationId) ?? r.organisationId,
      stages: Object.fromEntries(STAGES.map((s) => [s, { count: 0, amount: 0 }])),
    };
    line.stages[r.stage] = { count: r.count, amount: r.amount };
    lines.set(key, line);
  }
  return { unit, sample, lines: [...lines.values()] };
}
