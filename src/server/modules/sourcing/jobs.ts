import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/modules/identity/index.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { repeatDemands } from './demands/commands/repeat-demands.ts';
import { settle } from './pools/commands/settle-pool.ts';

/** Rounds whose deadline has passed are settled; what is missing is proposed anew. Harmless when run twice. */
export const sourcingTasks = (app: App): Task[] => [
  {
    name: 'repeat-demands',
    cron: '5 17 * * *',
    handle: async () => {
      const { posted } = await repeatDemands(app.ctx(SYSTEM));
      if (posted > 0) app.log.info({ posted }, 'standing demands posted again');
    },
  },
  {
    name: 'settle-pools',
    cron: '*/5 * * * *',
    handle: async () => {
      const ctx = app.ctx(SYSTEM);
      const due = await app.db
        .selectFrom('sourcing.pool')
        .select('id')
        .where('state', '=', 'offered')
        .where('answer_by', '<', ctx.now)
        .orderBy('answer_by')
        .limit(50)
        .execute();
      for (const { id } of due) {
        try {
          await settle(ctx, id, app.territory);
        } catch (err) {
          app.log.warn({ err, pool: id }, 'pool not settled');
        }
      }
    },
  },
];
