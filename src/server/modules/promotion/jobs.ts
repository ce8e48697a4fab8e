import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/modules/identity/index.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { askFollowUps } from './commands/results.ts';

/** Each morning (UTC; 00:20 is 07:20 in Việt Nam): what became of the meetings of 30 and 90 days ago. */
export const promotionTasks = (app: App): Task[] => [
  {
    name: 'ask-follow-ups',
    cron: '20 0 * * *',
    handle: async () => {
      const { asked } = await askFollowUps(app.ctx(SYSTEM));
      if (asked > 0) app.log.info({ asked }, 'follow-ups asked');
    },
  },
];
