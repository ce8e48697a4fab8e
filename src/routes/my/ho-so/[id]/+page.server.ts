import { error } from '@sveltejs/kit';
import {
  answerSheet,
  attachEvidence,
  DETAILS,
  detachEvidence,
  evidenceStore,
  getDossier,
  listVault,
  stillMissing,
  submitDossier,
  usePaper,
  withdrawDossier,
} from '#server/modules/assessment/index.ts';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { KIND_NAMES, STATE_NAMES } from '#shared/messages/dossiers.ts';
import { act, requestKey, type Sent } from '../../../act.ts';
import { criteriaOf, setIn } from '../../../desk/ho-so/sheet.ts';
import { personOf } from '../../person.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One's own dossier: forms, papers, the sheet's result, what may be done now. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const dossier = await getDossier(app.ctx(personOf(locals)), params.id, app.territory).catch((e: unknown) => {
    if (e instanceof AppError) error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
    throw e;
  });
  const writes = dossier.moves.some((m) => m.move === 'edit');
  const ctx = app.ctx(personOf(locals));
  const vault = writes ? await listVault(ctx, dossier.producer.id, app.territory) : [];
  const set = setIn(lang, dossier.ruleset, dossier.set);
  const criteria = criteriaOf(set);
  return {
    dossier,
    set: set.name,
    criteria,
    titles: Object.fromEntries(criteria.map((c) => [c.code, c.title])),
    fields: DETAILS.filter((d) => d !== 'changes' || dossier.kind !== 'first'),
    kind: KIND_NAMES[dossier.kind][lang],
    state: STATE_NAMES[dossier.state][lang],
    missing: writes ? stillMissing(dossier, dayOf(ctx.now)).map((f) => ({ path: f.path, message: f.message[lang] })) : [],
    vault: vault.filter((p) => p.standing !== 'expired').map((p) => ({ id: p.id, name: p.name })),
    requestId: requestKey(),
    done: url.searchParams.has('xong'),
  };
};

const base = (event: RequestEvent, { key }: Sent) => ({ dossier: event.params.id, requestId: key });
const ground = (event: RequestEvent) => event.locals.app.territory;
const store = (event: RequestEvent) => evidenceStore(event.locals.app.config);

export const actions: Actions = {
  details: (event) =>
    act(event, async (sent) => {
      const { answers, notApplicable, knockouts } = await getDossier(sent.ctx, event.params.id, ground(event));
      const details = Object.fromEntries(DETAILS.filter((d) => sent.form.has(d) || d === 'pledge').map((d) => [d, sent.of(d)]));
      return answerSheet(sent.ctx, { ...base(event, sent), answers, notApplicable, knockouts, details }, ground(event));
    }),
  attach: (event) =>
    act(event, async (sent) => {
      const file = sent.form.get('file');
      const bytes = file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array();
      const name = file instanceof File ? file.name : '';
      const paper = { criterion: sent.of('criterion'), name, bytes, expiresOn: sent.maybe('expiresOn') };
      return attachEvidence(sent.ctx, { ...base(event, sent), ...paper }, ground(event), store(event));
    }),
  use: (event) =>
    act(event, (sent) =>
      usePaper(sent.ctx, { ...base(event, sent), criterion: sent.of('criterion'), evidence: sent.of('evidence') }, ground(event)),
    ),
  detach: (event) =>
    act(event, (sent) =>
      detachEvidence(sent.ctx, { ...base(event, sent), criterion: sent.of('criterion'), evidence: sent.of('evidence') }, ground(event)),
    ),
  submit: (event) =>
    act(event, (sent) => submitDossier(sent.ctx, { ...base(event, sent), lateReason: sent.maybe('lateReason') }, ground(event))),
  withdraw: (event) => act(event, (sent) => withdrawDossier(sent.ctx, base(event, sent), ground(event))),
};
