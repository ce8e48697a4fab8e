// Makes one timetable in a thread of its own, so that the server goes on answering. Run by Node as it stands.
import { parentPort, workerData } from 'node:worker_threads';
import { timetable } from './rules/timetable.ts';
import type { Instance } from './rules/timetable-types.ts';

parentPort?.postMessage(timetable(workerData as Instance));
