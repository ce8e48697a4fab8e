// The report of a recall on paper.
import { writePdf } from '#server/platform/pdf.ts';
import type { Lang } from '#shared/lang.ts';

export type ReportData = {
  recall: {
    id: string;
    product: string;
    producer: string;
    level: string;
    reason: string;
    advice: string;
    since: string;
    closedOn: string | undefined;
    openedBy: string;
    report: string | null;
    recovered: string;
    lots: number;
    answered: number;
    holders: number;
  };
  lots: readonly { label: string; named: boolean; made: string; left: string }[];
  holders: readonly { name: string; told: boolean; held: string; answer: string; back: string; answeredOn: string }[];
};
type Words = Record<
  | 'recalls'
  | 'product'
  | 'producer'
  | 'level'
  | 'reason'
  | 'advice'
  | 'openedBy'
  | 'report'
  | 'recovered'
  | 'holders'
  | 'holder'
  | 'held'
  | 'answer'
  | 'told'
  | 'byHand'
  | 'byNotice'
  | 'lot'
  | 'quantity'
  | 'byName'
  | 'byTrace'
  | 'close'
  | 'recallNo',
  string
> & {
  since: (d: string) => string;
  closedOn: (d: string) => string;
  progress: (answered: number, holders: number) => string;
  lotsOf: (n: number) => string;
  back: (n: string) => string;
};

/** A4, in one language; the same data and instant give the same bytes. */
export const recallReport = (data: ReportData, w: Words, lang: Lang, date: Date): Promise<Uint8Array> =>
  writePdf({ title: `${w.recalls}: ${data.recall.product}`, lang, date }, (paper) => {
    const { recall } = data;
    paper.heading(`${w.recalls}: ${recall.product}`, 1);
    paper.field(w.recallNo, recall.id);
    paper.field(w.producer, recall.producer);
    paper.field(w.level, recall.level);
    paper.field(w.openedBy, `${recall.openedBy}, ${w.since(recall.since)}`);
    paper.field(w.reason, recall.reason);
    paper.field(w.advice, recall.advice);
    if (recall.closedOn) paper.field(w.close, w.closedOn(recall.closedOn));
    if (recall.report) paper.field(w.report, recall.report);
    if (recall.recovered) paper.field(w.recovered, recall.recovered);
    paper.heading(`${w.holders}: ${w.progress(recall.answered, recall.holders)}`, 2);
    paper.table(
      [
        { title: w.holder, share: 4 },
        { title: w.told, share: 3 },
        { title: w.held, share: 2 },
        { title: w.answer, share: 4 },
      ],
      data.holders.map((h) => [
        h.name,
        h.told ? w.byNotice : w.byHand,
        h.held,
        [h.answer, h.back && w.back(h.back), h.answeredOn].filter(Boolean).join(', '),
      ]),
    );
    paper.heading(w.lotsOf(recall.lots), 2);
    paper.table(
      [
        { title: w.lot, share: 5 },
        { title: w.quantity, share: 2 },
        { title: '', share: 2 },
      ],
      data.lots.map((l) => [l.label, l.made, l.named ? w.byName : w.byTrace]),
    );
  });
