import { fail } from '@sveltejs/kit';
import {
  closeFinding,
  drawInspections,
  listInspections,
  listNewReports,
  listOpenFindings,
  listPlans,
  orderInspection,
  recordInspection,
  triageReport,
} from '#server/modules/supervision/index.ts';
import { addDays } from '#shared/dates.ts';
import { typedOf } from '#shared/kept.ts';
import { pickWords } from '#shared/messages/pick.ts';
import { act } from '../../../act.ts';
import { text } from '../../../dang-nhap/session.ts';
import { personOf } from '../../../my/person.ts';
import { eachOf } from '../../each.ts';
import { picking } from '../pick.ts';
import { mayHere, watching } from '../unit.ts';
import type { Actions, PageServerLoad } from './$types';

/** Plans, inspections that wait, findings to be mended, reports nobody has dealt with. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { day, unit, units } = watching(locals, url);
  const here = unit?.length === 2 ? unit : undefined;
  const { db } = locals.app;
  const pick = picking(locals, url, here);
  const inspects = here !== undefined && mayHere(locals, 'inspect', here);
  const [plans, waiting, findings, reports] = here
    ? await Promise.all([
        listPlans(db, here),
        listInspections(db, { unit: here, day }),
        listOpenFindings(db, here, day),
        inspects ? listNewReports(db, here) : [],
      ])
    : [[], [], [], []];
  return {
    unit,
    units: units.filter((u) => u.value.length === 2),
    day,
    yearEnd: addDays(day, 90),
    inspects,
    pick,
    toOrder: pick.found.length ? pick.found : pick.chosen ? [pick.chosen] : [],
    plans,
    waiting: waiting.map((i) => ({ ...i, commune: i.communeCode ? locals.app.territory.commune(i.communeCode)?.fullName : undefined })),
    findings,
    reports,
    done: url.searchParams.has('xong'),
  };
};

export const actions: Actions = {
  draw: (event) =>
    act(event, ({ ctx, of }) =>
      drawInspections(
        ctx,
        { unit: of('unit'), until: of('until'), size: of('size'), randomShare: Number(of('share')) / 100 },
        event.locals.app.territory,
      ),
    ),
  order: async ({ locals, request }) => {
    const { app, lang } = locals;
    const form = await request.formData();
    const of = (name: string) => text(form, name).trim();
    const ids = form.getAll('productId').map(String);
    if (ids.length === 0) return fail(422, { error: pickWords(lang).noneYet, faults: [], answers: [], typed: typedOf(form), did: 'order' });
    const ctx = app.ctx(personOf(locals));
    const answers = await eachOf(lang, ids, (productId) =>
      orderInspection(ctx, { productId, dueOn: of('dueOn'), note: of('note') }, app.territory),
    );
    const refused = answers.filter((a) => a.said !== undefined).map((a) => a.key);
    if (refused.length === 0) return { error: undefined, faults: [], answers };
    // what was refused stays ticked, with the words of the form; what was ordered does not
    return fail(422, { error: undefined, faults: [], answers, typed: { ...typedOf(form), productId: refused }, did: 'order' });
  },
  record: (event) =>
    act(event, ({ ctx, of }) => {
      const finding = of('findingText') ? [{ kind: of('findingKind') as 'other', text: of('findingText'), dueOn: of('findingDue') }] : [];
      const outcome = of('outcome') as 'kept';
      return recordInspection(
        ctx,
        { inspectionId: of('inspectionId'), doneOn: of('doneOn'), outcome, note: of('note'), findings: finding },
        event.locals.app.territory,
      );
    }),
  close: (event) =>
    act(event, ({ ctx, of }) => closeFinding(ctx, { findingId: of('findingId'), closing: of('closing') }, event.locals.app.territory)),
  triage: (event) =>
    act(event, ({ ctx, of }) =>
      triageReport(ctx, { reportId: of('reportId'), to: of('to') as 'inspect', note: of('note') }, event.locals.app.territory),
    ),
};
