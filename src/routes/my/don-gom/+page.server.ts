import { listShares } from '#server/modules/sourcing/index.ts';
import { invitationOf } from '../../answer-view.ts';
import { ownProducers } from '../own-producers.ts';
import type { PageServerLoad } from './$types';

const SHOWN = 50;

/** The invitations of the own producers, those that wait first. */
export const load: PageServerLoad = async ({ locals }) => {
  const { app } = locals;
  const ids = ownProducers(locals);
  const shares = ids.length > 0 ? await listShares(app.db, { producerIds: ids }) : [];
  const keys = [...new Map(shares.map((s) => [`${s.poolId} ${s.producerId}`, s])).values()].slice(-SHOWN);
  const found = await Promise.all(keys.map((s) => invitationOf(locals, s.poolId, s.producerId)));
  return {
    invitations: found
      .filter((i) => i !== undefined)
      .map((i) => ({
        id: i.id,
        producerId: i.producerId,
        producer: i.producer,
        title: i.title,
        buyer: i.buyer,
        unit: i.unit,
        open: i.open,
        answerBy: i.answerBy,
        quantity: i.shares.reduce((a, s) => a + (s.answered ?? s.quantity), 0),
      }))
      .toSorted((a, b) => Number(b.open) - Number(a.open) || (a.answerBy < b.answerBy ? 1 : -1)),
  };
};
