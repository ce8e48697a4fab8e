// One version of a paper in a producer's vault. Content never changes; a newer version takes its place in dossiers still being written.
import type { Ctx } from '#server/platform/ctx.ts';
import type { Tx } from '#server/platform/db.ts';
import { conflict, type Fault, fault, notFound } from '#server/platform/errors.ts';
import type { Taken } from '#server/platform/intake.ts';
import { isDay } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { isPaperKind, type PaperKind } from './kinds.ts';
import '../../tables.ts';

export type PaperInput = {
  name: string;
  expiresOn?: string | undefined;
  kind?: PaperKind | undefined;
  /** The paper that this is a newer version of. */
  replaces?: string | undefined;
};

const cleanName = (name: string) =>
  name
    .replace(/^.*[\\/]/, '')
    .trim()
    .normalize()
    .slice(0, 200);

export const paperFaults = (input: PaperInput): Fault[] => [
  ...(cleanName(input.name) ? [] : [fault('name', 'required', 'Tệp cần có tên.', 'The file needs a name.')]),
  ...(input.expiresOn === undefined || isDay(input.expiresOn)
    ? []
    : [fault('expiresOn', 'invalid', 'Ngày hết hạn không đúng.', 'The last day is not a day.')]),
  ...(input.kind === undefined || isPaperKind(input.kind)
    ? []
    : [fault('kind', 'unknown', 'Không có loại giấy này.', 'There is no such kind of paper.')]),
];

/** Keeps the version; content that the vault holds already is the same version, its name, kind and last day as said last. */
export async function keepVersion(tx: Tx, ctx: Ctx, producerId: string, input: PaperInput, taken: Taken) {
  const before = input.replaces === undefined ? undefined : await currentOf(tx, producerId, input.replaces);
  const same = await tx
    .selectFrom('assessment.evidence')
    .select(['id', 'paper_id', 'version'])
    .where('producer_id', '=', producerId)
    .where('sha256', '=', taken.sha256)
    .executeTakeFirst();
  if (same) {
    if (before && before.paper_id !== same.paper_id)
      throw conflict('Tệp này đã có trong kho dưới một giấy khác.', 'The vault holds this very file as another paper.');
    if (before && before.id !== same.id) throw conflict('Tệp này là một bản cũ của giấy.', 'This file is an older version of the paper.');
    const said = { name: cleanName(input.name), ...(input.expiresOn ? { expires_on: input.expiresOn } : {}) };
    await tx
      .updateTable('assessment.evidence')
      .set({ ...said, ...(input.kind ? { kind: input.kind } : {}) })
      .where('id', '=', same.id)
      .execute();
    return { id: same.id, paper: same.paper_id, version: same.version, fresh: false };
  }
  const id = newId();
  const version = (before?.version ?? 0) + 1;
  const paper = before?.paper_id ?? id;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('assessment.evidence')
    .values({
      id,
      producer_id: producerId,
      sha256: taken.sha256,
      size: taken.bytes.byteLength,
      type: taken.type,
      name: cleanName(input.name),
      kind: input.kind ?? before?.kind ?? 'other',
      paper_id: paper,
      version,
      expires_on: input.expiresOn ?? null,
      uploaded_at: ctx.now,
      uploaded_by: ctx.actor.id,
    })
    .onConflict((c) => c.doNothing())
    .executeTakeFirstOrThrow();
  if (!numInsertedOrUpdatedRows)
    throw conflict('Giấy này vừa được người khác cập nhật. Xin xem lại.', 'Somebody else has just changed this paper. Please look again.');
  if (before) await moveToNewest(tx, ctx, before.id, id);
  return { id, paper, version, fresh: true };
}

/** The newest version of a paper, by any of its versions; locked until the transaction ends. */
async function currentOf(tx: Tx, producerId: string, evidence: string) {
  const found = await tx
    .selectFrom('assessment.evidence as asked')
    .innerJoin('assessment.evidence as e', 'e.paper_id', 'asked.paper_id')
    .select(['e.id', 'e.paper_id', 'e.version', 'e.kind'])
    .where('asked.id', '=', evidence)
    .where('asked.producer_id', '=', producerId)
    .orderBy('e.version', 'desc')
    .limit(1)
    .forUpdate('e')
    .executeTakeFirst();
  if (!found) throw notFound('replaces', { vi: 'giấy', en: 'paper' });
  return found;
}

/** Dossiers still being written take the new version; those sent keep what was sent. */
async function moveToNewest(tx: Tx, ctx: Ctx, from: string, to: string): Promise<void> {
  const open = await tx
    .selectFrom('assessment.dossier')
    .select(['id'])
    .where('state', 'in', ['draft', 'returned'])
    .where('id', 'in', (e) => e.selectFrom('assessment.dossier_evidence').select('dossier_id').where('evidence_id', '=', from))
    .orderBy('id')
    .forUpdate()
    .execute();
  if (open.length === 0) return;
  const ids = open.map((d) => d.id);
  await tx
    .updateTable('assessment.dossier_evidence')
    .set({ evidence_id: to })
    .where('evidence_id', '=', from)
    .where('dossier_id', 'in', ids)
    .execute();
  await tx
    .updateTable('assessment.dossier')
    .set((e) => ({ row_version: e('row_version', '+', 1), updated_at: ctx.now }))
    .where('id', 'in', ids)
    .execute();
}
