// What passes between the server's thread and a solver's.
import type { Bilingual, ErrorCode, Fault } from '#server/platform/errors.ts';
import type { Answer, Instance } from './types.ts';

/** `today` decides which periods are past. */
export type Job = { kind: 'text'; text: string; today: string } | { kind: 'solve' | 'prices' | 'alternatives'; instance: Instance };
export type ToThread = Job & { id: number };
export type FromThread =
  | { id: number; seconds: number }
  | { id: number; best: Answer }
  | { id: number; done: unknown }
  | { id: number; refused: { code: ErrorCode; detail: Bilingual; faults: Fault[] } }
  | { id: number; failed: string };
