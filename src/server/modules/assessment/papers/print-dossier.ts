import { sql } from 'kysely';
import { type Ground, may } from '#server/modules/identity/index.ts';
import { findProducer, readFacts } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { accountOf } from '../councils/hearing.ts';
import { getHearing } from '../councils/queries/get-hearing.ts';
import { getDossier } from '../dossiers/queries/get-dossier.ts';
import { minutesPaper, scoreSheetsPaper } from './council-papers.ts';
import type { FormFacts, FormPaper } from './facts.ts';
import { form01 } from './form-01.ts';
import { form02 } from './form-02.ts';
import { form03 } from './form-03.ts';
import '../tables.ts';

export type Names = Omit<Ground, 'commune' | 'province'> & {
  commune(code: string): { fullName: string; provinceCode: string } | undefined;
  province(code: string, map: 34): { fullName: string } | undefined;
};
/** `mau-01`, `mau-02`, `mau-03`; `phieu-<hearing>`: the sheets one may see; `bien-ban-<hearing>`: the minutes. */
export type Printed = { name: string; bytes: Uint8Array };
type Body = Pick<FormFacts, 'kind' | 'details' | 'answers' | 'notApplicable' | 'ruleset' | 'set'> & {
  producer: { name: string };
  product: { name: string };
  place: { commune: string; province: string };
  papers: FormPaper[];
};

const noPaper = () => notFound('paper', { vi: 'bản in', en: 'print' });

/** The papers of a dossier as PDF, for whoever may see what stands on them. */
export async function printDossier(ctx: Ctx, input: { dossier: string; paper: string }, ground: Names): Promise<Printed> {
  const asked = /^(mau-0[123])$|^(phieu|bien-ban)-([0-9A-Z]{8})$/.exec(input.paper);
  if (!asked) throw noPaper();
  const name = `${input.paper}-${input.dossier}.pdf`;
  const [, form, council, hearing = ''] = asked;
  if (council) return { name, bytes: await printCouncil(ctx, { ...input, hearing, minutes: council === 'bien-ban' }, ground) };
  const view = await getDossier(ctx, input.dossier, ground);
  const facts = await formFacts(ctx, view, ground);
  if (form === 'mau-01') return { name, bytes: await form01(facts) };
  if (form === 'mau-02') return { name, bytes: await form02(facts) };
  const report = view.reports[0];
  if (!report) throw noPaper();
  return { name, bytes: await form03(facts, report) };
}

/** Those who write it print what they write; everybody else what was sent. */
async function formFacts(ctx: Ctx, view: Awaited<ReturnType<typeof getDossier>>, ground: Names): Promise<FormFacts> {
  const writing = view.moves.some((m) => m.move === 'edit') || view.version === 0;
  const sent = writing
    ? undefined
    : await ctx.db
        .selectFrom('assessment.dossier_version')
        .select(['version', 'body', 'sha256', 'submitted_at as at'])
        .where('dossier_id', '=', view.id)
        .orderBy('version', 'desc')
        .executeTakeFirst();
  const kinds = await ctx.db
    .selectFrom('assessment.evidence')
    .select(['sha256', 'kind'])
    .where('producer_id', '=', view.producer.id)
    .where('sha256', '=', sql<string>`any(${view.papers.map((p) => p.sha256)})`)
    .execute();
  const kindOf = new Map(kinds.map((k) => [k.sha256, k.kind]));
  const body = sent?.body as Body | undefined;
  const at = (move: string) => {
    const last = view.history.findLast((h) => h.move === move);
    return last ? { on: dayOf(last.at), by: last.by } : null;
  };
  const place = body?.place ?? { commune: view.commune, province: view.province };
  const producer = await findProducer(ctx.db, view.producer.id);
  let code: string | null = null;
  if (view.product.id) for await (const [facts] of readFacts(ctx.db, [view.product.id])) code = facts?.code ?? null;
  return {
    dossier: view.id,
    version: sent?.version ?? 0,
    sha256: sent?.sha256.toString('hex') ?? null,
    at: sent?.at ?? ctx.now,
    kind: body?.kind ?? view.kind,
    producer: { name: body?.producer.name ?? view.producer.name, type: producer?.type ?? null },
    product: { name: body?.product.name ?? view.product.name, code },
    commune: { code: place.commune, name: ground.commune(place.commune)?.fullName ?? place.commune },
    province: { code: place.province, name: ground.province(place.province, 34)?.fullName ?? place.province },
    ruleset: body?.ruleset ?? view.ruleset,
    set: body?.set ?? view.set,
    details: body?.details ?? view.details,
    answers: body?.answers ?? view.answers,
    notApplicable: body?.notApplicable ?? view.notApplicable,
    knockouts: body ? [] : view.knockouts,
    papers: (body?.papers ?? view.papers)
      .map((p) => {
        const kind = kindOf.get(p.sha256);
        return { criterion: p.criterion, name: p.name, sha256: p.sha256, expiresOn: p.expiresOn, ...(kind ? { kind } : {}) };
      })
      .sort((a, b) => a.criterion.localeCompare(b.criterion, 'en', { numeric: true })),
    received: { commune: at('receive'), province: at('accept') },
  };
}

