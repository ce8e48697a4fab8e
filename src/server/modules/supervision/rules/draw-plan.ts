// Draws an inspection plan. Whoever has the frame and the seed can draw it again, in any language: order by SHA-256(seed + '|' + id).
import { createHash } from 'node:crypto';
import type { Risk, RiskReason } from './risk.ts';

export type Why = 'risk' | 'random';
export type Drawn = { id: string; why: Why; points: number; reasons: RiskReason[] };

const lot = (seed: string, id: string): string => createHash('sha256').update(`${seed}|${id}`).digest('hex');

/**
 * `randomShare` of the places (rounded up) go to chance alone, so that nobody is sure of being left out; the others to the most points,
 * equal points by lot. Chance draws from what risk left.
 */
export function drawPlan(
  frame: readonly Risk[],
  { seed, size, randomShare }: { seed: string; size: number; randomShare: number },
): Drawn[] {
  const lots = frame.map((r) => ({ ...r, lot: lot(seed, r.id) }));
  const wanted = Math.min(size, lots.length);
  const byChance = Math.min(wanted, Math.ceil(wanted * randomShare));
  const byLot = (a: { lot: string }, b: { lot: string }) => (a.lot < b.lot ? -1 : 1);
  const ranked = [...lots].sort((a, b) => b.points - a.points || byLot(a, b));
  const risky = ranked.slice(0, wanted - byChance);
  const chance = ranked
    .slice(wanted - byChance)
    .sort(byLot)
    .slice(0, byChance);
  const drawn = (why: Why) => (r: Risk) => ({ id: r.id, why, points: r.points, reasons: r.why });
  return [...risky.map(drawn('risk')), ...chance.map(drawn('random'))];
}

/** Names the frame, so that a changed one is noticed. */
export const frameHash = (frame: readonly Risk[]): string =>
  createHash('sha256')
    .update(
      frame
        .map((r) => `${r.id} ${r.points}\n`)
        .sort()
        .join(''),
    )
    .digest('hex');
