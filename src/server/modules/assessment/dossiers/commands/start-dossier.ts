// A dossier begins as a draft: for a new product, an upgrade or a re-assessment; what is still valid is carried over.
import { sql } from 'kysely';
import { recordAct } from '#server/modules/audit/index.ts';
import { assertMay, type Ground } from '#server/modules/identity/index.ts';
import { findProducer, type ProductFacts, readFacts, standing } from '#server/modules/registry/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import type { Db, Tx } from '#server/platform/db.ts';
import { conflict, fault, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { once, refuseIf } from '../../request.ts';
import { type Kind, rulesetOn } from '../../rules/ruleset-on.ts';
import { knownRulesets } from '../../rulesets/known.ts';
import '../../tables.ts';

export type NewDossier = {
  kind: Kind;
  producerId: string;
  productId?: string | undefined;
  productName?: string | undefined;
  set?: number | undefined;
  communeCode?: string | undefined;
  requestId?: string | undefined;
};

async function findProduct(db: Db, id: string): Promise<ProductFacts | undefined> {
  for await (const [facts] of readFacts(db, [id])) return facts;
  return undefined;
}

/** By the producer, its secretary or its proxy. */
export async function startDossier(ctx: Ctx, input: NewDossier, ground: Ground): Promise<{ id: string }> {
  const today = dayOf(ctx.now);
  const subject = { kind: 'producer', id: input.producerId };
  return once(ctx, { verb: 'start_dossier', key: input.requestId, subject }, async (tx) => {
    const producer = await findProducer(tx, input.producerId);
    if (!producer) throw notFound('producerId', { vi: 'chủ thể', en: 'producer' });
    const product = input.productId === undefined ? undefined : await findProduct(tx, input.productId);
    const commune = input.communeCode ?? product?.place.communeCode ?? producer.communeCode ?? '';
    const provinceCode = ground.commune(commune)?.provinceCode;
    assertMay(ground, ctx.actor, 'act_for_producer', { unit: commune || producer.provinceCode, producer: producer.id }, today);
    if (input.productId !== undefined && product?.producer.id !== producer.id)
      throw notFound('productId', { vi: 'sản phẩm của chủ thể này', en: 'product of this producer' });

    const set = input.set ?? product?.set ?? undefined;
    const name = (product?.name ?? input.productName ?? '').trim().normalize();
    const ruleset = rulesetOn(knownRulesets(), today, input.kind);
    const current = product && standing(product.recognitions, today);
    const running = current?.status === 'valid' || current?.status === 'expiring' || current?.status === 'extended';
    const faults = [];
    if (!provinceCode) faults.push(fault('communeCode', 'required', 'Cần nêu xã nơi sản xuất.', 'Name the commune where it is made.'));
    if (!name || name.length > 200) faults.push(fault('productName', 'required', 'Cần tên sản phẩm.', 'Name the product.'));
    if (set === undefined || !ruleset?.sheets.has(set))
      faults.push(fault('set', 'unknown', 'Cần chọn bộ tiêu chí của sản phẩm.', 'Choose the criteria set of the product.'));
    if (input.kind !== 'first' && !running)
      faults.push(fault('kind', 'not_allowed', 'Sản phẩm không có công nhận còn hiệu lực.', 'The product has no recognition in force.'));
    if (input.kind === 'first' && running)
      faults.push(
        fault(
          'kind',
          'not_allowed',
          'Sản phẩm đang được công nhận: chọn nâng hạng hoặc đánh giá lại.',
          'The product is recognised: choose upgrade or re-assessment.',
        ),
      );
    refuseIf(faults, { vi: 'Chưa mở được hồ sơ.', en: 'The dossier cannot be opened.' });

    const id = newId();
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('assessment.dossier')
      .values({
        id,
        kind: input.kind,
        state: 'draft',
        producer_id: producer.id,
        producer_name: producer.name,
        product_id: product?.id ?? null,
        product_name: name,
        commune_code: commune,
        province_code: provinceCode ?? '',
        ruleset: ruleset?.id ?? '',
        set_no: set ?? 0,
        details: JSON.stringify({
          representative: producer.representative ?? '',
          phone: producer.phone ?? '',
          address: producer.address ?? '',
        }),
        total: null,
        star: null,
        since: today,
        due_on: null,
        full_on: null,
        late_reason: null,
        outcome: null,
        round_id: null,
        central_round_id: null,
        sample: producer.sample,
        created_at: ctx.now,
        created_by: ctx.actor.id,
        updated_at: ctx.now,
      })
      .onConflict((c) => c.doNothing())
      .executeTakeFirstOrThrow();
    if (!numInsertedOrUpdatedRows)
      throw conflict('Sản phẩm này đang có một hồ sơ chưa xong.', 'This product already has a dossier that is not finished.');
    if (product) await carryOver(tx, id, product.id, today);
    const detail = { kind: input.kind, product: product?.id ?? null, set, ruleset: ruleset?.id };
    await recordAct(tx, ctx, { verb: 'start_dossier', subjectKind: 'dossier', subjectId: id, detail });
    return { id };
  });
}

/**
 * What the last decided dossier of the product said, and the newest version of its papers while in date. The pledge and the changes are asked
 * anew; answers and papers belong to the criteria of one sheet and stay behind when ruleset or set differ.
 */
async function carryOver(tx: Tx, id: string, productId: string, today: string): Promise<void> {
  const last = await tx
    .selectFrom('assessment.dossier')
    .selectAll()
    .where('product_id', '=', productId)
    .where('state', '=', 'decided')
    .orderBy('updated_at', 'desc')
    .executeTakeFirst();
  if (!last) return;
  const fresh = await tx.selectFrom('assessment.dossier').select(['ruleset', 'set_no']).where('id', '=', id).executeTakeFirstOrThrow();
  const sameSheet = last.ruleset === fresh.ruleset && last.set_no === fresh.set_no;
  const { pledge: _, changes: __, ...details } = last.details;
  const sheet = {
    answers: JSON.stringify(last.answers),
    not_applicable: JSON.stringify(last.not_applicable),
    total: last.total,
    star: last.star,
  };
  await tx
    .updateTable('assessment.dossier')
    .set({ details: JSON.stringify(details), ...(sameSheet ? sheet : {}) })
    .where('id', '=', id)
    .execute();
  if (!sameSheet) return;
  await sql`
    insert into assessment.dossier_evidence (dossier_id, criterion, evidence_id)
    select distinct ${id}, u.criterion, newest.id
    from assessment.dossier_evidence u
    join assessment.evidence used on used.id = u.evidence_id
    join lateral (select e.id, e.expires_on from assessment.evidence e where e.paper_id = used.paper_id order by e.version desc limit 1) newest on true
    where u.dossier_id = ${last.id} and (newest.expires_on is null or newest.expires_on >= ${today}::date)`.execute(tx);
}
