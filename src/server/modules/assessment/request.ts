// One act per request: done once, refused in the open, and both stand in the record.
import { recordAct } from '#server/modules/audit/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { type Db, type Tx, transact } from '#server/platform/db.ts';
import { AppError, type Bilingual, conflict, type Fault, fault } from '#server/platform/errors.ts';
import './tables.ts';

/** `key` comes from the caller (Idempotency-Key, a hidden field of the form); left out, every call is new. */
type Request = { verb: string; key: string | undefined; subject: { kind: string; id: string } };

async function answered<T>(db: Db, ctx: Ctx, { verb, key, subject }: Request): Promise<{ result: T } | undefined> {
  if (key === undefined) return undefined;
  const done = await db.selectFrom('assessment.request').selectAll().where('id', '=', key).executeTakeFirst();
  if (!done) return undefined;
  if (done.actor_id !== ctx.actor.id || done.verb !== `${verb} ${subject.id}`)
    throw conflict('Mã yêu cầu này đã dùng cho việc khác.', 'This request id was used for something else.');
  return { result: done.result as T };
}

/** As long as the table keeps; a shorter key is too likely to be somebody else's. */
const KEY = /^[^\0]{8,200}$/u;

/** Runs `work` in one transaction; the same request again gets the first answer. A refusal of a person leaves its own act. */
export async function once<T>(ctx: Ctx, request: Request, work: (tx: Tx) => Promise<T>, ask?: () => Promise<void>): Promise<T> {
  try {
    if (request.key !== undefined && !KEY.test(request.key))
      refuseIf([fault('requestId', 'invalid', 'Mã yêu cầu có từ 8 đến 200 ký tự.', 'A request id has 8 to 200 characters.')]);
    const before = await answered<T>(ctx.db, ctx, request);
    if (before) return before.result;
    await ask?.();
    return await transact(ctx.db, async (tx) => {
      const { key, verb, subject } = request;
      if (key !== undefined) {
        // a second one with the same key waits here until the first is through
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('assessment.request')
          .values({ id: key, actor_id: ctx.actor.id, verb: `${verb} ${subject.id}`, result: 'null', at: ctx.now })
          .onConflict((c) => c.column('id').doNothing())
          .executeTakeFirstOrThrow();
        if (!numInsertedOrUpdatedRows) return (await answered<T>(tx, ctx, request))?.result as T;
      }
      const result = await work(tx);
      if (key !== undefined)
        await tx
          .updateTable('assessment.request')
          .set({ result: JSON.stringify(result ?? null) })
          .where('id', '=', key)
          .execute();
      return result;
    });
  } catch (e) {
    if (e instanceof AppError && ctx.actor.kind === 'person') await recordRefusal(ctx, request, e);
    throw e;
  }
}

/** A refusal of a person, as an act of its own. */
export const recordRefusal = (ctx: Ctx, { verb, subject }: Pick<Request, 'verb' | 'subject'>, e: AppError) =>
  transact(ctx.db, (tx) =>
    recordAct(tx, ctx, {
      verb: `${verb}_refused`,
      subjectKind: subject.kind,
      subjectId: subject.id,
      detail: { code: e.code, faults: e.faults.slice(0, 20).map((f) => `${f.path}:${f.code}`), why: e.detail.en },
    }),
  );

export function refuseIf(faults: Fault[], what: Bilingual = { vi: 'Có chỗ chưa đúng.', en: 'Some of it does not fit.' }): void {
  if (faults.length > 0) throw new AppError('invalid', what, faults);
}
