// Producers hear 60 and 30 days before a paper lapses, and on its last day; a newer version ends that.
import { sql } from 'kysely';
import { notify } from '#server/modules/notices/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { dayOf, daysBetween, showDay } from '#shared/dates.ts';
import { paperReminder } from './kinds.ts';
import '../../tables.ts';

type Lapsing = { id: string; name: string; producer_id: string; expires_on: string };

/** Tells each producer once for each step, however often it runs. */
export async function remindPapers(ctx: Ctx): Promise<{ told: number }> {
  const today = dayOf(ctx.now);
  const { rows } = await sql<Lapsing>`
    select id, name, producer_id, expires_on from assessment.evidence e
    where expires_on between ${today}::date - 14 and ${today}::date + 60
      and not exists (select from assessment.evidence n where n.paper_id = e.paper_id and n.version > e.version)
    order by expires_on, id`.execute(ctx.db);
  let told = 0;
  for (const paper of rows) {
    const step = paperReminder(daysBetween(today, paper.expires_on));
    if (step === undefined) continue;
    const notice = {
      to: { producer: paper.producer_id },
      kind: 'paper',
      key: `paper-${paper.id}-${paper.expires_on}-${step}`,
      subject:
        step === 0
          ? { vi: `Hết hạn: ${paper.name}`, en: `Lapses: ${paper.name}` }
          : { vi: `Còn không quá ${step} ngày: ${paper.name}`, en: `At most ${step} days left: ${paper.name}` },
      text: {
        vi: `Giấy “${paper.name}” trong kho minh chứng có hạn đến ngày ${showDay(paper.expires_on)}. Gửi bản mới vào kho: các hồ sơ đang soạn sẽ dùng ngay bản mới.`,
        en: `The paper “${paper.name}” in your vault is good until ${showDay(paper.expires_on, 'en')}. Send a newer version: dossiers being written will use it at once.`,
      },
      href: '/my/kho',
      now: ctx.now,
    };
    told += (await transact(ctx.db, (tx) => notify(tx, notice))).told;
  }
  return { told };
}
