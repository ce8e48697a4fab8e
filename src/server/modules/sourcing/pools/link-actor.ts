import type { Actor } from '#server/modules/identity/index.ts';

/** Is it the holder of a link who acts? */
export const isLink = (actor: Pick<Actor, 'id'>): boolean => actor.id.startsWith('link:');

/**
 * Whoever holds a producer's link acts for that producer, and for nothing else: an actor with one role of one producer on one day, so that
 * every command asks the same rights as of people with accounts. Acts are recorded under the link's own name.
 */
export function actorOfLink(link: { poolId: string; producerId: string }, day: string): Actor {
  const id = `link:${link.poolId}:${link.producerId}`;
  return {
    kind: 'person',
    id,
    name: id,
    account: id,
    sample: false,
    mustChange: false,
    assignments: [
      {
        id,
        role: 'producer',
        unit: 'VN',
        organisation: null,
        producers: [{ id: link.producerId, from: day, until: day }],
        from: day,
        until: day,
        revoked: false,
        verbs: ['act_for_producer'],
        source: null,
        basis: 'link',
      },
    ],
  } as Actor;
}
