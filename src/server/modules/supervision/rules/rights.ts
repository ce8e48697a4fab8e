// Who may do what with a revocation, in verbs of identity. QĐ 26/2026 điều 8, 9, 12.3.
import { type Actor, assertMay, type Ground, may, NATION, type Verb } from '#server/modules/identity/index.ts';
import type { Move } from './case-moves.ts';
import type { Cause } from './causes.ts';

export type Held = { star: 3 | 4 | 5; provinceCode: string; communeCode: string | null };

/** 3 and 4 stars are taken by the Chair of the product's province, 5 by the Minister. */
export const decidingRight = (held: Held): { verb: Verb; unit: string } =>
  held.star === 5 ? { verb: 'revoke_centre', unit: NATION } : { verb: 'revoke', unit: held.provinceCode };

/** Whoever may take the star may also send the proposal back. */
const rightFor = (move: Move, held: Held): { verb: Verb; unit: string } =>
  move === 'decide' || move === 'return' ? decidingRight(held) : { verb: 'inspect', unit: held.provinceCode };

/** May the actor take this move with a case of a product they see as `held` says, on a day? */
export const mayMove = (ground: Ground, actor: Actor, move: Move, held: Held, day: string): boolean => {
  const { verb, unit } = rightFor(move, held);
  return may(ground, actor, verb, { unit }, day);
};
export function assertMayMove(ground: Ground, actor: Actor, move: Move, held: Held, day: string): void {
  const { verb, unit } = rightFor(move, held);
  assertMay(ground, actor, verb, { unit }, day);
}

/** The commune itself confirms that production stopped; everything else is opened by whoever inspects there. */
export function assertMayOpen(ground: Ground, actor: Actor, cause: Cause, held: Held, day: string): void {
  if (cause === 'stopped' && held.communeCode !== null && may(ground, actor, 'assess_local', { unit: held.communeCode }, day)) return;
  assertMay(ground, actor, 'inspect', { unit: held.provinceCode }, day);
}

export function assertMayExtend(ground: Ground, actor: Actor, held: Held, day: string): void {
  if (held.star === 5) assertMay(ground, actor, 'decide_centre', { unit: NATION }, day);
  else assertMay(ground, actor, 'decide', { unit: held.provinceCode }, day);
}
