import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { WEB_ENV, WEB_FLAGS } from '../../scripts/flags.mjs';

/** CPU seconds that the living threads of a process have used so far (Linux; finer than the ticks of /proc/PID/stat). */
export function cpuSeconds(pid: number): number {
  let nanoseconds = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`))
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  return nanoseconds / 1e9;
}

export function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}

export type Started = { child: ChildProcess; pid: number; port: number; seconds: number };

/** Starts a Node program and waits until it prints `ready …PORT`. */
export async function start(file: string, env: Record<string, string>, input?: string): Promise<Started> {
  const begin = performance.now();
  const web = file === 'src/web.ts';
  const child = spawn(process.execPath, [...(web ? WEB_FLAGS : []), file], {
    env: { ...(web ? WEB_ENV : {}), ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (input !== undefined) child.stdin?.write(`${input}\n`);
  let out = '';
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      out += chunk;
      const found = /^ready .*?(\d+)$/m.exec(out);
      if (found) resolve(Number(found[1]));
    });
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}: ${out}`)));
  });
  return { child, pid: child.pid ?? 0, port, seconds: (performance.now() - begin) / 1000 };
}

export async function stop({ child }: Pick<Started, 'child'>): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await gone;
}
