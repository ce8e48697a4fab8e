import { codePath, listGlns, setGln } from '#server/modules/traceability/index.ts';
import { Shown } from '#ui/shown.ts';
import { act } from '../../act.ts';
import { ownProducers } from '../own-producers.ts';
import type { Actions, PageServerLoad } from './$types';
import { currentGtin } from './own.ts';

/** Every product of one's producers, with its code. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const producers = ownProducers(locals).flatMap((id) => locals.app.catalogue.producer(id) ?? []);
  const rows = [];
  for (const producer of producers)
    for (const card of producer.products) rows.push({ card, path: codePath(card.id, await currentGtin(locals, card.id)) });
  const glns = await listGlns(
    locals.app.db,
    producers.map((p) => p.id),
  );
  return {
    rows: new Shown(rows),
    producers: producers.map((p) => ({ id: p.id, name: p.name, glns: glns.filter((g) => g.producerId === p.id).map((g) => g.gln) })),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  default: (event) => act(event, ({ ctx, ground, of }) => setGln(ctx, { producerId: of('producer'), gln: of('gln') }, ground)),
};
