// Watch and revocation: the only door.
import './tables.ts';

export { type ReportPhoto, readReportPhoto, takeReport, triageReport } from './commands/consumer-reports.ts';
export { decideRevocation } from './commands/decide-revocation.ts';
export { declareSpecification } from './commands/declare-specification.ts';
export { drawInspections } from './commands/draw-inspections.ts';
export { extendLateFiling } from './commands/extend-late-filing.ts';
export { closeFinding, orderInspection, recordInspection } from './commands/inspections.ts';
export { moveCase } from './commands/move-case.ts';
export { openCase } from './commands/open-case.ts';
export { recordTest } from './commands/record-test.ts';
export { getHeld, type HeldView } from './queries/get-held.ts';
export { type CaseView, getCase, listCases, type StepView } from './queries/list-cases.ts';
export { type ExpiringView, listExpiring } from './queries/list-expiring.ts';
export {
  type FindingView,
  type InspectionView,
  listInspections,
  listNewReports,
  listOpenFindings,
  listPlans,
  type PlanView,
  type ReportView,
  redrawPlan,
} from './queries/list-inspections.ts';
export { listNotices, type NoticeView } from './queries/list-notices.ts';
export { listDeclared, listTests, publishedTests, type SpecificationView, type TestView, testedProducts } from './queries/list-tests.ts';
export { type RevocationEvent, revocationsSince } from './queries/revocations-since.ts';
export { type CaseState, type Move, movesFrom } from './rules/case-moves.ts';
export { CAUSES, type Cause, causeRule } from './rules/causes.ts';
export { LIGHTS, type Light } from './rules/reminders.ts';
export { mayMove } from './rules/rights.ts';
