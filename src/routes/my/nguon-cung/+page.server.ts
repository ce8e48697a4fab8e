import { type ActionFailure, redirect } from '@sveltejs/kit';
import { endPaper, importSupply, listPapers, listSupply, PAPERS, type SupplyImport, statePaper } from '#server/modules/sourcing/index.ts';
import { dayOf, daysBetween } from '#shared/dates.ts';
import { localPath } from '#shared/lang.ts';
import { starKey } from '#shared/vocabulary.ts';
import { holds } from '#ui/view.ts';
import { refusal, type Said, text } from '../../dang-nhap/session.ts';
import { ownProducers } from '../own-producers.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** The products of the own producers, each with what is stated about its supply. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app } = locals;
  const today = dayOf(app.clock());
  const ids = ownProducers(locals);
  const [supply, papers] = await Promise.all([
    listSupply(app.db, { producerIds: ids, from: today.slice(0, 7) }),
    listPapers(app.db, { producerIds: ids }),
  ]);
  const stated = new Map(supply.map((s) => [s.productId, s]));
  const producers = ids.flatMap((id) => {
    const producer = app.catalogue.producer(id);
    if (!producer) return [];
    const products = producer.products
      .filter((p) => holds(p.status))
      .map((p) => {
        const s = stated.get(p.id);
        return {
          id: p.id,
          name: p.name,
          star: starKey(p.star, p.potentialFive),
          supply: s && {
            unit: s.unit,
            published: s.published,
            days: daysBetween(dayOf(s.statedAt), today),
            months: Object.entries(s.months).sort().slice(0, 3),
          },
        };
      });
    return [{ id, name: producer.name, products, papers: papers.filter((p) => p.producerId === id) }];
  });
  return { producers, kinds: PAPERS, today, done: url.searchParams.has('xong') };
};

const mine = (event: RequestEvent) => event.locals.app.ctx(personOf(event.locals));
async function act(event: RequestEvent, work: (form: FormData) => Promise<unknown>): Promise<ActionFailure<Said>> {
  const form = await event.request.formData();
  try {
    await work(form);
  } catch (e) {
    return refusal(e, event.locals.lang);
  }
  redirect(303, `${localPath('/my/nguon-cung', event.locals.lang)}?xong=1`);
}

export const actions: Actions = {
  paper: (event) =>
    act(event, (form) =>
      statePaper(
        mine(event),
        {
          producerId: text(form, 'producer'),
          productId: null,
          kind: text(form, 'kind') as (typeof PAPERS)[number],
          number: text(form, 'number'),
          issuer: text(form, 'issuer'),
          validFrom: null,
          validUntil: text(form, 'until') || null,
        },
        event.locals.app.territory,
      ),
    ),
  endPaper: (event) => act(event, (form) => endPaper(mine(event), { id: text(form, 'id') }, event.locals.app.territory)),
  import: async (event): Promise<ActionFailure<Said> | { imported: SupplyImport }> => {
    const form = await event.request.formData();
    const file = form.get('file');
    try {
      const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
      return { imported: await importSupply(mine(event), bytes, event.locals.app.territory) };
    } catch (e) {
      return refusal(e, event.locals.lang);
    }
  },
};
