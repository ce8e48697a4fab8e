import { fail } from '@sveltejs/kit';
import {
  acceptDossier,
  listDossiers,
  listRounds,
  passToAdvisers,
  receiveDossier,
  STATES,
  type State,
} from '#server/modules/assessment/index.ts';
import { may, NATION, type Verb } from '#server/modules/identity/index.ts';
import { dayOf } from '#shared/dates.ts';
import { bulkWords } from '#shared/messages/bulk.ts';
import { KIND_NAMES, MOVE_NAMES, STATE_NAMES } from '#shared/messages/dossiers.ts';
import { requestKey } from '../../act.ts';
import { personOf } from '../../my/person.ts';
import { behindDoor } from '../../work.ts';
import { eachOf } from '../each.ts';
import { unitName } from '../units.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 50;
const BULK = { receive: receiveDossier, accept: acceptDossier, pass_to_advisers: passToAdvisers };
type BulkMove = keyof typeof BULK;
/** What can be done with several dossiers at once: steps that ask for nothing but the press. */
const NEXT: Partial<Record<State, { move: BulkMove; verb: Verb; at: 'commune' | 'province' | 'nation' }>> = {
  submitted: { move: 'receive', verb: 'receive_dossier', at: 'commune' },
  sent_to_province: { move: 'accept', verb: 'check_dossier', at: 'province' },
  intake: { move: 'pass_to_advisers', verb: 'check_dossier', at: 'province' },
  approved_for_centre: { move: 'accept', verb: 'check_centre', at: 'nation' },
  central_intake: { move: 'pass_to_advisers', verb: 'check_centre', at: 'nation' },
};
const inQueue = STATES.filter((s) => s !== 'draft' && s !== 'withdrawn');

/** The queue: what stands in the actor's units, urgent first, by step. */
export const load: PageServerLoad = async ({ locals, url }) => {
  behindDoor(locals, '/desk/ho-so');
  const { app, lang } = locals;
  const asked = url.searchParams.get('buoc');
  const state: State | undefined = inQueue.find((s) => s === asked);
  const page = Math.max(1, Math.min(10_000, Math.trunc(Number(url.searchParams.get('page'))) || 1));
  const person = personOf(locals);
  const ctx = app.ctx(person);
  const units = person.assignments.map((a) => app.territory.commune(a.unit)?.provinceCode ?? a.unit);
  const rounds = await listRounds(ctx, [...new Set(units)]);
  const round = rounds.find((r) => r.id === url.searchParams.get('dot'))?.id;
  const q = url.searchParams.get('tim')?.trim().slice(0, 100) || undefined;
  const found = await listDossiers(ctx, { view: 'desk', state, round, q, page, pageSize: PAGE }, app.territory);
  const today = dayOf(ctx.now);
  const bulkOf = (d: (typeof found.items)[number]): BulkMove | undefined => {
    const next = NEXT[d.state];
    if (!next) return undefined;
    const unit = next.at === 'nation' ? NATION : d[next.at];
    return may(app.territory, person, next.verb, { unit }, today) ? next.move : undefined;
  };
  const bulk = [...new Set(found.items.flatMap((d) => bulkOf(d) ?? []))];
  return {
    state,
    round,
    q,
    requestId: requestKey(),
    bulk: bulk.map((move) => ({ move, label: MOVE_NAMES[move][lang] })),
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
      bulk: bulkOf(d),
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

const isBulk = (move: string): move is BulkMove => Object.hasOwn(BULK, move);

export const actions: Actions = {
  bulk: async ({ locals, request }) => {
    const { app, lang } = locals;
    const form = await request.formData();
    const move = String(form.get('move') ?? '');
    const chosen = form.getAll('dossier').map(String);
    if (!isBulk(move) || chosen.length === 0) return fail(422, { error: bulkWords(lang).none, faults: [], answers: [] });
    const key = String(form.get('requestId') ?? '').slice(0, 60);
    const ctx = app.ctx(personOf(locals));
    const answers = await eachOf(lang, chosen, (dossier) =>
      BULK[move](ctx, { dossier, requestId: key ? `${key}-${move}-${dossier}` : undefined }, app.territory),
    );
    return { error: undefined, faults: [], answers };
  },
};
