import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError } from '#server/platform/errors.ts';
import { recordAct } from './record.ts';

/** Does the work; when somebody known is refused, the attempt itself becomes an act of the record, in a transaction of its own. */
export async function recorded<T>(
  ctx: Ctx,
  attempt: { verb: string; subjectKind: string; subjectId: string },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (e) {
    if (e instanceof AppError && e.code !== 'not_found' && ctx.actor.kind === 'person') {
      const detail = { refused: e.code, faults: e.faults.map((f) => `${f.path}: ${f.code}`) };
      await transact(ctx.db, (tx) => recordAct(tx, ctx, { ...attempt, verb: `${attempt.verb}_refused`, detail }));
    }
    throw e;
  }
}
