// What every command and query gets: no globals, no hidden clock.
import type { Db } from '#server/platform/db.ts';
import type { Log } from '#server/platform/log.ts';

/** Who acts. `id` is stable and goes to the audit record; `kind` says how we know. */
export type Actor = {
  kind: 'public' | 'operator' | 'person' | 'system';
  id: string;
  name: string;
};

export type Ctx = {
  db: Db;
  actor: Actor;
  /** The instant of the request. */
  now: Date;
  log: Log;
  requestId: string;
};

export const PUBLIC: Actor = { kind: 'public', id: 'public', name: 'public' };
export const OPERATOR: Actor = { kind: 'operator', id: 'operator', name: 'operator' };
export const SYSTEM: Actor = { kind: 'system', id: 'system', name: 'system' };
