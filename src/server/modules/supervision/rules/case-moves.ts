// States of a revocation case and the moves between them: one table. Điều 8: verify → propose → decide.
export type CaseState = 'verifying' | 'verified' | 'proposed' | 'revoked' | 'dropped';
export const MOVES = ['verify', 'propose', 'decide', 'return', 'drop'] as const;
export type Move = (typeof MOVES)[number];

const TABLE: Record<Move, { from: readonly CaseState[]; to: CaseState }> = {
  verify: { from: ['verifying'], to: 'verified' },
  propose: { from: ['verified'], to: 'proposed' },
  return: { from: ['proposed'], to: 'verified' },
  decide: { from: ['proposed'], to: 'revoked' },
  drop: { from: ['verifying', 'verified', 'proposed'], to: 'dropped' },
};

/** The state a move leads to; undefined where the table does not allow it. */
export const after = (state: CaseState, move: Move): CaseState | undefined =>
  TABLE[move].from.includes(state) ? TABLE[move].to : undefined;
/** The moves a case in this state allows. */
export const movesFrom = (state: CaseState): Move[] => MOVES.filter((m) => TABLE[m].from.includes(state));
