// The route of a dossier as one table (QĐ 26/2026/QĐ-TTg, Điều 4–9): who moves it, from where to where, under which clock.
import type { Verb } from '#server/modules/identity/index.ts';

export const STATES = [
  'draft',
  'submitted',
  'commune_review',
  'returned',
  'sent_to_province',
  'intake',
  'advisory_review',
  'council',
  'approved_for_centre',
  'central_intake',
  'central_advisory',
  'central_council',
  'back_to_province',
  'decided',
  'withdrawn',
] as const;
export type State = (typeof STATES)[number];
export const FINAL: readonly State[] = ['decided', 'withdrawn'];

export const MOVES = [
  'edit',
  'submit',
  'withdraw',
  'receive',
  'return',
  'report_local',
  'send_to_province',
  'accept',
  'pass_to_advisers',
  'report_advisory',
  'open_council',
  'propose_centre',
  'decide',
] as const;
export type Move = (typeof MOVES)[number];

/** Where the right is asked for: the producer's own, the commune, the province, the nation. */
export type Place = 'producer' | 'commune' | 'province' | 'nation';
/** `local`: 15 working days from receipt (Điều 7). `written`: 45 days from a full file, re-assessments only (Điều 5). */
export type Clock = 'local' | 'written';
export type Step = { move: Move; from: State; to: State; verb: Verb; at: Place; article: string };

/** Moves that end where they began add a paper; everything else changes the state. */
export const STEPS: readonly Step[] = [
  { move: 'edit', from: 'draft', to: 'draft', verb: 'act_for_producer', at: 'producer', article: 'Điều 6; Mẫu 01, 02' },
  { move: 'edit', from: 'returned', to: 'returned', verb: 'act_for_producer', at: 'producer', article: 'Điều 6; Mẫu 01, 02' },
  { move: 'submit', from: 'draft', to: 'submitted', verb: 'act_for_producer', at: 'producer', article: 'Điều 6, 7.1' },
  { move: 'submit', from: 'returned', to: 'submitted', verb: 'act_for_producer', at: 'producer', article: 'Điều 7' },
  { move: 'withdraw', from: 'draft', to: 'withdrawn', verb: 'act_for_producer', at: 'producer', article: 'Điều 6' },
  { move: 'withdraw', from: 'submitted', to: 'withdrawn', verb: 'act_for_producer', at: 'producer', article: 'Điều 6' },
  { move: 'withdraw', from: 'returned', to: 'withdrawn', verb: 'act_for_producer', at: 'producer', article: 'Điều 6' },
  { move: 'receive', from: 'submitted', to: 'commune_review', verb: 'receive_dossier', at: 'commune', article: 'Điều 7' },
  { move: 'return', from: 'commune_review', to: 'returned', verb: 'receive_dossier', at: 'commune', article: 'Điều 7' },
  { move: 'report_local', from: 'commune_review', to: 'commune_review', verb: 'assess_local', at: 'commune', article: 'Điều 7; Mẫu 03' },
  { move: 'send_to_province', from: 'commune_review', to: 'sent_to_province', verb: 'assess_local', at: 'commune', article: 'Điều 7' },
  { move: 'accept', from: 'sent_to_province', to: 'intake', verb: 'check_dossier', at: 'province', article: 'Điều 7' },
  { move: 'return', from: 'intake', to: 'returned', verb: 'check_dossier', at: 'province', article: 'Điều 7' },
  { move: 'pass_to_advisers', from: 'intake', to: 'advisory_review', verb: 'check_dossier', at: 'province', article: 'Điều 7' },
  { move: 'return', from: 'advisory_review', to: 'returned', verb: 'check_dossier', at: 'province', article: 'Điều 7' },
  { move: 'report_advisory', from: 'advisory_review', to: 'advisory_review', verb: 'check_dossier', at: 'province', article: 'Điều 7' },
  { move: 'open_council', from: 'advisory_review', to: 'council', verb: 'chair_council', at: 'province', article: 'Điều 5, 7' },
  { move: 'propose_centre', from: 'advisory_review', to: 'approved_for_centre', verb: 'propose_centre', at: 'province', article: 'Điều 6' },
  { move: 'decide', from: 'council', to: 'decided', verb: 'decide', at: 'province', article: 'Điều 4, 7' },
  { move: 'decide', from: 'council', to: 'approved_for_centre', verb: 'decide', at: 'province', article: 'Điều 4, 7' },
  { move: 'accept', from: 'approved_for_centre', to: 'central_intake', verb: 'check_centre', at: 'nation', article: 'Điều 7' },
  { move: 'pass_to_advisers', from: 'central_intake', to: 'central_advisory', verb: 'check_centre', at: 'nation', article: 'Điều 7' },
  { move: 'report_advisory', from: 'central_advisory', to: 'central_advisory', verb: 'check_centre', at: 'nation', article: 'Điều 7' },
  { move: 'open_council', from: 'central_advisory', to: 'central_council', verb: 'chair_centre', at: 'nation', article: 'Điều 5, 7' },
  { move: 'decide', from: 'central_council', to: 'decided', verb: 'decide_centre', at: 'nation', article: 'Điều 4, 7' },
  { move: 'decide', from: 'central_council', to: 'back_to_province', verb: 'decide_centre', at: 'nation', article: 'Điều 7' },
  { move: 'decide', from: 'back_to_province', to: 'decided', verb: 'decide', at: 'province', article: 'Điều 7' },
  { move: 'open_council', from: 'back_to_province', to: 'council', verb: 'chair_council', at: 'province', article: 'Điều 7' },
];

/** Which clock runs while a dossier stands in a state. */
export const CLOCKS: Partial<Record<State, Clock>> = {
  commune_review: 'local',
  advisory_review: 'written',
  council: 'written',
};

/** The steps of a move that begin in a state; empty where the move is not allowed there. */
export const stepsFrom = (state: State, move?: Move): Step[] =>
  STEPS.filter((s) => s.from === state && (move === undefined || s.move === move));
