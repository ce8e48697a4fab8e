// What supervision does every night (UTC; 20:30 is 03:30 in Việt Nam).
import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/modules/identity/index.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { signingKey, writeCheckpoint } from './checkpoints.ts';
import { writeReminders } from './commands/write-reminders.ts';

export const supervisionTasks = (app: App, data: string): Task[] => [
  {
    name: 'write-reminders',
    cron: '30 20 * * *',
    handle: async () => {
      const { written } = await writeReminders(app.ctx(SYSTEM));
      app.log.info({ written }, 'reminders written');
    },
  },
  {
    name: 'sign-record',
    cron: '40 20 * * *',
    handle: async () => {
      await writeCheckpoint(app.ctx(SYSTEM), signingKey(data));
    },
  },
];
