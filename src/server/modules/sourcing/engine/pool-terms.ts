// What our own pools add to an instance: distance as a cost, turns of past pools as a handicap. Pure formulas, stated once.

export type Place = { lat: number; lng: number };

const EARTH_KM = 6371.0088;
/** Roads are longer than the line: a stated factor, not a claim about any road. */
export const DETOUR = 1.3;

/** Kilometres along the great circle. */
export function kilometres(a: Place, b: Place): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 + Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lng - a.lng) * rad) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** VND a unit: base + kilometres × detour × perKm, rounded to whole dong. */
export function distanceCost(from: Place, to: Place, rate: { base: number; perKm: number; detour?: number }): number {
  return Math.round(rate.base + kilometres(from, to) * (rate.detour ?? DETOUR) * rate.perKm);
}

/**
 * Turns: who got more than its even part of the last pools carries a handicap, VND a unit, while the next is chosen; nobody pays it.
 * `received`: quantity of each supplier over those pools. handicap = strength × price × (part − even part) / even part, within 0…strength × price.
 */
export function rotationHandicaps(received: ReadonlyMap<string, number>, price: number, strength = 0.02): Map<string, number> {
  const all = [...received.values()].reduce((a, b) => a + b, 0);
  const even = received.size > 0 ? 1 / received.size : 0;
  const handicaps = new Map<string, number>();
  for (const [id, quantity] of received) {
    const ahead = all > 0 ? (quantity / all - even) / even : 0;
    handicaps.set(id, Math.round(strength * price * Math.min(1, Math.max(0, ahead))));
  }
  return handicaps;
}
