import type { App } from '#server/app-port.ts';
import { SYSTEM } from '#server/modules/identity/index.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { sendMails } from './commands/send-mails.ts';

export const noticesTasks = (app: App): Task[] => [
  {
    name: 'send-mails',
    cron: '* * * * *',
    handle: async () => {
      const { sent, put_off, failed } = await sendMails(app.ctx(SYSTEM), { mailer: app.mail, origin: app.origin });
      if (sent + put_off + failed > 0) app.log.info({ sent, put_off, failed }, 'mails');
    },
  },
];