/** While scoring is open a member prints the own sheet; all sheets and the minutes are for those who may view scores, once it is closed. */
async function printCouncil(
  ctx: Ctx,
  { dossier, hearing, minutes }: { dossier: string; hearing: string; minutes: boolean },
  ground: Names,
): Promise<Uint8Array> {
  const view = await getHearing(ctx, hearing, ground);
  if (view.dossier !== dossier) throw noPaper();
  const file = await ctx.db
    .selectFrom('assessment.hearing as h')
    .innerJoin('assessment.council as c', 'c.id', 'h.council_id')
    .innerJoin('assessment.dossier as d', 'd.id', 'h.dossier_id')
    .select(['c.name as council', 'c.regulation', 'c.unit', 'd.product_name as product', 'd.producer_name as producer'])
    .select(['d.ruleset', 'd.set_no as set', 'h.created_at as made'])
    .where('h.id', '=', hearing)
    .executeTakeFirstOrThrow();
  const all = view.state === 'closed' && may(ground, ctx.actor, 'view_scores', { unit: file.unit }, dayOf(ctx.now));
  const { council, regulation, product, producer } = file;
  const { mode, round, meetsOn, closedOn } = view;
  const common = { council, regulation, hearing, mode, round, second: view.isSecond, meetsOn, closedOn, product, producer, dossier };
  if (minutes) {
    if (!all || !view.result) throw noPaper();
    const at = new Date(`${closedOn ?? meetsOn}T00:00:00+07:00`);
    return minutesPaper({ ...common, at, members: view.members, settings: view.settings, result: view.result });
  }
  let query = ctx.db
    .selectFrom('assessment.score_sheet as s')
    .innerJoin('assessment.council_member as m', 'm.account', 's.account')
    .innerJoin('assessment.hearing as h', (j) => j.onRef('h.id', '=', 's.hearing_id').onRef('h.council_id', '=', 'm.council_id'))
    .select(['m.name as member', 'm.chair', 's.answers', 's.not_applicable as notApplicable', 's.knockouts', 's.note'])
    .select('s.submitted_at as sentAt')
    .where('s.hearing_id', '=', hearing)
    .where('s.round', '=', round);
  if (!all) query = query.where('s.account', '=', accountOf(ctx.actor));
  const sheets = await query.orderBy('m.chair', 'desc').orderBy('m.name').execute();
  const last = sheets.at(-1);
  if (!last) throw noPaper();
  return scoreSheetsPaper(
    { ...common, at: last.sentAt },
    sheets.map((s) => ({ ...s, ruleset: file.ruleset, set: file.set })),
  );
}
