// A workbook may unpack to a thousand times its size: everybody else goes on being answered while it is opened.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#server/platform/errors.ts';
import { ROOT } from '#server/platform/root.ts';
import { isZip, type List, readList } from './read-list.ts';
import { tooLarge } from './sheet.ts';
import { openZip } from './zip.ts';

export type FromThread = { rows: List['rows'] } | { list: Omit<List, 'rows'> } | { refused: Pick<AppError, 'code' | 'detail' | 'faults'> };

const THREAD = path.join(ROOT, 'src/server/modules/registry/imports/read-list-thread.ts');
/** Opened in a moment: not worth a thread. A workbook counts by what it unpacks to as well. */
const SMALL = 16 * 1024;
const SMALL_UNPACKED = 256 * 1024;
const isSmall = (bytes: Uint8Array): boolean => bytes.length <= SMALL && (!isZip(bytes) || openZip(bytes).size <= SMALL_UNPACKED);
const HEAP_MB = 1536;
const MS = 120_000;

const tooMuch = () =>
  tooLarge({ vi: 'Tệp quá nặng để mở; hãy chia nhỏ rồi gửi lại.', en: 'The file takes too much to open; split it and send it again.' });

/** One file at a time: whoever sends another waits for it. */
let turn: Promise<unknown> = Promise.resolve();

/** `readList`, off the server's thread. Refuses with 413 what takes more than its memory or its time. */
export async function readListAside(...asked: Parameters<typeof readList>): Promise<List> {
  if (isSmall(asked[0])) return readList(...asked);
  const mine = turn.then(() => inThread(asked));
  turn = mine.catch(() => {});
  return mine;
}

async function inThread(asked: Parameters<typeof readList>): Promise<List> {
  const worker = new Worker(THREAD, { workerData: asked, resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, execArgv: [] });
  let timer: NodeJS.Timeout | undefined;
  const rows: List['rows'] = [];
  try {
    const said = await new Promise<Exclude<FromThread, { rows: unknown }>>((resolve, reject) => {
      timer = setTimeout(() => reject(tooMuch()), MS);
      worker.on('message', (portion: FromThread) => {
        if (!('rows' in portion)) return resolve(portion);
        rows.push(...portion.rows);
        // the others' turn first
        setImmediate(() => worker.postMessage('more'));
      });
      worker.once('error', (e: NodeJS.ErrnoException) => reject(e.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : e));
      worker.once('exit', () => reject(tooMuch()));
      worker.postMessage('more');
    });
    if ('list' in said) return { ...said.list, rows };
    throw new AppError(said.refused.code, said.refused.detail, said.refused.faults);
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
