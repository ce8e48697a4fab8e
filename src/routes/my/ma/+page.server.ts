import { codePath } from '#server/modules/traceability/index.ts';
import { Shown } from '#ui/shown.ts';
import { personOf } from '../person.ts';
import type { PageServerLoad } from './$types';
import { currentGtin, ownProducers } from './own.ts';

/** Every product of one's producers, with its code. */
export const load: PageServerLoad = async ({ locals }) => {
  const producers = ownProducers(locals, personOf(locals)).flatMap((id) => locals.app.catalogue.producer(id) ?? []);
  const rows = [];
  for (const producer of producers)
    for (const card of producer.products) rows.push({ card, path: codePath(card.id, await currentGtin(locals, card.id)) });
  return { rows: new Shown(rows), producers: producers.map((p) => ({ id: p.id, name: p.name })) };
};
