// The machine dies at any moment: the next start recovers, what was committed is there, what was not is gone as a whole.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startServer } from './support/server.ts';

const KILLS = Number(process.env.SANVAT_KILLS ?? 4);
const PATIENCE = 60_000 + KILLS * 45_000;
const ROWS = 3000;
const dir = mkdtempSync(path.join(tmpdir(), 'sanvat-kill-'));
chmodSync(dir, 0o711); // the database's user must pass
const env = { SANVAT_DATA: path.join(dir, 'data'), SANVAT_SAMPLE: '0', DATABASE_URL: '' };

afterAll(() => {
  postmaster('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

function list(name: string, n: number, star: 3 | 4): string {
  const file = path.join(dir, `${name}-${star}.csv`);
  const rows = Array.from(
    { length: n },
    (_, i) =>
      `Mật ong ${name} số ${i},HTX Nông nghiệp ${name} ${i % 400},HTX,xã Lũng Cú,,tỉnh Tuyên Quang,${star},${100 + (i % 9)}/QĐ-UBND,2025-09-${String(1 + (i % 28)).padStart(2, '0')}`,
  );
  writeFileSync(file, ['name,producer,producer_type_stated,commune,district,province,stars,decision_no,decision_date', ...rows].join('\n'));
  return file;
}

const importing = (file: string): ChildProcess =>
  spawn(process.execPath, ['src/cli.ts', 'import', 'products', file, '--layout', 'csv', '--json'], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
    detached: true,
  });

function postmaster(signal: NodeJS.Signals): void {
  try {
    process.kill(Number(readFileSync(path.join(env.SANVAT_DATA, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), signal);
  } catch {} // not running
}

const verify = () => {
  const r = spawnSync(process.execPath, ['src/cli.ts', 'audit', 'verify', '--json'], { env: { ...process.env, ...env }, encoding: 'utf8' });
  return { status: r.status, said: r.stderr };
};

it(
  `recovers from ${KILLS} kills during imports and corrections, with and without the database`,
  async () => {
    expect(verify()).toEqual({ status: 0, said: '' }); // the house is made before the first kill
    let kept = 0;
    for (let n = 0; n < KILLS; n++) {
      // every third time an office corrects the list before: all its stars, or none
      const child = importing(n % 3 === 2 ? list(`dot-${n - 1}`, ROWS, 4) : list(`dot-${n}`, ROWS, 3));
      await Promise.race([once(child, 'exit'), new Promise((done) => setTimeout(done, 900 + ((n * 733) % 2600)))]);
      const finished = child.exitCode === 0;
      if (!finished && child.pid) {
        process.kill(-child.pid, 'SIGKILL');
        if (n % 2) postmaster('SIGKILL');
      }
      const server = await startServer(env);
      const { total, facets } = (await (await fetch(`${server.url}/api/v1/products?status=any`)).json()) as {
        total: number;
        facets: { star: { value: string; count: number }[] };
      };
      await server.stop();
      expect((total - kept) % ROWS, `after kill ${n}: ${total} products`).toBe(0);
      const corrected = facets.star.find((f) => f.value === '4')?.count ?? 0;
      expect(corrected % ROWS, `after kill ${n}: ${corrected} corrected`).toBe(0);
      if (finished) expect(n % 3 === 2 ? corrected : total).toBeGreaterThanOrEqual(ROWS);
      kept = total;
      expect(verify()).toEqual({ status: 0, said: '' });
    }
  },
  PATIENCE,
);
