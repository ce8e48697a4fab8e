import { recordAct } from '#server/modules/audit/index.ts';
import type { Ground } from '#server/modules/identity/index.ts';
import type { Territory } from '#server/modules/territory/index.ts';
import type { Ctx } from '#server/platform/ctx.ts';
import { transact } from '#server/platform/db.ts';
import { AppError, notFound } from '#server/platform/errors.ts';
import { dayOf } from '#shared/dates.ts';
import { newId } from '#shared/ids.ts';
import { getDemand, listDemands } from '../../demands/index.ts';
import { type AlternativeKind, type Answer, alternatives, priceOfConditions, solve } from '../../engine/index.ts';
import { isSmall } from '../../engine/model.ts';
import { assertBuysFor } from '../../rights.ts';
import { loadCandidates, loadWanted, ratesFor } from '../queries/load-wanted.ts';
import { type Aside, type Built, buildInstance, priceOf, type Wanted } from '../rules/build-instance.ts';
import { type Limits, type Part, wholeUnits } from '../rules/whole-units.ts';

export type Explained = {
  /** Left out before solving, each with its reason. */
  aside: Aside[];
  conditions: { rule: string; value: unknown; cost: number | null }[];
  alternatives: {
    kind: AlternativeKind;
    cost: number;
    suppliers: number;
    smallProducers: number;
    largestShare: number;
    transport: number;
    filled: number;
  }[];
};
export type Strategy = AlternativeKind;
const SECONDS = 5;

/**
 * Solves what is still open of a demand with what is on offer now and keeps the answer as a proposal. Nothing is promised yet. After closing
 * only (a sealed price stays sealed). Throws conflict while answers of a round are awaited, forbidden for others than the buyer.
 */
export async function proposePool(
  ctx: Ctx,
  { demandId, strategy = 'cheapest' }: { demandId: string; strategy?: Strategy },
  ground: Territory & Ground,
): Promise<{ id: string; status: Answer['status'] }> {
  const demand = await getDemand(ctx, demandId, ground);
  assertBuysFor(ground, ctx.actor, demand.organisationId, dayOf(ctx.now));
  return { ...(await build(ctx, demandId, strategy, ground)) };
}

/** The same without asking who: a refill after a withdrawal is the house's own work. */
export async function build(
  ctx: Ctx,
  demandId: string,
  strategy: Strategy,
  ground: Territory & Ground,
): Promise<{ id: string; status: Answer['status'] }> {
  const [demand] = await listDemands(ctx.db, { id: demandId });
  if (!demand) throw notFound(demandId, { vi: 'nhu cầu', en: 'demand' });
  const today = dayOf(ctx.now);
  if (demand.state !== 'open' && demand.state !== 'pooling' && demand.state !== 'contracted')
    throw new AppError('conflict', { vi: 'Nhu cầu này không còn mở.', en: 'This demand is no longer open.' });
  if (demand.sealed && demand.closesAt > ctx.now)
    throw new AppError('conflict', { vi: 'Giá còn giữ kín: gom được sau khi đóng.', en: 'Prices are sealed: pool after closing.' });
  const wanted = await loadWanted(ctx, demand, ground);
  if (wanted.deliveries.every((d) => d.open <= 0))
    throw new AppError('conflict', { vi: 'Các đợt giao đã đủ lượng.', en: 'The deliveries are filled.' });
  const found = await loadCandidates(ctx, demand, ground);
  const built = buildInstance(wanted, found.candidates, ratesFor(demand.unit), today, found.past, SECONDS);
  const byProduct = new Map(found.candidates.map((c) => [c.productId, c]));
  const { answer, explained } = await answerFor(built, strategy, byProduct);
  const parts = inWholeUnits(wanted, built, answer, byProduct);
  const monthOf = new Map(wanted.deliveries.map((d) => [d.id, d.dueOn.slice(0, 7)]));
  const totals = new Map<string, number>();
  for (const a of parts) {
    const key = `${a.supplier} ${monthOf.get(a.delivery)}`;
    totals.set(key, (totals.get(key) ?? 0) + a.quantity);
  }
  return transact(ctx.db, async (tx) => {
    await tx.selectFrom('sourcing.demand').select('id').where('id', '=', demandId).forUpdate().execute();
    const rounds = await tx
      .selectFrom('sourcing.pool')
      .select(['round', 'state', 'lead_producer_id'])
      .where('demand_id', '=', demandId)
      .orderBy('round')
      .execute();
    if (rounds.some((r) => r.state === 'offered'))
      throw new AppError('conflict', { vi: 'Đang chờ chủ thể trả lời vòng trước.', en: 'Answers to the round before are awaited.' });
    await tx
      .updateTable('sourcing.pool')
      .set({ state: 'dropped' })
      .where('demand_id', '=', demandId)
      .where('state', '=', 'proposed')
      .execute();
    const id = newId();
    // who leads already keeps leading
    const leads = rounds.filter((r) => r.state !== 'dropped' && wanted.held.of.has(r.lead_producer_id ?? '')).at(-1)?.lead_producer_id;
    const lead = (wanted.held.invoices ? leads : undefined) ?? leadOf(answer, byProduct);
    await tx
      .insertInto('sourcing.pool')
      .values({
        id,
        demand_id: demandId,
        round: Math.max(0, ...rounds.map((r) => r.round)) + 1,
        strategy,
        rules: JSON.stringify(built.instance.rules ?? {}),
        question: JSON.stringify({
          demands: built.instance.demands,
          suppliers: built.instance.suppliers.length,
          rates: ratesFor(demand.unit),
        }),
        answer: JSON.stringify(answer),
        explained: JSON.stringify(explained),
        lead_producer_id: lead,
        solved_at: ctx.now,
        solved_by: ctx.actor.id,
      })
      .execute();
    const shares = parts.flatMap((a) => {
      const c = byProduct.get(a.supplier);
      if (!c) return [];
      const price = priceOf(c, totals.get(`${a.supplier} ${monthOf.get(a.delivery)}`) ?? 0);
      const shared = { pool_id: id, demand_id: demandId, delivery_id: a.delivery, product_id: c.productId, producer_id: c.producerId };
      return [{ id: newId(), ...shared, quantity: a.quantity, unit_price: Math.round(price) }];
    });
    if (shares.length > 0) await tx.insertInto('sourcing.share').values(shares).execute();
    await recordAct(tx, ctx, {
      verb: 'propose_pool',
      subjectKind: 'demand',
      subjectId: demandId,
      detail: { pool: id, strategy, status: answer.status, suppliers: new Set(shares.map((s) => s.producer_id)).size },
    });
    return { id, status: answer.status };
  });
}

