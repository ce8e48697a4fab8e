import { sql } from 'kysely';
import type { App } from '#server/app-port.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { SYSTEM } from '#server/platform/ctx.ts';
import { sendRecoveries } from './commands/recover.ts';

/** Recovery mails each minute. Ended sessions, tokens and counters are kept for a quarter, for whoever looks into an incident; the acts stay for good. */
export const identityTasks = (app: App): Task[] => [
  {
    name: 'forget-sessions',
    cron: '30 20 * * *',
    handle: async () => {
      const before = new Date(app.clock().getTime() - 90 * 86_400_000);
      await sql`delete from identity.session where coalesce(ended_at, expires_at) < ${before}`.execute(app.db);
      await sql`delete from identity.token where expires_at < ${before} or (kind = 'access' and expires_at < ${app.clock()})`.execute(
        app.db,
      );
      await sql`delete from identity.challenge where expires_at < ${app.clock()}`.execute(app.db);
      await sql`delete from identity.recovery where asked_at < ${before}`.execute(app.db);
      await sql`delete from identity.login_limit where expire < ${app.clock().getTime() - 3_600_000}`.execute(app.db);
    },
  },
  {
    name: 'send-recoveries',
    cron: '* * * * *',
    handle: async () => {
      const { sent, failed } = await sendRecoveries(app.ctx(SYSTEM), { mailer: app.mail, origin: app.origin });
      if (sent + failed > 0) app.log.info({ sent, failed }, 'recovery mails');
    },
  },
];
