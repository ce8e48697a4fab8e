import { error } from '@sveltejs/kit';
import {
  acceptDossier,
  type DossierView,
  decide,
  FINAL,
  getDossier,
  listCouncils,
  listRounds,
  openCouncil,
  passToAdvisers,
  placeInRound,
  proposeCentre,
  receiveDossier,
  reportAdvisory,
  reportLocalContents,
  returnDossier,
  sendToProvince,
} from '#server/modules/assessment/index.ts';
import { may, NATION } from '#server/modules/identity/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { KIND_NAMES, MOVE_NAMES, STATE_NAMES } from '#shared/messages/dossiers.ts';
import { act, requestKey, type Sent } from '../../../act.ts';
import { personOf } from '../../../my/person.ts';
import { unitName } from '../../units.ts';
import { criteriaOf, setIn } from '../sheet.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const ctx = app.ctx(personOf(locals));
  const dossier = await getDossier(ctx, params.id, app.territory).catch((e: unknown) => {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  });
  const set = setIn(lang, dossier.ruleset, dossier.set);
  const opens = dossier.moves.some((m) => m.move === 'open_council');
  return {
    dossier,
    set: set.name,
    titles: Object.fromEntries(criteriaOf(set).map((c) => [c.code, c.title])),
    kind: KIND_NAMES[dossier.kind][lang],
    state: STATE_NAMES[dossier.state][lang],
    place: unitName(app.territory, dossier.commune, lang),
    moves: dossier.moves
      .filter((m) => m.move !== 'edit' && m.move !== 'submit' && m.move !== 'withdraw')
      .map((m) => ({ ...m, label: MOVE_NAMES[m.move][lang] }))
      // the way back stands last
      .sort((a, b) => Number(a.move === 'return') - Number(b.move === 'return')),
    councils: opens ? await listCouncils(ctx, dossier.state.startsWith('central') ? NATION : dossier.province) : [],
    rounds: await placesFor(locals, dossier),
    today: dayOf(ctx.now),
    requestId: requestKey(),
    done: url.searchParams.has('xong'),
  };
};

/** The rounds among which the person may move this dossier. */
async function placesFor({ app, actor }: App.Locals, { state, province }: DossierView) {
  const central = state.startsWith('central');
  const unit = central ? NATION : province;
  if (FINAL.includes(state) || !may(app.territory, actor, central ? 'check_centre' : 'check_dossier', { unit }, dayOf(app.clock())))
    return [];
  return (await listRounds(app.ctx(actor), [unit])).map(({ id, name }) => ({ id, name }));
}

/** What every form of the page carries. */
const base = (event: RequestEvent, { of, key }: Sent) => ({
  dossier: event.params.id,
  requestId: key,
  rowVersion: Number(of('rowVersion')) || undefined,
});
const ground = (event: RequestEvent) => event.locals.app.territory;
const plain = (command: typeof receiveDossier) => (event: RequestEvent) =>
  act(event, (sent) => command(sent.ctx, base(event, sent), ground(event)));

export const actions: Actions = {
  receive: plain(receiveDossier),
  accept: plain(acceptDossier),
  pass_to_advisers: plain(passToAdvisers),
  return: (event) => act(event, (sent) => returnDossier(sent.ctx, { ...base(event, sent), reason: sent.of('reason') }, ground(event))),
  report_local: (event) =>
    act(event, (sent) => {
      const { of, maybe } = sent;
      const contents = { materials: of('materials'), labour: of('labour'), idea: of('idea'), identity: of('identity') };
      return reportLocalContents(sent.ctx, { ...base(event, sent), ...contents, metOn: maybe('metOn') }, ground(event));
    }),
  send_to_province: (event) =>
    act(event, (sent) => sendToProvince(sent.ctx, { ...base(event, sent), letterNo: sent.of('letterNo') }, ground(event))),
  report_advisory: (event) =>
    act(event, (sent) => {
      const { of, maybe } = sent;
      const report = { summary: of('summary'), surveyedOn: maybe('surveyedOn'), survey: maybe('survey'), extraTests: maybe('extraTests') };
      return reportAdvisory(sent.ctx, { ...base(event, sent), ...report }, ground(event));
    }),
  open_council: (event) =>
    act(event, (sent) => {
      const mode = sent.of('mode') === 'written' ? 'written' : 'meeting';
      const opening = { council: sent.of('council'), meetsOn: sent.maybe('meetsOn'), mode, reason: sent.maybe('reason') } as const;
      return openCouncil(sent.ctx, { ...base(event, sent), ...opening }, ground(event));
    }),
  propose_centre: (event) =>
    act(event, (sent) => proposeCentre(sent.ctx, { ...base(event, sent), letterNo: sent.of('letterNo') }, ground(event))),
  round: (event) =>
    act(event, (sent) => placeInRound(sent.ctx, { ...base(event, sent), round: sent.maybe('round') ?? null }, ground(event))),
  decide: (event) =>
    act(event, (sent) => {
      const decision = { decisionNo: sent.maybe('decisionNo'), decidedOn: sent.of('decidedOn') };
      return decide(sent.ctx, { ...base(event, sent), ...decision }, event.locals.app.territory);
    }),
};
