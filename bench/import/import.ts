// How long an office's whole list takes: 17,068 rows in the 21-column workbook, into an empty register, then once more.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Line, printTable } from '../table.ts';

const LIMIT_SECONDS = 20;

function sanvat(args: string[], env: Record<string, string>): { seconds: number; out: string } {
  const begin = performance.now();
  const r = spawnSync(process.execPath, ['src/cli.ts', ...args], { env: { ...process.env, ...env }, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (r.status !== 0) throw new Error(`${args.join(' ')}: ${r.status} ${r.stderr.slice(-2000)} ${r.stdout.slice(-2000)}`);
  return { seconds: (performance.now() - begin) / 1000, out: r.stdout };
}

export async function benchImport(env: Record<string, string>): Promise<Line[]> {
  const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-bench-import-'));
  const lines: Line[] = [];
  try {
    for (const [layout, file] of [
      ['workbook21', 'list.xlsx'],
      ['csv', 'list.csv'],
    ] as const) {
      const list = path.join(dir, file);
      sanvat(['export', 'products', list, '--layout', layout, '--as-of', '2025-07-31'], env);
      const empty = { ...env, SANVAT_SAMPLE: '0', SANVAT_DATA: path.join(dir, layout) };
      const open = sanvat(['audit', 'verify'], empty); // creates the cluster
      const base = sanvat(['audit', 'verify'], empty); // what opening and closing alone costs
      const first = sanvat(['import', 'products', list, '--layout', layout, '--json'], empty);
      const second = sanvat(['import', 'products', list, '--layout', layout, '--json'], empty);
      const { rows, created, needsPerson, rejected } = JSON.parse(first.out);
      const again = JSON.parse(second.out);
      const what = `${layout}: ${rows} rows (${created} created, ${needsPerson.length} need a person, ${rejected.length} rejected)`;
      lines.push({
        what,
        ours: `${first.seconds.toFixed(1)} s, of it ${base.seconds.toFixed(1)} s start and stop`,
        beside: `${LIMIT_SECONDS} s`,
        ratio: (LIMIT_SECONDS / first.seconds).toFixed(1),
        target: `≤ ${LIMIT_SECONDS} s`,
        met: first.seconds <= LIMIT_SECONDS,
      });
      lines.push({
        what: `${layout}: the same file again`,
        ours: `${second.seconds.toFixed(1)} s, ${again.unchanged} unchanged`,
        beside: `${open.seconds.toFixed(1)} s to create an empty house`,
        ratio: '',
        target: 'nothing changes',
        met: again.created === 0 && again.updated === 0,
      });
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
  printTable(
    'Import through the command line (process start to end)',
    lines,
    `Node ${process.version}; embedded PostgreSQL, durable commits`,
  );
  return lines;
}
