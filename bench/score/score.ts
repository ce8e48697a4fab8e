// Scoring and planning in-process: sheets as they arrive (codes as text) → score, and the slowest plan of any set.
import { findSet, LIVE_RULESET, planSheet, type ScoreQuestion, scoreSheet } from '../../src/server/modules/assessment/index.ts';
import { type Line, median, printTable } from '../table.ts';

const SHEETS = 2_000;
const PLANS_PER_SET = 40;

/** The same sheets on every run. */
function random(seed: number): () => number {
  let s = seed;
  return () => {
    s = (Math.imul(s, 1_664_525) + 1_013_904_223) >>> 0;
    return s / 2 ** 32;
  };
}

function fill(no: number, next: () => number): ScoreQuestion {
  const criteria = findSet(LIVE_RULESET, no)?.parts.flatMap((p) => p.sections.flatMap((s) => s.criteria)) ?? [];
  const answers: Record<string, string> = {};
  for (const c of criteria) {
    const pick = Math.floor(next() * (c.options.length + 1)) - 1;
    const option = c.options[pick];
    if (option) answers[c.code] = option.id;
  }
  return { ruleset: LIVE_RULESET, set: no, answers };
}

export function benchScore(): Line[] {
  const next = random(26);
  const sheets = Array.from({ length: SHEETS }, (_, i) => fill((i % 26) + 1, next));
  const rates: number[] = [];
  for (let round = 0; round < 12; round++) {
    const from = performance.now();
    for (const sheet of sheets) scoreSheet(sheet);
    if (round > 1) rates.push((SHEETS / (performance.now() - from)) * 1000);
  }
  const perSecond = Math.round(median(rates));

  const times: number[] = [];
  for (let no = 1; no <= 26; no++)
    for (let i = 0; i < PLANS_PER_SET; i++) {
      const sheet = i === 0 ? { ruleset: LIVE_RULESET, set: no, answers: {} } : fill(no, next);
      const from = performance.now();
      planSheet({ ...sheet, targetStar: 3 + (i % 3) });
      times.push(performance.now() - from);
    }
  const slowest = Math.max(...times);

  const lines: Line[] = [
    {
      what: 'sheets scored',
      ours: `${perSecond.toLocaleString('en')}/s`,
      beside: '20,000/s',
      ratio: `${(perSecond / 20_000).toFixed(1)} ×`,
      target: '≥ 20,000/s',
      met: perSecond >= 20_000,
    },
    {
      what: 'plan, slowest of all sets',
      ours: `${slowest.toFixed(1)} ms`,
      beside: '200 ms',
      ratio: `${(slowest / 200).toFixed(2)} ×`,
      target: '≤ 200 ms',
      met: slowest <= 200,
    },
    { what: 'plan, median', ours: `${median(times).toFixed(2)} ms`, beside: '', ratio: '', target: '', met: undefined },
  ];
  printTable('Assessment', lines, `in-process, ${SHEETS} random sheets × 10 rounds, ${times.length} plans, Node ${process.version}`);
  return lines;
}
