import type { Actor, Ctx } from '#server/platform/ctx.ts';
import { OPERATOR } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { silentLog } from '#server/platform/log.ts';

/** A context with a clock that stands still. */
export const testCtx = (db: Db, now = '2026-11-21T08:00:00+07:00', actor: Actor = OPERATOR): Ctx => ({
  db,
  actor,
  now: new Date(now),
  log: silentLog,
  requestId: 'test',
});
