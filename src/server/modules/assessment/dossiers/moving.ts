// How a dossier moves: the table is asked twice (for a good message, then under lock); state, history and act are one transaction.
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground, may, NATION } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { conflict, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { STATE_NAMES } from '#shared/messages/dossiers.ts';
import { once } from '../request.ts';
import { HOLIDAYS } from './holidays.ts';
import { dueOn } from './rules/clocks.ts';
import { type Move, type Place, STEPS, type State, type Step, stepsFrom } from './rules/states.ts';
import { tellOfMove } from './tell.ts';
import '../tables.ts';

const noDossier = () => notFound('dossier', { vi: 'hồ sơ', en: 'dossier' });

export async function readDossier(db: Db, id: string) {
  const row = await db.selectFrom('assessment.dossier').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw noDossier();
  return row;
}
export type Dossier = Awaited<ReturnType<typeof readDossier>>;

/** Locks the dossier until the transaction ends. */
export async function lockDossier(tx: Tx, id: string): Promise<Dossier> {
  const row = await tx.selectFrom('assessment.dossier').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw noDossier();
  return row;
}

/** The unit, and for producers the producer, where a right on this dossier is asked for. */
export function placeOf(dossier: Pick<Dossier, 'commune_code' | 'province_code' | 'producer_id'>, at: Place) {
  if (at === 'producer') return { unit: dossier.commune_code, producer: dossier.producer_id };
  return { unit: at === 'commune' ? dossier.commune_code : at === 'province' ? dossier.province_code : NATION };
}

/**
 * The steps of a move from where the dossier stands. Rights come first: whoever could make this move at no step of this dossier is refused
 * without hearing where it stands.
 */
function assertStep(ctx: Ctx, ground: Ground, dossier: Dossier, move: Move): Step[] {
  const today = dayOf(ctx.now);
  const steps = stepsFrom(dossier.state, move);
  const first = steps[0];
  const holds = (s: Step) => may(ground, ctx.actor, s.verb, placeOf(dossier, s.at), today);
  const asked = first ?? STEPS.find((s) => s.move === move && holds(s)) ?? STEPS.find((s) => s.move === move);
  if (asked) assertMay(ground, ctx.actor, asked.verb, placeOf(dossier, asked.at), today);
  if (!first) {
    const { vi, en } = STATE_NAMES[dossier.state];
    throw conflict(
      `Hồ sơ đang ở bước “${vi}”: việc này không làm được ở đây.`,
      `The dossier stands at “${en}”: this cannot be done there.`,
    );
  }
  return steps;
}

export type MoveInput = { dossier: string; requestId?: string | undefined; rowVersion?: number | undefined };
type Set = Partial<
  Pick<Dossier, 'version' | 'outcome' | 'full_on' | 'late_reason' | 'product_id' | 'total' | 'star' | 'round_id' | 'central_round_id'>
> & {
  answers?: string;
  not_applicable?: string;
  knockouts?: string;
  details?: string;
};
type Done<T> = { to?: State; set?: Set; note?: string | undefined; detail?: object; result: T };

/**
 * Moves a dossier along the table. `work` writes what the move brings and names the target when the table has several; `prepare` runs
 * before anything is locked, once the actor may do it.
 */
export async function moveDossier<T>(
  ctx: Ctx,
  ground: Ground,
  input: MoveInput,
  move: Move,
  work: (tx: Tx, dossier: Dossier, steps: Step[]) => Promise<Done<T>>,
  prepare?: () => Promise<void>,
): Promise<T> {
  const request = { verb: `${move}_dossier`, key: input.requestId, subject: { kind: 'dossier', id: input.dossier } };
  const ask = async () => {
    assertStep(ctx, ground, await readDossier(ctx.db, input.dossier), move);
    await prepare?.();
  };
  const run = async (tx: Tx): Promise<T> => {
    const dossier = await lockDossier(tx, input.dossier);
    const steps = assertStep(ctx, ground, dossier, move);
    assertUnchanged(dossier, input.rowVersion);
    const done = await work(tx, dossier, steps);
    const to = done.to ?? steps[0]?.to;
    if (!to || !steps.some((s) => s.to === to)) throw new Error(`${move} from ${dossier.state} does not lead to ${to}`);
    await writeMove(tx, ctx, dossier, move, to, done);
    return done.result;
  };
  return once(ctx, request, run, ask);
}

export function assertUnchanged(dossier: Dossier, rowVersion: number | undefined): void {
  if (rowVersion !== undefined && rowVersion !== dossier.row_version)
    throw conflict(
      'Hồ sơ vừa được người khác thay đổi. Xin xem lại rồi làm tiếp.',
      'Somebody else has just changed this dossier. Please look again.',
    );
}

async function writeMove<T>(tx: Tx, ctx: Ctx, dossier: Dossier, move: Move, to: State, done: Done<T>): Promise<void> {
  const today = dayOf(ctx.now);
  const stays = to === dossier.state;
  const timed = { kind: dossier.kind, fullOn: done.set?.full_on ?? dossier.full_on };
  await tx
    .updateTable('assessment.dossier')
    .set({
      ...done.set,
      state: to,
      row_version: dossier.row_version + 1,
      updated_at: ctx.now,
      ...(stays ? {} : { since: today, due_on: dueOn(to, today, timed, HOLIDAYS) }),
    })
    .where('id', '=', dossier.id)
    .execute();
  if (move !== 'edit')
    await tx
      .insertInto('assessment.dossier_move')
      .values({
        dossier_id: dossier.id,
        no: dossier.row_version,
        move,
        from_state: dossier.state,
        to_state: to,
        at: ctx.now,
        actor_id: ctx.actor.id,
        actor_name: ctx.actor.name,
        note: done.note ?? null,
      })
      .execute();
  if (!stays) await tellOfMove(tx, ctx, { ...dossier, ...done.set, state: to }, dossier.row_version, done.note);
  const detail = { from: dossier.state, to, ...(done.note ? { note: done.note } : {}), ...done.detail };
  await recordAct(tx, ctx, { verb: `${move}_dossier`, subjectKind: 'dossier', subjectId: dossier.id, detail });
}
