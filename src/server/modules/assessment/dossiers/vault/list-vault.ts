import type { Ground } from '#server/modules/identity/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { notFound } from '#server/platform/errors.ts';
import { dayOf, daysBetween } from '#shared/dates.ts';
import type { EvidenceStore } from '../evidence-store.ts';
import { sightOf } from '../queries/seen-by.ts';
import { assertOwns } from './keep-paper.ts';
import '../../tables.ts';

/** The papers of a producer, newest version first in each; soonest to lapse on top; with the dossiers each is used in. */
export async function listVault(ctx: Ctx, producerId: string, ground: Ground) {
  await assertOwns(ctx, ctx.db, producerId, ground);
  const today = dayOf(ctx.now);
  const versions = await ctx.db
    .selectFrom('assessment.evidence')
    .select([
      'id',
      'paper_id as paper',
      'version',
      'kind',
      'name',
      'type',
      'size',
      'sha256',
      'expires_on as expiresOn',
      'uploaded_at as at',
    ])
    .where('producer_id', '=', producerId)
    .orderBy('version', 'desc')
    .execute();
  const uses = await ctx.db
    .selectFrom('assessment.dossier_evidence as u')
    .innerJoin('assessment.dossier as d', 'd.id', 'u.dossier_id')
    .innerJoin('assessment.evidence as e', 'e.id', 'u.evidence_id')
    .select(['u.evidence_id as evidence', 'd.id as dossier', 'd.product_name as product', 'd.state', 'u.criterion'])
    .where('e.producer_id', '=', producerId)
    .orderBy('d.created_at', 'desc')
    .orderBy('u.criterion')
    .execute();
  const papers = Map.groupBy(versions, (v) => v.paper);
  return [...papers.values()]
    .flatMap(([newest, ...older]) => {
      if (!newest) return [];
      const all = new Set([newest, ...older].map((v) => v.id));
      const daysLeft = newest.expiresOn === null ? null : daysBetween(today, newest.expiresOn);
      const used = uses.filter((u) => all.has(u.evidence));
      const in_ = [...Map.groupBy(used, (u) => u.dossier).values()].flatMap((of) => {
        const [first] = of;
        return first
          ? [{ dossier: first.dossier, product: first.product, state: first.state, criteria: [...new Set(of.map((u) => u.criterion))] }]
          : [];
      });
      const standing =
        daysLeft === null
          ? ('open' as const)
          : daysLeft < 0
            ? ('expired' as const)
            : daysLeft <= 60
              ? ('soon' as const)
              : ('good' as const);
      return [{ ...newest, older, uses: in_, daysLeft, standing }];
    })
    .sort((a, b) => (a.daysLeft ?? 1e9) - (b.daysLeft ?? 1e9) || b.at.getTime() - a.at.getTime());
}
export type VaultPaper = Awaited<ReturnType<typeof listVault>>[number];

/** The file of one version, for those who act for its producer. */
export async function getPaper(ctx: Ctx, id: string, ground: Ground, store: EvidenceStore) {
  const row = await ctx.db
    .selectFrom('assessment.evidence')
    .select(['producer_id', 'name', 'type', 'sha256'])
    .where('id', '=', id)
    .executeTakeFirst();
  // whoever has no part in the producer learns nothing, not even that the paper exists
  if (!row || !sightOf(ctx, ground).producers.includes(row.producer_id)) throw notFound('paper', { vi: 'giấy', en: 'paper' });
  return { name: row.name, type: row.type, bytes: await store.get(row.sha256) };
}
