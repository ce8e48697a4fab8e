// A paper put into the vault on its own, or a newer version of one: sent once, used in any dossier of the producer.
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { findProducer } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db } from '#server/platform/db.ts';
import { notFound } from '#server/platform/errors.ts';
import type { Taken } from '#server/platform/intake.ts';
import { dayOf } from '#shared/dates.ts';
import { once, refuseIf } from '../../request.ts';
import type { EvidenceStore } from '../evidence-store.ts';
import { keepVersion, type PaperInput, paperFaults } from './keep-version.ts';

export type NewPaper = PaperInput & { producerId: string; bytes: Uint8Array; requestId?: string | undefined };

/** By the producer, its secretary or its proxy. Refuses other kinds, malware, and files that another paper of the vault already is. */
export async function keepPaper(ctx: Ctx, input: NewPaper, ground: Ground, store: EvidenceStore): Promise<{ id: string; version: number }> {
  let taken: Taken | undefined;
  const prepare = async () => {
    await assertOwns(ctx, ctx.db, input.producerId, ground);
    refuseIf(paperFaults(input));
    taken = await store.take(input.bytes);
  };
  const request = { verb: 'keep_paper', key: input.requestId, subject: { kind: 'producer', id: input.producerId } };
  return once(
    ctx,
    request,
    async (tx) => {
      if (!taken) throw new Error('the file was not taken');
      await assertOwns(ctx, tx, input.producerId, ground);
      await store.put(taken.bytes);
      const { id, paper, version } = await keepVersion(tx, ctx, input.producerId, input, taken);
      const detail = { producer: input.producerId, paper, version, sha256: taken.sha256, expiresOn: input.expiresOn ?? null };
      await recordAct(tx, ctx, { verb: 'keep_paper', subjectKind: 'paper', subjectId: id, detail });
      return { id, version };
    },
    prepare,
  );
}

/** The right on the papers of a producer, asked where the producer sits. */
export async function assertOwns(ctx: Ctx, db: Db, producerId: string, ground: Ground): Promise<void> {
  const producer = await findProducer(db, producerId);
  if (!producer) throw notFound('producer', { vi: 'chủ thể', en: 'producer' });
  const place = { unit: producer.communeCode ?? producer.provinceCode, producer: producer.id };
  assertMay(ground, ctx.actor, 'act_for_producer', place, dayOf(ctx.now));
}
