// Threads that hang, die or are left: the server goes on, and whoever waits gets what there was.
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSolvers, MOST_WAITING, type Solvers } from './solvers.ts';
import type { Answer, Instance } from './types.ts';

let dir: string;
let pool: Solvers | undefined;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'solvers-'));
});
afterEach(() => pool?.close());
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A thread of another make: hangs, dies or answers as the instance's first id says. */
function strange(size = 1, reserved = 0): Solvers {
  const file = path.join(dir, 'strange.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', ({ id, instance }) => {
       const how = instance.demands[0].id;
       parentPort.postMessage({ id, seconds: instance.limits.seconds });
       if (how.startsWith('best')) parentPort.postMessage({ id, best: { status: 'feasible', objective: 7 } });
       if (how.endsWith('hang')) for (;;);
       if (how.endsWith('die')) process.exit(3);
       if (how.endsWith('throw')) setTimeout(() => { throw new Error('out of memory'); }, 1);
       if (how === 'answer') parentPort.postMessage({ id, done: { status: 'optimal', objective: 1 } });
     });`,
  );
  pool = createSolvers(size, file, reserved);
  return pool;
}
const job = (how: string, seconds = 0.05) => ({
  kind: 'solve' as const,
  instance: { demands: [{ id: how, quantity: 1 }], suppliers: [], limits: { seconds: seconds - 4 } } satisfies Instance,
});

describe('solver threads', () => {
  it('stops a hung thread at its limit, answers with the best so far and starts another', async () => {
    const s = strange();
    await expect(s.run(job('best hang'))).resolves.toMatchObject({ status: 'feasible', objective: 7 });
    await expect(s.run(job('hang'))).rejects.toMatchObject({ code: 'not_ready' });
    await expect(s.run(job('answer'))).resolves.toMatchObject({ status: 'optimal' });
  });

  it('outlives a thread that dies or throws', async () => {
    const s = strange();
    await expect(s.run(job('best die', 10))).resolves.toMatchObject({ objective: 7 });
    await expect(s.run(job('die', 10))).rejects.toMatchObject({ code: 'not_ready' });
    await expect(s.run(job('best throw', 10))).resolves.toMatchObject({ objective: 7 });
    await expect(s.run(job('answer', 10))).resolves.toMatchObject({ objective: 1 });
  });

  it('lets a bounded number wait and refuses the next; the withdrawn make room', async () => {
    const s = strange();
    const stop = new AbortController();
    const running = s.run(job('hang', 30), stop.signal);
    const queued = Array.from({ length: MOST_WAITING }, () => s.run(job('answer', 10)));
    await expect(s.run(job('answer', 10))).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(s.state()).toMatchObject({ running: 1, waiting: MOST_WAITING });
    stop.abort();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    expect((await Promise.all(queued)).length).toBe(MOST_WAITING);
  });

  it('answers a small order while large ones keep every other thread', async () => {
    const s = strange(1, 1);
    const many = Array.from({ length: 40 }, (_, i) => ({ id: `s${i}`, capacity: 1, unitPrice: 1 }));
    const large = (how: string) => {
      const demands = [how, ...Array.from({ length: 39 }, (_, i) => `d${i}`)].map((id) => ({ id, quantity: 1 }));
      return { kind: 'solve' as const, instance: { demands, suppliers: many, limits: { seconds: 30 } } satisfies Instance };
    };
    const stop = new AbortController();
    const heavy = s.run(large('hang'), stop.signal);
    const behind = Array.from({ length: MOST_WAITING }, () => s.run(large('answer')));
    await expect(s.run(large('answer'))).rejects.toMatchObject({ code: 'too_many_requests' });
    for (let i = 0; i < 3; i++) await expect(s.run(job('answer', 10))).resolves.toMatchObject({ status: 'optimal' });
    expect(s.state()).toMatchObject({ running: 1, waiting: MOST_WAITING });
    stop.abort();
    await expect(heavy).rejects.toMatchObject({ name: 'AbortError' });
    expect((await Promise.all(behind)).length).toBe(MOST_WAITING);
  });

  it('solves in the real thread while the event loop stays free', async () => {
    pool = createSolvers(2);
    const suppliers = Array.from({ length: 60 }, (_, i) => ({
      id: `s${i}`,
      capacity: 40 + ((i * 7) % 31),
      unitPrice: 100 + ((i * 13) % 17),
      fixedCost: 500 + ((i * 29) % 97),
      minLot: 7,
      lotStep: 3,
    }));
    const demands = Array.from({ length: 20 }, (_, i) => ({ id: `d${i}`, quantity: 31 + i }));
    const instance: Instance = { demands, suppliers, rules: { maxSuppliers: 30 }, limits: { seconds: 2 } };
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const answers = (await Promise.all([1, 2, 3].map(() => pool?.run({ kind: 'solve', instance })))) as Answer[];
    clearInterval(timer);
    for (const a of answers) expect(['optimal', 'feasible']).toContain(a.status);
    expect(turns).toBeGreaterThan(5);
  });
});
