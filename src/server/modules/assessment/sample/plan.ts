// Which sample dossiers there are: two or three at every step of the route, and past scorings of the last months.
import type { Move, State } from '../dossiers/rules/states.ts';

/** The moves that led to a state, in order; `back` ends are the last one. */
const WAY: readonly { move: Move; to: State; role: string }[] = [
  { move: 'submit', to: 'submitted', role: 'producer' },
  { move: 'receive', to: 'commune_review', role: 'commune_officer' },
  { move: 'report_local', to: 'commune_review', role: 'commune_officer' },
  { move: 'send_to_province', to: 'sent_to_province', role: 'commune_officer' },
  { move: 'accept', to: 'intake', role: 'province_body' },
  { move: 'pass_to_advisers', to: 'advisory_review', role: 'province_body' },
  { move: 'report_advisory', to: 'advisory_review', role: 'province_adviser' },
  { move: 'open_council', to: 'council', role: 'province_council_chair' },
  { move: 'decide', to: 'approved_for_centre', role: 'province_chair' },
  { move: 'accept', to: 'central_intake', role: 'ministry_officer' },
  { move: 'pass_to_advisers', to: 'central_advisory', role: 'ministry_officer' },
  { move: 'report_advisory', to: 'central_advisory', role: 'central_adviser' },
  { move: 'open_council', to: 'central_council', role: 'central_council_chair' },
  { move: 'decide', to: 'back_to_province', role: 'minister_office' },
];
export type Walked = { move: Move; from: State; to: State; role: string };

/** From a draft to a state; reports of the state itself are part of the way only when `reported`. */
export function wayTo(state: State, reported: boolean): Walked[] {
  const steps: Walked[] = [];
  let at: State = 'draft';
  if (state === 'draft') return steps;
  const target: State = state === 'returned' ? 'commune_review' : state === 'decided' ? 'council' : state;
  for (const s of WAY) {
    const report = s.move === 'report_local' || s.move === 'report_advisory';
    if (at === target && !(report && reported && s.to === target)) break;
    steps.push({ move: s.move, from: at, to: s.to, role: s.role });
    at = s.to;
  }
  if (state === 'returned') steps.push({ move: 'return', from: at, to: 'returned', role: 'commune_officer' });
  if (state === 'decided') steps.push({ move: 'decide', from: at, to: 'decided', role: 'province_chair' });
  return steps;
}

/** Days ago at which the last step was taken: some in time, some near the end, some late. */
export type Planned = { state: State; daysAgo: number; points: number; reported: boolean; kind: 'upgrade' | 'reassessment' };
export const IN_FLIGHT: readonly Planned[] = [
  { state: 'submitted', daysAgo: 1, points: 74, reported: false, kind: 'upgrade' },
  { state: 'submitted', daysAgo: 4, points: 78, reported: false, kind: 'upgrade' },
  { state: 'commune_review', daysAgo: 5, points: 73, reported: false, kind: 'upgrade' },
  { state: 'commune_review', daysAgo: 19, points: 76, reported: true, kind: 'upgrade' },
  { state: 'commune_review', daysAgo: 30, points: 71, reported: false, kind: 'upgrade' },
  { state: 'returned', daysAgo: 6, points: 72, reported: false, kind: 'upgrade' },
  { state: 'sent_to_province', daysAgo: 2, points: 75, reported: true, kind: 'upgrade' },
  { state: 'sent_to_province', daysAgo: 8, points: 72, reported: true, kind: 'upgrade' },
  { state: 'intake', daysAgo: 3, points: 77, reported: true, kind: 'upgrade' },
  { state: 'advisory_review', daysAgo: 12, points: 74, reported: false, kind: 'upgrade' },
  { state: 'advisory_review', daysAgo: 20, points: 79, reported: true, kind: 'upgrade' },
  { state: 'advisory_review', daysAgo: 43, points: 62, reported: true, kind: 'reassessment' },
  { state: 'council', daysAgo: 2, points: 76, reported: true, kind: 'upgrade' },
  { state: 'council', daysAgo: 5, points: 73, reported: true, kind: 'upgrade' },
  { state: 'council', daysAgo: 9, points: 72, reported: true, kind: 'upgrade' },
];
/** How many closed scorings a province looks back on. */
export const PAST = 42;
export const MONTHS_BACK = 6;
