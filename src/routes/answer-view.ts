// A producer's invitation: the shares of one pool, and its answer from a form.

import { SYSTEM } from '#server/modules/identity/index.ts';
import { getDemand, listPools, listShares, type PoolAnswer } from '#server/modules/sourcing/index.ts';
import { dayOf } from '#shared/dates.ts';

export async function invitationOf({ app }: App.Locals, poolId: string, producerId: string) {
  const [pool] = await listPools(app.db, { id: poolId });
  if (!pool) return undefined;
  const shares = (await listShares(app.db, { poolId })).filter((s) => s.producerId === producerId && s.state !== 'proposed');
  if (shares.length === 0) return undefined;
  // the producer was invited: it may see the demand, also a private one
  const demand = await getDemand(app.ctx(SYSTEM), pool.demandId, app.territory, [producerId]);
  const open = pool.state === 'offered' && pool.answerBy !== null && pool.answerBy > app.clock();
  return {
    id: poolId,
    producerId,
    open: open && shares.some((s) => s.state === 'offered'),
    answerBy: pool.answerBy ? dayOf(pool.answerBy) : '',
    title: demand.title,
    ...{ buyer: demand.buyer, packing: demand.packing, specification: demand.specification, checklist: demand.checklist },
    contracted: pool.state === 'contracted',
    unit: demand.unit,
    producer: app.catalogue.producer(producerId)?.name ?? producerId,
    shares: shares.map((s) => ({
      id: s.id,
      dueOn: s.dueOn,
      place: demand.deliveries.find((d) => d.id === s.deliveryId)?.place ?? '',
      product: app.catalogue.product(s.productId)?.name ?? s.productId,
      quantity: s.quantity,
      unitPrice: s.unitPrice,
      state: s.state,
      answered: s.answered,
    })),
  };
}
export type Invitation = NonNullable<Awaited<ReturnType<typeof invitationOf>>>;

/** Fields `s-<share>` = quantity taken; the button that declines all makes each of them 0. */
export const readAnswers = (form: FormData): PoolAnswer =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith('s-') && typeof value === 'string'
        ? [[name.slice(2), form.has('none') ? 0 : Number(value.trim().replace(',', '.') || 0)]]
        : [],
    ),
  );
