import { redirect } from '@sveltejs/kit';
import { countUnread, listNotices, markRead } from '#server/modules/notices/index.ts';
import { localPath } from '#shared/lang.ts';
import { text } from '../../dang-nhap/session.ts';
import { personOf } from '../person.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 20;

/** One's own notices: unread first, then newest first. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const ctx = locals.app.ctx(personOf(locals));
  const { total, unread } = await countUnread(ctx);
  const last = Math.max(1, Math.ceil(total / PAGE));
  const asked = Number(url.searchParams.get('trang') ?? 1);
  const page = Number.isInteger(asked) && asked >= 1 ? Math.min(asked, last) : 1;
  const notices = await listNotices(ctx, { page, pageSize: PAGE });
  return {
    unread,
    page,
    last,
    notices: notices.map((n) => ({ ...n, subject: n.subject[locals.lang], text: n.text[locals.lang].split(/\n{2,}/) })),
  };
};

export const actions: Actions = {
  /** Reads one; with `open` it leads on to what the notice is about. */
  read: async ({ locals, request, url }) => {
    const form = await request.formData();
    await markRead(locals.app.ctx(personOf(locals)), { notice: text(form, 'notice') });
    const href = text(form, 'open');
    const inside = /^\/(?![/\\])[\w\-./?=&%#,]*$/.test(href);
    redirect(303, inside ? localPath(href, locals.lang) : here(url));
  },
  readAll: async ({ locals, url }) => {
    await markRead(locals.app.ctx(personOf(locals)), {});
    redirect(303, url.pathname);
  },
};

function here(url: URL): string {
  const page = url.searchParams.get('trang');
  return page ? `${url.pathname}?${new URLSearchParams({ trang: page })}` : url.pathname;
}
