// A filled score sheet as tables: part by part, what was chosen, the points that count.
import type { Paper } from '#server/platform/pdf.ts';
import { readAnswers } from '../rules/read-answers.ts';
import { pointsOf } from '../rules/score.ts';
import { findRuleset } from '../rulesets/known.ts';
import { findSet } from '../rulesets/view.ts';

export type FilledSheet = {
  ruleset: string;
  set: number;
  answers: Record<string, string>;
  notApplicable: Record<string, string>;
  knockouts: readonly string[];
};

const number = (n: number) => String(n).replace('.', ',');

/** `evidence`: names of the papers by criterion; then the table has a column for them. */
export function sheetTable(p: Paper, filled: FilledSheet, evidence?: ReadonlyMap<string, readonly string[]>): void {
  const view = findSet(filled.ruleset, filled.set);
  const sheet = findRuleset(filled.ruleset)?.sheets.get(filled.set);
  if (!view || !sheet) return;
  const { claims } = readAnswers(sheet, { ...filled, knockouts: [...filled.knockouts] });
  const counted = pointsOf(sheet, claims);
  const points = new Map(sheet.criteria.map((c, i) => [c.code, counted[i] ?? 0]));
  for (const part of view.parts) {
    const sum = part.sections.flatMap((s) => s.criteria).reduce((n, c) => n + (points.get(c.code) ?? 0), 0);
    p.heading(`Phần ${part.code}. ${part.name.vi}: ${number(sum)} / ${part.max} điểm`, 3);
    const rows = part.sections.flatMap((s) => s.criteria.map((c) => row(c, filled, points, evidence)));
    p.table(
      [
        { title: 'Mã', share: 1 },
        { title: 'Tiêu chí', share: 5 },
        { title: evidence ? 'Mức tự đánh giá' : 'Mức chấm', share: 5 },
        ...(evidence ? [{ title: 'Minh chứng', share: 4 }] : []),
        { title: 'Điểm', share: 1.5, align: 'right' as const },
      ],
      rows,
      { size: 8.5 },
    );
  }
  if (filled.knockouts.length > 0) {
    p.heading('Điều loại', 3);
    for (const k of view.knockouts.filter((x) => filled.knockouts.includes(x.id))) p.paragraph(`${k.id}: ${k.label.vi} (${k.article})`);
  }
}

type Criterion = NonNullable<ReturnType<typeof findSet>>['parts'][number]['sections'][number]['criteria'][number];
function row(
  c: Criterion,
  filled: FilledSheet,
  points: ReadonlyMap<string, number>,
  evidence: ReadonlyMap<string, readonly string[]> | undefined,
): string[] {
  const chosen = c.options.find((o) => o.id === filled.answers[c.code]);
  const reason = filled.notApplicable[c.code];
  const said = reason ? `Không áp dụng: ${reason}` : (chosen?.label.vi ?? '');
  const stars = chosen?.gateStar ? ` (dấu ${chosen.gateStar} sao)` : '';
  return [
    c.code,
    c.within ? `${c.within.title.vi}: ${c.title.vi}` : c.title.vi,
    said + stars,
    ...(evidence ? [(evidence.get(c.code) ?? []).join('; ')] : []),
    `${number(points.get(c.code) ?? 0)} / ${c.max}`,
  ];
}
