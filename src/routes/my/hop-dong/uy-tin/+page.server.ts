import { contestFact, listContests, readReliability } from '#server/modules/sourcing/index.ts';
import { act } from '../../../act.ts';
import { closed } from '../../../dang-nhap/session.ts';
import { ownProducers } from '../../own-producers.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a producer's reliability rests on. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const producers = ownProducers(locals);
  if (producers.length === 0) closed(lang);
  const asked = url.searchParams.get('chu-the') ?? '';
  const id = producers.includes(asked) ? asked : (producers[0] ?? '');
  const ctx = app.ctx(personOf(locals));
  const [{ facts, numbers }, contests] = await Promise.all([readReliability(ctx, id), listContests(app.db, { producerId: id })]);
  return {
    id,
    name: app.catalogue.producer(id)?.name ?? id,
    producers: producers.map((p) => ({ id: p, name: app.catalogue.producer(p)?.name ?? p })),
    numbers,
    facts: facts.map((f) => ({
      ...f,
      contest: contests.find((c) => c.shareId === f.shareId && c.deliveryId === f.deliveryId),
    })),
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      async ({ ctx, ground, of, maybe }) => {
        const producerId = of('producer');
        await contestFact(ctx, { producerId, shareId: of('share'), deliveryId: maybe('delivery') ?? null, text: of('text') }, ground);
        return producerId;
      },
      (producerId: string) => `${event.url.pathname}?chu-the=${encodeURIComponent(producerId)}&xong=1`,
    ),
};
