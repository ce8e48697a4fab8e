// Opens one list in a thread of its own. Run by Node as it stands.
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '#server/platform/errors.ts';
import { readList } from './read-list.ts';
import type { FromThread } from './read-list-aside.ts';

/** Taking over a nation's rows at once would hold the server's thread: they go over in portions, each when it is asked for. */
const PORTION = 500;

function* read(): Generator<FromThread> {
  try {
    const { rows, ...list } = readList(...(workerData as Parameters<typeof readList>));
    for (let i = 0; i < rows.length; i += PORTION) yield { rows: rows.slice(i, i + PORTION) };
    yield { list };
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    yield { refused: { code: e.code, detail: e.detail, faults: e.faults } };
  }
}

const portions = read();
parentPort?.on('message', () => parentPort?.postMessage(portions.next().value));
