import { type ActionFailure, redirect } from '@sveltejs/kit';
import { contestFact, listContests, readReliability } from '#server/modules/sourcing/index.ts';
import { localPath } from '#shared/lang.ts';
import { closed, refusal, type Said, text } from '../../../dang-nhap/session.ts';
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
  default: async ({ locals, request }): Promise<ActionFailure<Said>> => {
    const form = await request.formData();
    const producerId = text(form, 'producer');
    const input = { producerId, shareId: text(form, 'share'), deliveryId: text(form, 'delivery') || null, text: text(form, 'text') };
    try {
      await contestFact(locals.app.ctx(personOf(locals)), input, locals.app.territory);
    } catch (e) {
      return refusal(e, locals.lang);
    }
    redirect(303, `${localPath('/my/hop-dong/uy-tin', locals.lang)}?chu-the=${encodeURIComponent(producerId)}&xong=1`);
  },
};
