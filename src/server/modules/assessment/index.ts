// The door of assessment: rulesets and scores; the route of a dossier; councils; decisions and certificates.
import { rulesetOn as chooseRuleset, type Kind } from './rules/ruleset-on.ts';
import { knownRulesets, type Ruleset } from './rulesets/known.ts';

export { type CertificatePaper, certificatePaper } from './certificates/certificate-paper.ts';
export { type CertificateView, type CertifiedProduct, viewCertificate } from './certificates/certificate-view.ts';
export { type Decided, type DecisionInput, decide } from './certificates/decide.ts';
export { findCertificateNo } from './certificates/find-certificate-no.ts';
export { callMeeting } from './councils/commands/call-meeting.ts';
export { closeScoring } from './councils/commands/close-scoring.ts';
export { declareConflict } from './councils/commands/declare-conflict.ts';
export { formCouncil } from './councils/commands/form-council.ts';
export { type Opening, openCouncil } from './councils/commands/open-council.ts';
export { orderRescore } from './councils/commands/order-rescore.ts';
export { rescore } from './councils/commands/rescore.ts';
export { submitSheet } from './councils/commands/submit-sheet.ts';
export { waiveSecond } from './councils/commands/waive-second.ts';
export { getHearing } from './councils/queries/get-hearing.ts';
export { listCouncils } from './councils/queries/list-councils.ts';
export { listOwnHearings } from './councils/queries/list-own-hearings.ts';
export { acceptDossier } from './dossiers/commands/accept-dossier.ts';
export { answerSheet } from './dossiers/commands/answer-sheet.ts';
export { attachEvidence } from './dossiers/commands/attach-evidence.ts';
export { detachEvidence } from './dossiers/commands/detach-evidence.ts';
export { passToAdvisers } from './dossiers/commands/pass-to-advisers.ts';
export { proposeCentre } from './dossiers/commands/propose-centre.ts';
export { receiveDossier } from './dossiers/commands/receive-dossier.ts';
export { reportAdvisory } from './dossiers/commands/report-advisory.ts';
export { reportLocalContents } from './dossiers/commands/report-local-contents.ts';
export { returnDossier } from './dossiers/commands/return-dossier.ts';
export { sendToProvince } from './dossiers/commands/send-to-province.ts';
export { type NewDossier, startDossier } from './dossiers/commands/start-dossier.ts';
export { submitDossier } from './dossiers/commands/submit-dossier.ts';
export { withdrawDossier } from './dossiers/commands/withdraw-dossier.ts';
export { type EvidenceStore, evidenceStore } from './dossiers/evidence-store.ts';
export { type DossierView, getDossier } from './dossiers/queries/get-dossier.ts';
export { getEvidence } from './dossiers/queries/get-evidence.ts';
export { listDossiers } from './dossiers/queries/list-dossiers.ts';
export { stillMissing } from './dossiers/queries/still-missing.ts';
export { reassessmentWindow } from './dossiers/rules/clocks.ts';
export { DETAILS } from './dossiers/rules/completeness.ts';
export { FINAL, type Move, STATES, type State } from './dossiers/rules/states.ts';
export { keepPaper, type NewPaper } from './dossiers/vault/keep-paper.ts';
export { isPaperKind, PAPER_KINDS, type PaperKind } from './dossiers/vault/kinds.ts';
export { getPaper, listVault, type VaultPaper } from './dossiers/vault/list-vault.ts';
export { remindPapers } from './dossiers/vault/remind-papers.ts';
export { usePaper } from './dossiers/vault/use-paper.ts';
export { gradingCsv } from './grading/export.ts';
export { type GradingView, getGrading } from './grading/queries/get-grading.ts';
export { ENOUGH_SHEETS, type Leaning } from './grading/rules/summary.ts';
export { type Printed, printDossier } from './papers/print-dossier.ts';
export { openRound } from './rounds/commands/open-round.ts';
export { placeInRound } from './rounds/commands/place-in-round.ts';
export { listRounds } from './rounds/queries/list-rounds.ts';
export { ROUND_DAYS } from './rounds/rules/days.ts';
export type { Change, Plan } from './rules/plan.ts';
export type { Kind } from './rules/ruleset-on.ts';
export type { GateResult, Score } from './rules/score.ts';
export type { Ruleset } from './rulesets/known.ts';
export { loadRulesets } from './rulesets/store.ts';
export { findSet, listRulesets, type RulesetView, type SetView } from './rulesets/view.ts';
export type { PlanQuestion, ScoreQuestion } from './schema.ts';
export { planSheet, scoreSheet } from './score-sheet.ts';

/** The ruleset that governs an assessment on a day; `filedOn` when the dossier was handed in earlier. */
export const rulesetOn = (day: string, kind: Kind, filedOn?: string): Ruleset | undefined =>
  chooseRuleset(knownRulesets(), day, kind, filedOn);

/** The newest sheets shipped with the product. */
export const LIVE_RULESET = 'QD26-2026';

/** The sheets for rehearsals and new dossiers of a day: those that govern it, imported or shipped; where none do, the newest shipped. */
export function sheetsOn(day: string, kind: Kind = 'first'): string {
  const governs = rulesetOn(day, kind);
  return governs && governs.sheets.size > 0 ? governs.id : LIVE_RULESET;
}
