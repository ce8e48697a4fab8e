import { inEffect, type Person, verbsOf } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import { dayOf } from '#shared/dates.ts';

/** The producers that somebody acts for today. */
export async function ownProducers({ app }: App.Locals, person: Person): Promise<{ id: string; name: string }[]> {
  const ctx = app.ctx(person);
  const today = dayOf(ctx.now);
  const ids = person.assignments
    .filter((a) => inEffect(app.territory, a, today) && verbsOf(a).includes('act_for_producer'))
    .flatMap((a) => a.producers.filter((p) => p.from <= today && (p.until === null || today <= p.until)).map((p) => p.id));
  const found = await Promise.all([...new Set(ids)].map((id) => findProducer(ctx.db, id)));
  return found.flatMap((p) => (p ? [{ id: p.id, name: p.name }] : []));
}
