// What assessment does every night (UTC; 20:45 is 03:45 in Việt Nam).
import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/modules/identity/index.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { remindPapers } from './dossiers/vault/remind-papers.ts';

export const assessmentTasks = (app: App): Task[] => [
  {
    name: 'remind-papers',
    cron: '45 20 * * *',
    handle: async () => {
      const { told } = await remindPapers(app.ctx(SYSTEM));
      app.log.info({ told }, 'papers that lapse soon');
    },
  },
];
