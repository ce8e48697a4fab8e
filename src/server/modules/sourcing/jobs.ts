import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/modules/identity/index.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { revocationsSince } from '#server/modules/supervision/index.ts';
import { lapseAgreements } from './deals/commands/lapse-agreements.ts';
import { releaseEnded } from './deals/commands/release-ended.ts';
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
  {
    // 00:05 in Việt Nam: what expired yesterday supplies nothing any more
    name: 'release-ended',
    cron: '5 17 * * *',
    handle: async () => {
      await releaseEnded(app.ctx(SYSTEM), app.territory);
    },
  },
  {
    name: 'lapse-agreements',
    cron: '15 17 * * *',
    handle: async () => {
      const { lapsed } = await lapseAgreements(app.ctx(SYSTEM));
      app.log.info({ lapsed }, 'agreements lapsed');
    },
  },
];

/**
 * What hears NOTIFY recognition_withdrawn: the number names a revocation, and the products ended since the last one heard leave open orders.
 * Several at once arrive as the last of them. Without a number (after a lost connection) every product is looked at.
 */
export function revocationFollower(app: App): (no: string) => Promise<void> {
  let heard = Number.POSITIVE_INFINITY;
  return async (no) => {
    let products: string[] | undefined;
    if (no !== '') {
      const events = await revocationsSince(app.db, Math.min(heard, Number(no) - 1));
      heard = events.at(-1)?.no ?? heard;
      products = events.map((e) => e.productId);
    }
    const { released, demands } = await releaseEnded(app.ctx(SYSTEM), app.territory, products);
    if (released > 0) app.log.info({ released, demands }, 'withdrawn products left their orders');
  };
}
