// Booths by lot: anybody can repeat the draw from the recorded seed and the list of who asked.
import { createHash } from 'node:crypto';

export type Entrant = { id: string; small: boolean };

/**
 * Ranks everybody by SHA-256 of "seed:id". The first `share` of the booths (rounded up) goes to small producers in that order, as far as
 * they asked; all others follow in the same order. Which booth: numbered in the order of the hash of "seed:booth:id", so that the small
 * ones do not all sit in one corner. Returns participant id → booth number from 1.
 */
export function drawBooths(entrants: readonly Entrant[], booths: number, share: number, seed: string): Map<string, number> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const ranked = entrants.map((e) => ({ ...e, rank: hash(`${seed}:${e.id}`) })).sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const first = ranked.filter((e) => e.small).slice(0, Math.ceil(booths * share));
  const chosen = new Set(first.map((e) => e.id));
  for (const e of ranked) if (chosen.size < booths) chosen.add(e.id);
  const order = [...chosen].map((id) => ({ id, at: hash(`${seed}:booth:${id}`) })).sort((a, b) => (a.at < b.at ? -1 : 1));
  return new Map(order.map(({ id }, n) => [id, n + 1]));
}
