/** One measured line: what, ours, the limit or peer it stands beside, the ratio, and the target it was meant to reach. */
export type Line = { what: string; ours: string; beside: string; ratio: string; target: string; met: boolean | undefined };

export function printTable(title: string, lines: readonly Line[], conditions: string): void {
  const rows = [
    ['what', 'ours', 'limit or peer', 'ratio', 'target', ''],
    ...lines.map((l) => [l.what, l.ours, l.beside, l.ratio, l.target, l.met === undefined ? '' : l.met ? 'met' : 'MISSED']),
  ];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((r) => [...(r[i] ?? '')].length))) ?? [];
  console.log(`\n${title}`);
  for (const r of rows)
    console.log(
      r
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd(),
    );
  console.log(conditions);
}

export const median = (xs: readonly number[]): number => {
  const s = [...xs].sort((a, b) => a - b);
  const m = s.length >> 1;
  return s.length % 2 ? (s[m] ?? 0) : ((s[m - 1] ?? 0) + (s[m] ?? 0)) / 2;
};
