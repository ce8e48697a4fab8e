export { startWorker, type Task, type Worker } from './worker.ts';
