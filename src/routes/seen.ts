import { error } from '@sveltejs/kit';
import { AppError, STATUS_OF } from '#server/platform/errors.ts';
import type { Lang } from '#shared/lang.ts';

/** What a page shows, or the page that says why not. */
export async function seen<T>(lang: Lang, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    error(STATUS_OF[e.code], { message: e.detail[lang], code: e.code });
  }
}