async function answerFor(
  { instance, aside }: Built,
  strategy: Strategy,
  byProduct: ReadonlyMap<string, { producerId: string }>,
): Promise<{ answer: Answer; explained: Explained }> {
  if (instance.suppliers.length === 0) {
    const answer: Answer = {
      status: 'infeasible',
      objective: null,
      bound: null,
      gap: null,
      allocations: [],
      refused: [],
      short: [],
      seconds: 0,
      relax: [],
    };
    return { answer, explained: { aside, conditions: [], alternatives: [] } };
  }
  const answer = await solve(instance);
  const explained: Explained = { aside, conditions: [], alternatives: [] };
  if (answer.status === 'infeasible') return { answer, explained };
  const [others, prices] = await Promise.all([alternatives(instance).catch(() => []), priceOfConditions(instance).catch(() => undefined)]);
  const small = new Set(instance.suppliers.filter(isSmall).map((s) => s.id));
  explained.alternatives = others.map(({ kind, cost, transport, answer: { allocations } }) => {
    // The engine knows products; a producer of several counts once.
    const parts = new Map<string, number>();
    const producerOf = (product: string) => byProduct.get(product)?.producerId ?? product;
    for (const a of allocations) parts.set(producerOf(a.supplier), (parts.get(producerOf(a.supplier)) ?? 0) + a.quantity);
    const filled = allocations.reduce((sum, a) => sum + a.quantity, 0);
    return {
      ...{ kind, cost, transport, filled, suppliers: parts.size },
      smallProducers: new Set(allocations.filter((a) => small.has(a.supplier)).map((a) => producerOf(a.supplier))).size,
      largestShare: filled > 0 ? Math.max(...parts.values()) / filled : 0,
    };
  });
  explained.conditions = prices?.conditions.map(({ rule, value, cost }) => ({ rule, value, cost })) ?? [];
  const chosen = strategy === 'cheapest' ? undefined : others.find((o) => o.kind === strategy)?.answer;
  return { answer: chosen && chosen.status !== 'infeasible' ? chosen : answer, explained };
}

/** The answer in quantities that can be weighed and counted, within the same conditions. */
function inWholeUnits(wanted: Wanted, { instance }: Built, answer: Answer, byProduct: ReadonlyMap<string, { producerId: string }>): Part[] {
  const asked = new Map(wanted.deliveries.map((d) => [d.id, d.asked]));
  const limits = instance.suppliers.map((s): [string, Limits] => {
    const held = wanted.held.of.get(byProduct.get(s.id)?.producerId ?? '');
    const most = (delivery: string) => (wanted.maxShare ?? 1) * (asked.get(delivery) ?? 0) - (held?.[delivery] ?? 0);
    const { capacity, capacityByPeriod = {}, minLot = 0, lotStep = null } = s;
    return [s.id, { small: isSmall(s), capacity, capacityByPeriod, minLot, lotStep, most }];
  });
  return wholeUnits(
    answer.allocations.map((a) => ({ supplier: a.supplier, delivery: a.demand, quantity: a.quantity })),
    {
      slots: wanted.deliveries.filter((d) => d.open > 0).map((d) => ({ id: d.id, month: d.dueOn.slice(0, 7), open: d.open })),
      limits: new Map(limits),
      smallShare: instance.rules?.smallProducerShare ?? 0,
      exact: !wanted.allowShort,
      pieces: wanted.unit === 'piece',
    },
  );
}

/** Who invoices for the pool: of those that can, the one with the largest part. */
function leadOf(answer: Answer, byProduct: ReadonlyMap<string, { producerId: string; papers: Record<string, string> }>): string | null {
  const parts = new Map<string, number>();
  for (const a of answer.allocations) {
    const c = byProduct.get(a.supplier);
    if (c && 'invoice' in c.papers) parts.set(c.producerId, (parts.get(c.producerId) ?? 0) + a.quantity);
  }
  return [...parts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? null;
}
