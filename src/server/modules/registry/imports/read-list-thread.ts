// Opens one list in a thread of its own. Run by Node as it stands.
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '#server/platform/errors.ts';
import { readList } from './read-list.ts';
import type { FromThread } from './read-list-aside.ts';

function read(): FromThread {
  try {
    return { list: readList(...(workerData as Parameters<typeof readList>)) };
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    return { refused: { code: e.code, detail: e.detail, faults: e.faults } };
  }
}

parentPort?.postMessage(read());
