// Recalls made ready for pages.
import type { App } from '#server/app-port.ts';
import { getRecall, listHolders, listRecallLots, type RecallView } from '#server/modules/traceability/index.ts';
import { showDay } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';
import { LOTS } from '#shared/messages/lots.ts';
import { codeBeside, lotName, shownAmount, shownUnit } from './mine.ts';

export const recallRow = (app: App, lang: Lang, r: RecallView) => ({
  id: r.id,
  product: app.catalogue.product(r.productId)?.name ?? r.productId,
  producer: app.catalogue.producer(r.producerId)?.name ?? '',
  level: LOTS[lang].levels[r.level],
  reason: r.reason[lang],
  since: showDay(r.since, lang),
  closedOn: r.closedOn ? showDay(r.closedOn, lang) : undefined,
  lots: r.lots,
  answered: r.answered,
  holders: r.holders,
  sample: r.sample,
});

/** A page shows so many lots; a report holds them all. */
export const LOTS_ON_PAGE = 300;
export const LOTS_ON_PAPER = 50_000;

/** One recall with its lots and holders. Households are named, and phones told, to their own producer alone; a mere holder reads of its own lots. */
export async function recallOf(app: App, lang: Lang, id: string, own: readonly string[], { most = LOTS_ON_PAGE, official = false } = {}) {
  const recall = await getRecall(app.db, id);
  const mine = own.includes(recall.producerId);
  const part = mine || official ? undefined : own;
  const [lots, holders] = await Promise.all([listRecallLots(app.db, id, most, part), listHolders(app.db, id)]);
  const units = [...new Set(lots.map((l) => l.unit ?? 'H87'))];
  /** An amount typed into a form has no unit; where all lots share one, it is that. */
  const typed = (n: number | null) =>
    n === null ? '' : [shownAmount(n, lang), units.length === 1 ? shownUnit(units[0] ?? '', lang) : ''].filter(Boolean).join(' ');
  const byKind = (kind: string, i: number) => holders.slice(0, i + 1).filter((h) => h.kind === kind).length;
  return {
    recall: {
      ...recallRow(app, lang, recall),
      productId: recall.productId,
      producerId: recall.producerId,
      provinceCode: recall.provinceCode,
      advice: recall.advice[lang],
      openedBy: recall.openedBy,
      report: recall.report,
      recovered: typed(recall.recovered),
      ...(part ? { lots: lots.length } : {}),
    },
    lots: lots.map((l) => ({
      no: l.no,
      label: [lotName(app, l), codeBeside(app, l)].filter(Boolean).join(' · '),
      named: l.named,
      made: l.made > 0 ? `${shownAmount(l.made, lang)} ${shownUnit(l.unit ?? 'H87', lang)}` : '',
      left: `${shownAmount(l.left, lang)} ${shownUnit(l.unit ?? 'H87', lang)}`,
    })),
    holders: holders.map((h, i) => ({
      holder: h.holder,
      name: h.kind === 'household' && !mine ? `${LOTS[lang].unnamed} ${byKind('household', i)}` : h.name,
      told: h.told,
      phone: mine ? (h.phone ?? '') : '',
      held: h.held.replace(/\b(KGM|GRM|TNE|LTR|MLT|H87)\b/g, (u) => shownUnit(u, lang)),
      answer: h.answer ?? '',
      back: typed(h.quantity),
      answeredOn: h.answeredOn ? showDay(h.answeredOn, lang) : '',
    })),
  };
}

/** A number as people type it, with a decimal comma; undefined where nothing was typed. */
export const typedNumber = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text.replace(/\s/g, '').replace(',', '.'));
