import { redirect } from '@sveltejs/kit';
import { codePath, listGlns, setGln } from '#server/modules/traceability/index.ts';
import { Shown } from '#ui/shown.ts';
import { refusal, text } from '../../dang-nhap/session.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad } from './$types';
import { currentGtin, ownProducers } from './own.ts';

/** Every product of one's producers, with its code. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const producers = ownProducers(locals, personOf(locals)).flatMap((id) => locals.app.catalogue.producer(id) ?? []);
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
  default: async ({ locals, request, url }) => {
    const form = await request.formData();
    try {
      await setGln(locals.app.ctx(personOf(locals)), { producerId: text(form, 'producer'), gln: text(form, 'gln') }, locals.app.territory);
    } catch (e) {
      return refusal(e, locals.lang);
    }
    redirect(303, `${url.pathname}?xong=1`);
  },
};
