// The picture of the route, drawn from the table alone: docs/states/dossier.md holds it, a test keeps it true.
import { CLOCKS, FINAL, STATES, STEPS } from './states.ts';

const CLOCK_WORDS = { local: '15 ngày làm việc', written: '45 ngày (đánh giá lại)' };

/** A Mermaid state diagram: every state, every move with its verb and unit. */
export function drawStates(): string {
  const lines = ['stateDiagram-v2', '  [*] --> draft'];
  for (const s of STEPS) lines.push(`  ${s.from} --> ${s.to}: ${s.move} · ${s.verb} · ${s.at}`);
  for (const state of FINAL) lines.push(`  ${state} --> [*]`);
  for (const state of STATES) {
    const clock = CLOCKS[state];
    if (clock) lines.push(`  note right of ${state}: ${CLOCK_WORDS[clock]}`);
  }
  return lines.join('\n');
}

/** The whole page. */
export function statesPage(): string {
  const rows = STEPS.map((s) => `| ${s.from} | ${s.move} | ${s.to} | ${s.verb} | ${s.at} | ${s.article} |`);
  return [
    '# The route of a dossier',
    '',
    'Drawn from `src/server/modules/assessment/dossiers/rules/states.ts`; a test fails when this page is not what the table says.',
    'Articles are of QĐ 26/2026/QĐ-TTg.',
    '',
    '```mermaid',
    drawStates(),
    '```',
    '',
    '| from | move | to | right | where | article |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
