// The outbox: one mail, one transaction. A mail taken by one process is passed over by the others.
import { sql } from 'kysely';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import type { Mailer } from '#server/platform/mail.ts';
import { composeMail } from '../rules/compose.ts';
import { GIVEN_UP, nextTry, TOO_OLD } from '../rules/retries.ts';
import '../tables.ts';

type Taken = {
  id: string;
  address: string;
  tries: number;
  made_at: Date;
  subject_vi: string;
  subject_en: string;
  text_vi: string;
  text_en: string;
  href: string | null;
};

/**
 * Sends what is due, at most `limit` mails. A mail is marked sent in the transaction that sent it; when the process dies between the post
 * office's word and ours, the mail goes again under the same Message-ID. Without a post office mails wait; too old ones are given up.
 */
export async function sendMails(
  ctx: Ctx,
  post: { mailer: Mailer | undefined; origin: string | undefined },
  limit = 200,
): Promise<{ sent: number; put_off: number; failed: number }> {
  const count = { sent: 0, put_off: 0, failed: 0 };
  const { numUpdatedRows } = await ctx.db
    .updateTable('notices.mail')
    .set({ state: 'failed', last_error: 'too old' })
    .where('state', '=', 'queued')
    .where('made_at', '<', new Date(ctx.now.getTime() - TOO_OLD))
    .executeTakeFirstOrThrow();
  count.failed += Number(numUpdatedRows);
  const { mailer } = post;
  if (!mailer) return count;
  for (let n = 0; n < limit; n++) {
    const done = await transact(ctx.db, async (tx) => {
      const { rows } = await sql<Taken>`
        select m.id, m.address, m.tries, m.made_at, n.subject_vi, n.subject_en, n.text_vi, n.text_en, n.href
        from notices.mail m join notices.notice n on n.id = m.notice_id
        where m.state = 'queued' and m.try_at <= ${ctx.now}
        order by m.try_at, m.id limit 1 for update of m skip locked`.execute(tx);
      const [mail] = rows;
      if (!mail) return undefined;
      try {
        await mailer.send({ id: mail.id, to: mail.address, ...composeMail(mail, post.origin) });
      } catch (e) {
        const tries = mail.tries + 1;
        const state = tries >= GIVEN_UP ? ('failed' as const) : ('queued' as const);
        const last_error = String((e as Error).message).slice(0, 500);
        await tx
          .updateTable('notices.mail')
          .set({ state, tries, try_at: nextTry(ctx.now, tries), last_error })
          .where('id', '=', mail.id)
          .execute();
        ctx.log.warn({ mail: mail.id, tries, why: last_error }, 'mail not sent');
        return state === 'failed' ? ('failed' as const) : ('put_off' as const);
      }
      await tx
        .updateTable('notices.mail')
        .set({ state: 'sent', tries: mail.tries + 1, sent_at: ctx.now, last_error: null })
        .where('id', '=', mail.id)
        .execute();
      return 'sent' as const;
    });
    if (!done) break;
    count[done]++;
  }
  return count;
}
