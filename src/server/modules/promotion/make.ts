// Timetables are made in threads: at most two at once, each stopped at its limit.
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#server/platform/errors.ts';
import { ROOT } from '#server/platform/root.ts';
import type { Instance, Timetable } from './rules/timetable-types.ts';

const THREAD = path.join(ROOT, 'src/server/modules/promotion/timetable-thread.ts');
const MOST = 2;
const SECONDS = 60;
let running = 0;

const tooBusy = () =>
  new AppError('too_many_requests', {
    vi: 'Đang xếp lịch cho hội nghị khác, hãy thử lại sau một phút.',
    en: 'Timetables of other events are being made, try again in a minute.',
  });
const tooSlow = () =>
  new AppError('not_ready', {
    vi: 'Chưa xếp xong lịch trong thời gian cho phép; hãy bớt nguyện vọng hoặc khung giờ.',
    en: 'The timetable was not ready within its time; take fewer wishes or slots.',
  });

/** The timetable of an instance, off the server's thread. Throws 429 when two are being made, 503 when it takes over a minute. */
export async function makeOffThread(instance: Instance, seconds = SECONDS): Promise<Timetable> {
  if (running >= MOST) throw tooBusy();
  running++;
  const worker = new Worker(THREAD, { workerData: instance, resourceLimits: { maxOldGenerationSizeMb: 512 }, execArgv: [] });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Timetable>((resolve, reject) => {
      timer = setTimeout(() => reject(tooSlow()), seconds * 1000);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(tooSlow()));
    });
  } finally {
    clearTimeout(timer);
    running--;
    await worker.terminate();
  }
}
