import { error, fail } from '@sveltejs/kit';
import { FORM_UNITS, listLots, listParties, recordStep, STEPS, type Step } from '#server/modules/traceability/index.ts';
import { dayOf } from '#shared/dates.ts';
import { isId } from '#shared/ids.ts';
import { type Lang, localPath } from '#shared/lang.ts';
import { LOTS } from '#shared/messages/lots.ts';
import { act, requestKey, type Sent } from '../../../../act.ts';
import { lotName, mine, shownAmount, shownUnit } from '../../mine.ts';
import type { Actions, PageServerLoad } from './$types';

const LOTS_SHOWN = 100;
const HOUSEHOLD_ROWS = 6;

const stepOf = (text: string): Step => {
  const step = STEPS.find((s) => s === text);
  if (!step) error(404, { message: '404', code: 'not_found' });
  return step;
};

/** One step, one screen. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, lang } = locals;
  const step = stepOf(params.step);
  const { producer, producers } = await mine(locals, url);
  const today = dayOf(app.clock());
  const lots = producer ? (await listLots(app.db, { producer, page: 1, pageSize: LOTS_SHOWN })).items : [];
  const usable = lots.filter((l) => (step === 'receive' ? l.arriving > 0 : l.left > 0));
  const parties = producer ? await listParties(app.db, producer) : [];
  return {
    step,
    producer,
    producers,
    today,
    rows: HOUSEHOLD_ROWS,
    units: FORM_UNITS.map((value) => ({ value, label: shownUnit(value, lang) })),
    products: producer ? (app.catalogue.producer(producer)?.products ?? []).map((p) => ({ value: p.id, label: p.name })) : [],
    lots: usable.map((l) => ({
      no: l.no,
      held: l.recalled,
      max: step === 'receive' ? l.arriving : l.left,
      label: `${lotName(app, l)}${l.code ? ` · ${l.code}` : ''}`,
      left: `${shownAmount(step === 'receive' ? l.arriving : l.left, lang)} ${shownUnit(l.unit, lang)}`,
    })),
    chosen: Number(url.searchParams.get('lo')) || undefined,
    households: parties.filter((p) => p.kind === 'household').map((p) => p.name),
    businesses: parties.filter((p) => p.kind === 'business').map((p) => p.name),
    suggestion: `${today.slice(2).replaceAll('-', '')}-${(lots.length % 99) + 1}`,
    requestId: requestKey(),
  };
};

/** Deliveries from the rows and from the pasted list; commas and points both part decimals. */
function deliveries({ form, of }: Sent): { name: string; quantity: number }[] {
  const names = form.getAll('household').map(String);
  const amounts = form.getAll('amount').map(String);
  const rows = names.map((name, i) => [name.trim(), amounts[i] ?? ''] as const);
  const pasted = of('list')
    .split('\n')
    .map((l) => [l.slice(0, Math.max(0, l.lastIndexOf(';'))).trim(), l.slice(l.lastIndexOf(';') + 1)] as const);
  return [...rows, ...pasted].flatMap(([name, n]) => (name || n.trim() ? [{ name, quantity: amount(n) }] : []));
}
const amount = (text: string): number => Number(text.trim().replace(',', '.'));

/** Which field a fault is about, in the words of the form: `from.3.quantity` is the fourth household's amount. */
function fieldOf(path: string, lang: Lang): string {
  const w = LOTS[lang];
  const [first = '', n, last] = path.split('.');
  const names: Record<string, string> = {
    ...w,
    from: w.household,
    inputs: w.inputs,
    productId: w.whatMade,
    toName: w.to,
    toProducer: w.to,
  } as never;
  const label = names[last === 'quantity' || last === undefined ? (last ?? first) : first];
  if (typeof label !== 'string') return '';
  return n === undefined ? label : `${first === 'from' ? w.household : w.lot} ${Number(n) + 1}, ${label.toLowerCase()}`;
}

export const actions: Actions = {
  default: async (event) => {
    const refused = await act(
      event,
      async (sent) => {
        const { of, maybe, ctx, form } = sent;
        const step = stepOf(event.params.step);
        const to = of('to');
        const input = {
          step,
          producer: of('producer'),
          day: of('day'),
          requestId: of('requestId'),
          code: maybe('code'),
          productId: maybe('productId'),
          name: maybe('name'),
          quantity: step === 'buy' ? undefined : amount(of('quantity')),
          unit: maybe('unit'),
          bestBefore: maybe('bestBefore'),
          from: deliveries(sent),
          inputs: [...form.entries()].flatMap(([k, v]) =>
            k.startsWith('use-') && String(v).trim() ? [{ lot: Number(k.slice(4)), quantity: amount(String(v)) }] : [],
          ),
          lot: Number(of('lot')),
          toProducer: isId(to.toUpperCase()) ? to.toUpperCase() : undefined,
          toName: to && !isId(to.toUpperCase()) ? to : undefined,
          what: of('what'),
          lab: maybe('lab'),
          passed: form.has('passed'),
        };
        const { captureId } = await recordStep(ctx, input as never, event.locals.app.territory, event.locals.app.origin);
        return { producer: input.producer, captureId };
      },
      ({ producer, captureId }: { producer: string; captureId: string }) =>
        `${localPath('/my/lo', event.locals.lang)}?${new URLSearchParams({ 'chu-the': producer, lan: captureId, xong: '1' })}`,
    );
    const faults = refused.data.faults.map((f) => {
      const field = fieldOf(f.path, event.locals.lang);
      return { path: f.path, message: field ? `${field}: ${f.message}` : f.message };
    });
    return fail(refused.status, { ...refused.data, faults });
  },
};
