import { producersOf } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import { dayOf } from '#shared/dates.ts';
import { personOf } from './person.ts';

/** The producers the person acts for today. */
export const ownProducers = (locals: App.Locals): string[] =>
  producersOf(locals.app.territory, personOf(locals), dayOf(locals.app.clock()));

/** The same as the register has them, also without a product. */
export async function registeredProducers(locals: App.Locals) {
  const found = await Promise.all(ownProducers(locals).map((id) => findProducer(locals.app.db, id)));
  return found.filter((p) => p !== undefined);
}
