import { type RequestEvent, redirect } from '@sveltejs/kit';
import { isPerson } from '#server/modules/identity/index.ts';
import { AppError } from '#server/platform/errors.ts';
import { localPath } from '#shared/lang.ts';

const REASONS = { not_ready: 'ngoai', unauthorized: 'tu-choi', forbidden: 'la', not_found: 'la', conflict: 'la' } as const;

/** Runs a step of the journey; a refusal brings the person back to the sign-in page, which says why. */
export async function externally(event: Pick<RequestEvent, 'locals'>, step: () => Promise<Response>, linking = false): Promise<Response> {
  try {
    return await step();
  } catch (e) {
    if (!(e instanceof AppError)) throw e;
    const { actor, lang } = event.locals;
    const reason = REASONS[e.code as keyof typeof REASONS] ?? 'tu-choi';
    // whoever is signed in was linking an identity
    redirect(303, `${localPath(isPerson(actor) && linking ? '/my/tai-khoan' : '/dang-nhap', lang)}?loi=${reason}`);
  }
}
