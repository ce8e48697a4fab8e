// A trace made ready for the page: names instead of numbers, a picture and a table.
import type { App } from '#server/app-port.ts';
import { findPartners, type LotView, listHistory, type TraceLot, traceLot, tracePicture } from '#server/modules/traceability/index.ts';
import { showDay } from '#shared/dates.ts';
import type { Lang } from '#shared/lang.ts';
import { LOTS } from '#shared/messages/lots.ts';
import { codeBeside, lotName, shownAmount, shownUnit } from './mine.ts';

const ROWS = 300;

const inOrder = (a: TraceLot, b: TraceLot): number => (a.code ?? '').localeCompare(b.code ?? '', 'vi', { numeric: true }) || a.no - b.no;

/** Both sides of a lot. Quantities of lots that others made are theirs and stay out unless `all`. */
export async function traceOf(app: App, lang: Lang, lot: LotView, all: boolean, own: readonly string[]) {
  const w = LOTS[lang];
  const [back, ahead] = await Promise.all([traceLot(app.db, lot.no, 'back', 2_000), traceLot(app.db, lot.no, 'ahead', 2_000)]);
  const makerOf = (id: string | null) => (id ? (app.catalogue.producer(id)?.name ?? '') : '');
  const named = (l: TraceLot) => ({
    no: l.no,
    depth: l.depth,
    label: lotName(app, l),
    sub: [codeBeside(app, l), l.madeOn ? showDay(l.madeOn, lang) : ''].filter(Boolean).join(' · '),
  });
  const beyond = (lots: readonly TraceLot[]) => lots.filter((l) => l.depth > 0);
  const picture = tracePicture(
    { no: lot.no, depth: 0, label: lotName(app, lot), sub: codeBeside(app, lot), mark: lot.recalled ? 'recalled' : undefined },
    { lots: beyond(back.lots).map(named), edges: back.edges },
    { lots: beyond(ahead.lots).map(named), edges: ahead.edges },
    w.more,
  );
  const bySide = {
    back: beyond(back.lots).sort((a, b) => b.depth - a.depth || inOrder(a, b)),
    ahead: beyond(ahead.lots).sort((a, b) => a.depth - b.depth || inOrder(a, b)),
  };
  const listed = [...bySide.back.map((l) => l.no), lot.no, ...bySide.ahead.map((l) => l.no)].slice(0, ROWS);
  const partners = await findPartners(app.db, own, listed);
  const names = (no: number, way: 'from' | 'to') =>
    (partners.get(no)?.[way] ?? [])
      .map((p) => p.name ?? makerOf(p.producer))
      .filter(Boolean)
      .join(', ');
  const row = (side: 'back' | 'ahead' | 'self') => (l: TraceLot) => ({
    key: `${side}${l.no}`,
    side,
    depth: l.depth,
    name: lotName(app, l),
    code: codeBeside(app, l),
    maker: makerOf(l.maker),
    from: names(l.no, 'from'),
    to: names(l.no, 'to'),
    madeOn: l.madeOn ? showDay(l.madeOn, lang) : '',
    made:
      l.made !== null && (all || (l.maker !== null && own.includes(l.maker)))
        ? `${shownAmount(l.made, lang)} ${shownUnit(l.unit ?? '', lang)}`
        : '',
  });
  const self = back.lots.filter((l) => l.depth === 0).map(row('self'));
  const rows = [...bySide.back.map(row('back')), ...self, ...bySide.ahead.map(row('ahead'))];
  const count = (n: number) => shownAmount(n, lang);
  return {
    picture,
    rows: rows.slice(0, ROWS),
    hidden: Math.max(0, back.total + ahead.total + self.length - ROWS),
    ancestors: count(back.total),
    descendants: count(ahead.total),
  };
}

/** What was told of a lot; parties of others are not named. */
export async function historyOf(app: App, lang: Lang, lot: LotView, own: readonly string[]) {
  const w = LOTS[lang];
  const told = await listHistory(app.db, lot.no);
  return told.map((h) => {
    const mine = own.includes(h.owner);
    const others = h.moves.filter((m) => m.holder !== h.owner && (m.kind === 'arrive' || m.kind === 'make'));
    const amount = h.moves.find((m) => m.holder === h.owner && m.kind !== 'arrive')?.quantity;
    return {
      eventId: h.eventId,
      kind: w.kinds[h.kind],
      day: showDay(h.day, lang),
      who: app.catalogue.producer(h.owner)?.name ?? '',
      place: h.place ?? '',
      amount: mine && amount !== undefined ? `${shownAmount(amount, lang)} ${shownUnit(lot.unit, lang)}` : '',
      other: mine ? others.map((m) => m.name ?? app.catalogue.producer(m.holder)?.name ?? '').join(', ') : '',
      wrongSince: h.wrongSince ? showDay(h.wrongSince, lang) : undefined,
      mine,
    };
  });
}
