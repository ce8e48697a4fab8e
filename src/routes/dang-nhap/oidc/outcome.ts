import { type RequestEvent, redirect } from '@sveltejs/kit';
import { AppError } from '#server/platform/errors.ts';
import { localPath } from '#shared/lang.ts';

const REASONS = { not_ready: 'ngoai', unauthorized: 'tu-choi', forbidden: 'la', not_found: 'la' } as const;

/** Runs a step of the journey; a refusal brings the person back to the sign-in page, which says why. */
export async function externally(event: Pick<RequestEvent, 'locals'>, step: () => Promise<Response>): Promise<Response> {
  try {
    return await step();
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    const reason = REASONS[e.code as keyof typeof REASONS] ?? 'tu-choi';
    redirect(303, `${localPath('/dang-nhap', event.locals.lang)}?loi=${reason}`);
  }
}
