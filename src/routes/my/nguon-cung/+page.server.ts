import type { ActionFailure } from '@sveltejs/kit';
import { endPaper, importSupply, listPapers, listSupply, PAPERS, type SupplyImport, statePaper } from '#server/modules/sourcing/index.ts';
import { dayOf, daysBetween } from '#shared/dates.ts';
import { starKey } from '#shared/vocabulary.ts';
import { holds } from '#ui/view.ts';
import { act } from '../../act.ts';
import { refusalOf, type SaidKept } from '../../dang-nhap/session.ts';
import { ownProducers } from '../own-producers.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad } from './$types';

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

export const actions: Actions = {
  paper: (event) =>
    act(event, ({ ctx, ground, of, maybe }) =>
      statePaper(
        ctx,
        {
          producerId: of('producer'),
          productId: null,
          kind: of('kind') as (typeof PAPERS)[number],
          number: of('number'),
          issuer: of('issuer'),
          validFrom: null,
          validUntil: maybe('until') ?? null,
        },
        ground,
      ),
    ),
  endPaper: (event) => act(event, ({ ctx, ground, of }) => endPaper(ctx, { id: of('id') }, ground)),
  import: async (event): Promise<ActionFailure<SaidKept> | { imported: SupplyImport }> => {
    const { app, lang } = event.locals;
    const form = await event.request.formData();
    const file = form.get('file');
    try {
      const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
      return { imported: await importSupply(app.ctx(personOf(event.locals)), bytes, app.territory) };
    } catch (e) {
      return refusalOf(e, lang, form, event.url);
    }
  },
};
