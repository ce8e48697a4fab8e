// The real product as its own process, on a database of its own, for journeys and for kills.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { WEB_ENV, WEB_FLAGS } from '../../scripts/flags.mjs';

export type Running = { url: string; process: ChildProcess; output: () => string; stop: () => Promise<number | null> };

/** Starts src/web.ts on a free port and waits for its line `ready …`. Throws with the output when it ends before. */
export async function startServer(env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [...WEB_FLAGS, path.resolve('src/web.ts')], {
    env: { ...WEB_ENV, ...process.env, PORT: '0', LOG_LEVEL: 'warn', NODE_ENV: 'production', VITEST: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /^ready (http:\S+)$/m.exec(output);
      if (ready?.[1]) resolve(ready[1]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${output}`)));
  });
  return {
    url,
    process: child,
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
