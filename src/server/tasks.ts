// The timetable of the house itself.
import { sql } from 'kysely';
import type { App } from '#server/app-port.ts';
import { assessmentTasks } from '#server/modules/assessment/jobs.ts';
import { verifyChain } from '#server/modules/audit/index.ts';
import { identityTasks } from '#server/modules/identity/jobs.ts';
import type { Task } from '#server/modules/jobs/index.ts';
import { noticesTasks } from '#server/modules/notices/jobs.ts';
import { promotionTasks } from '#server/modules/promotion/jobs.ts';
import { sourcingTasks } from '#server/modules/sourcing/jobs.ts';
import { supervisionTasks } from '#server/modules/supervision/jobs.ts';
import { traceabilityTasks } from '#server/modules/traceability/jobs.ts';

/** Readers that fall further behind than this rebuild from the register itself. */
const CHANGES_KEPT = 100_000;

export const housekeeping = (app: App, data: string): Task[] => [
  ...assessmentTasks(app),
  ...identityTasks(app),
  ...noticesTasks(app),
  ...sourcingTasks(app),
  ...promotionTasks(app),
  ...supervisionTasks(app, data),
  ...traceabilityTasks(app),
  {
    name: 'verify-record',
    cron: '10 20 * * *',
    handle: async () => {
      const { acts, brokenAt } = await verifyChain(app.db);
      if (brokenAt !== undefined) app.log.error({ acts, brokenAt }, 'the record of acts is broken');
    },
  },
  {
    name: 'prune-changes',
    cron: '20 20 * * *',
    handle: async () => {
      await sql`delete from registry.change where change < (select change from registry.change_counter) - ${CHANGES_KEPT}`.execute(app.db);
    },
  },
];
