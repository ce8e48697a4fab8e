import { listDossiers, listRounds, STATES, type State } from '#server/modules/assessment/index.ts';
import { KIND_NAMES, STATE_NAMES } from '#shared/messages/dossiers.ts';
import { personOf } from '../../my/person.ts';
import { unitName } from '../units.ts';
import type { PageServerLoad } from './$types';

const PAGE = 50;
const inQueue = STATES.filter((s) => s !== 'draft' && s !== 'withdrawn');

/** The queue: what stands in the actor's units, urgent first, by step. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { app, lang } = locals;
  const asked = url.searchParams.get('buoc');
  const state: State | undefined = inQueue.find((s) => s === asked);
  const page = Math.max(1, Math.min(10_000, Math.trunc(Number(url.searchParams.get('page'))) || 1));
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const units = person.assignments.map((a) => app.territory.commune(a.unit)?.provinceCode ?? a.unit);
  const rounds = await listRounds(ctx, [...new Set(units)]);
  const round = rounds.find((r) => r.id === url.searchParams.get('dot'))?.id;
  const found = await listDossiers(ctx, { view: 'desk', state, round, page, pageSize: PAGE }, app.territory);
  return {
    state,
    round,
    rounds: rounds.map(({ id, name }) => ({ id, name })),
    page,
    last: Math.max(1, Math.ceil(found.total / PAGE)),
    total: found.total,
    steps: inQueue.flatMap((s) => {
      const count = found.counts.find((c) => c.state === s)?.count;
      return count ? [{ state: s, label: STATE_NAMES[s][lang], count }] : [];
    }),
    items: found.items.map((d) => ({
      id: d.id,
      product: d.product,
      producer: d.producer,
      kind: KIND_NAMES[d.kind][lang],
      state: STATE_NAMES[d.state][lang],
      place: unitName(app.territory, d.commune, lang),
      due: d.due,
      light: d.light,
    })),
  };
};
