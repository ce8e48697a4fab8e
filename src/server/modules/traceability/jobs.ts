// What traceability does by the clock (UTC; 20:50 is 03:50 in Việt Nam).
import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/modules/identity/index.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { forgetScans } from './codes/commands/note-scan.ts';
import { warnOfCopies } from './codes/commands/warn-of-copies.ts';

export const traceabilityTasks = (app: App): Task[] => [
  {
    name: 'warn-of-copies',
    cron: '*/15 * * * *',
    handle: async () => {
      const told = await warnOfCopies(app.ctx(SYSTEM));
      if (told > 0) app.log.info({ told }, 'producers warned of copied numbers');
    },
  },
  {
    name: 'forget-scans',
    cron: '50 20 * * *',
    handle: async () => {
      const deleted = await forgetScans(app.ctx(SYSTEM));
      app.log.info({ deleted }, 'old scans deleted');
    },
  },
];
