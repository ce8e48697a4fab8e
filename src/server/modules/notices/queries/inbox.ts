import type { Ctx } from '#server/platform/ctx.ts';
import '../tables.ts';

export type NoticeView = {
  id: string;
  kind: string;
  subject: { vi: string; en: string };
  text: { vi: string; en: string };
  href: string | null;
  writtenAt: Date;
  read: boolean;
  mail: { address: string; state: 'queued' | 'sent' | 'failed'; sentAt: Date | null } | null;
};

/** The actor's own notices, unread first, newest first. */
export async function listNotices(ctx: Ctx, { page, pageSize }: { page: number; pageSize: number }): Promise<NoticeView[]> {
  const rows = await ctx.db
    .selectFrom('notices.notice as n')
    .leftJoin('notices.mail as m', 'm.notice_id', 'n.id')
    .selectAll('n')
    .select(['m.address', 'm.state', 'm.sent_at'])
    .where('n.account_id', '=', ctx.actor.id)
    .orderBy((e) => e('n.read_at', 'is not', null))
    .orderBy('n.written_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute();
  return rows.map((n) => ({
    id: n.id,
    kind: n.kind,
    subject: { vi: n.subject_vi, en: n.subject_en },
    text: { vi: n.text_vi, en: n.text_en },
    href: n.href,
    writtenAt: n.written_at,
    read: n.read_at !== null,
    mail: n.address && n.state ? { address: n.address, state: n.state, sentAt: n.sent_at } : null,
  }));
}

/** How many notices the actor has, and how many are unread. */
export async function countUnread(ctx: Ctx): Promise<{ total: number; unread: number }> {
  const row = await ctx.db
    .selectFrom('notices.notice')
    .select((e) => [e.fn.countAll<number>().as('total'), e.fn.countAll<number>().filterWhere('read_at', 'is', null).as('unread')])
    .where('account_id', '=', ctx.actor.id)
    .executeTakeFirstOrThrow();
  return { total: Number(row.total), unread: Number(row.unread) };
}
