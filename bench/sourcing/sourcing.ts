// The optimiser through its endpoint: small orders against trying everything, classical location problems, the large cases, and what it
// saves against the two ways of buying without it. SANVAT_CASES sets the number of small orders (default 10,000).
import { availableParallelism, loadavg } from 'node:os';
import loadHighs from 'highs';
import { engineApi } from '../../src/server/modules/sourcing/engine/api.ts';
import { asPlainModel, byTryingAll, smallCase } from '../../src/server/modules/sourcing/engine/cases.ts';
import { breach } from '../../src/server/modules/sourcing/engine/check.ts';
import { solvers } from '../../src/server/modules/sourcing/engine/solvers.ts';
import type { Answer, Instance } from '../../src/server/modules/sourcing/index.ts';
import { type Line, printTable } from '../table.ts';
import { cheapestFirst, type Outcome, oneWinner, outcome } from './baselines.ts';
import { facilities, honey, manyLines, oneLine, places, seeded, year } from './instances.ts';

const CASES = Number(process.env.SANVAT_CASES ?? 10_000);

type Endpoint = { request: (path: string, init: RequestInit) => Response | Promise<Response> };

async function ask(api: Endpoint, i: Instance): Promise<{ answer: Answer; seconds: number; cpu: number; broken: string | undefined }> {
  const body = JSON.stringify(i);
  const from = performance.now();
  const before = process.cpuUsage();
  const response = await api.request('/sourcing/solve', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const answer = (await response.json()) as Answer;
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(before);
  return {
    answer,
    seconds,
    cpu: (user + system) / 1e6,
    broken: answer.status === 'infeasible' ? undefined : breach(i, answer.allocations, answer.short),
  };
}

const line = (what: string, ours: string, beside: string, ratio: string, target: string, met?: boolean): Line => ({
  what,
  ours,
  beside,
  ratio,
  target,
  met,
});
const s = (x: number) => `${x.toFixed(2)} s`;
const gapOf = (a: Answer) => (a.gap === null ? 'none' : `gap ${(a.gap * 100).toPrecision(2)} %`);

async function small(api: Endpoint): Promise<Line[]> {
  let equal = 0;
  let broken = 0;
  const from = performance.now();
  for (let n = 0; n < CASES; n++) {
    const i = smallCase(seeded(n * 7919 + 5));
    const best = byTryingAll(i);
    const r = await ask(api, i);
    if (r.broken) broken++;
    const same =
      best === undefined
        ? r.answer.status === 'infeasible'
        : r.answer.status === 'optimal' && Math.abs((r.answer.objective ?? Infinity) - best) <= 1e-6 * Math.max(1, best);
    if (same) equal++;
  }
  const seconds = (performance.now() - from) / 1000;
  return [
    line(`${CASES} small orders: equal to trying everything`, `${equal}`, `${CASES}`, (equal / CASES).toFixed(4), 'all', equal === CASES),
    line('of them: a condition broken', `${broken}`, '0', '', '0', broken === 0),
    line('a small order, through the endpoint', `${((seconds / CASES) * 1000).toFixed(1)} ms`, '', '', ''),
  ];
}

async function location(api: Endpoint): Promise<Line[]> {
  const lines: Line[] = [];
  const highs = await loadHighs();
  for (const [F, C, fixed, cap, total] of [
    [16, 50, 7_500, 5_000, 58_268],
    [25, 50, 12_500, 5_000, 58_268],
    [50, 50, 25_000, 15_000, 58_268],
  ] as const) {
    const i = facilities(F, C, F + fixed, fixed, cap, total);
    const { answer, seconds, broken } = await ask(api, i);
    const from = performance.now();
    const plain = highs.solve(asPlainModel(i), { output_flag: false, mip_rel_gap: 1e-9, time_limit: 60 });
    const theirs = (performance.now() - from) / 1000;
    const same = plain.Status !== 'Optimal' || Math.abs(plain.ObjectiveValue - (answer.objective ?? 0)) <= 1e-6 * plain.ObjectiveValue;
    lines.push(
      line(
        `location ${F} × ${C}, fixed ${fixed}`,
        `${answer.status} ${(answer.objective ?? 0).toFixed(3)} in ${s(seconds)}`,
        `one plain model: ${plain.Status} ${plain.ObjectiveValue.toFixed(3)} in ${s(theirs)}`,
        `${(theirs / seconds).toFixed(1)} ×`,
        'same optimum, ≤ 60 s',
        same && answer.status === 'optimal' && !broken,
      ),
    );
  }
  for (const [capacity, least, most] of [
    [8_000, 1_365_000, 2_255_000],
    [5_000, 600_000, 1_000_000],
    [5_750, 397_000, 659_000],
  ] as const) {
    const { answer, seconds, cpu, broken } = await ask(api, places(100, 1_000, capacity, capacity, least, most));
    lines.push(
      line(
        `location 100 × 1,000, capacity ${capacity}`,
        `${answer.status} ${(answer.objective ?? 0).toFixed(3)}, ${gapOf(answer)} in ${s(seconds)}, CPU ${s(cpu)}`,
        '60 s',
        (seconds / 60).toFixed(2),
        'optimal, ≤ 60 s',
        answer.status === 'optimal' && seconds <= 60 && !broken,
      ),
    );
  }
  return lines;
}

async function large(api: Endpoint): Promise<Line[]> {
  const lines: Line[] = [];
  const one = await ask(api, oneLine(2_000, 3));
  lines.push(
    line(
      '1 line × 2,000 suppliers',
      `${one.answer.status} in ${s(one.seconds)}, CPU ${s(one.cpu)}`,
      '2 s',
      (one.seconds / 2).toFixed(2),
      'optimal, ≤ 2 s',
      one.answer.status === 'optimal' && one.seconds <= 2 && !one.broken,
    ),
  );
  const many = await ask(api, manyLines(200, 500, 4, 18));
  lines.push(
    line(
      '200 lines × 500 suppliers',
      `${gapOf(many.answer)} in ${s(many.seconds)}, CPU ${s(many.cpu)}`,
      '1 %, 20 s',
      (many.seconds / 20).toFixed(2),
      'gap ≤ 1 %, ≤ 20 s',
      (many.answer.gap ?? 1) <= 0.01 && many.seconds <= 20 && !many.broken,
    ),
  );
  for (const lots of [false, true]) {
    const months = await ask(api, year(8_476, 5, lots, 4));
    lines.push(
      line(
        `8,476 producers × 12 months${lots ? ', lots' : ''}`,
        `${months.answer.status}, ${gapOf(months.answer)} in ${s(months.seconds)}, CPU ${s(months.cpu)}`,
        '5 s',
        (months.seconds / 5).toFixed(2),
        '≤ 5 s',
        months.seconds <= 5 && !months.broken,
      ),
    );
  }
  return lines;
}

async function baselines(api: Endpoint): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [name, i] of [
    ['12 t honey, 4 deliveries, 60 producers', honey(60, 7)],
    ['60 lines × 150 suppliers', manyLines(60, 150, 8, 8)],
  ] as const) {
    const { answer } = await ask(api, i);
    const ours = outcome(i, answer.allocations);
    const each = (o: Outcome) => (o.delivered > 0 ? Math.round(o.cost / o.delivered) : 0);
    for (const [how, other] of [
      ['cheapest first', cheapestFirst(i)],
      ['one winner a line', oneWinner(i)],
    ] as const) {
      const fill = (o: Outcome) => `${((o.delivered / o.asked) * 100).toFixed(0)} %`;
      lines.push(
        line(
          `${name}: cost a unit`,
          `${each(ours)} đ, filled ${fill(ours)}, ${ours.small} small of ${ours.suppliers}`,
          `${how}: ${each(other)} đ, filled ${fill(other)}, ${other.small} small of ${other.suppliers}`,
          other.delivered > 0 ? (each(ours) / each(other)).toFixed(3) : '–',
          '',
        ),
      );
    }
  }
  return lines;
}

export async function benchSourcing(): Promise<Line[]> {
  const api = engineApi({ clock: () => new Date('2026-11-22T00:00:00Z') }) as unknown as Endpoint;
  try {
    // The first order starts the thread.
    await ask(api, smallCase(seeded(1)));
    const lines = [...(await small(api)), ...(await location(api)), ...(await large(api)), ...(await baselines(api))];
    printTable(
      'Sourcing',
      lines,
      `POST /api/v1/sourcing/solve without a network, solver threads as in the server, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}, Node ${process.version}`,
    );
    return lines;
  } finally {
    await solvers().close();
  }
}
