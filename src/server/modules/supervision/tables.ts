import type { Generated } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';
import type { CaseState, Move } from './rules/case-moves.ts';
import type { Ground as CaseGround, Cause } from './rules/causes.ts';
import type { Why } from './rules/draw-plan.ts';
import type { Risk, RiskReason } from './rules/risk.ts';
import type { TestVerdict } from './rules/verdict.ts';

export type FindingKind = 'criteria' | 'quality' | 'mark' | 'label' | 'stopped' | 'other';
export type ReportKind = 'fake' | 'quality' | 'label' | 'mark' | 'closed' | 'other';
export type ReportState = 'new' | 'inspect' | 'answered' | 'dismissed';
export type Outcome = 'kept' | 'findings' | 'not_found';

declare module '#server/platform/db.ts' {
  interface Tables {
    'supervision.report_photo': { report_id: string; type: string; bytes: Uint8Array; sha256: string };
    'supervision.specification': {
      id: string;
      product_id: string;
      parameter: string;
      unit: string;
      min: number | null;
      max: number | null;
      stated_on: Day;
      stated_by: string;
      replaced_on: Day | null;
    };
    'supervision.test_result': {
      id: string;
      inspection_id: string;
      product_id: string;
      /** Empty: the lot is not known. */
      lot: string;
      parameter: string;
      unit: string;
      value: number;
      /** What was declared on the day of the test. */
      min: number | null;
      max: number | null;
      verdict: TestVerdict;
      lab: string;
      report_no: string;
      tested_on: Day;
      published: boolean;
    };
    'supervision.notice': {
      id: Generated<number>;
      kind: 'expiry' | 'revocation' | 'extension';
      product_id: string;
      valid_until: Day;
      days_before: number;
      province_code: string;
      commune_code: string | null;
      written_on: Day;
    };
    'supervision.revocation_case': {
      id: string;
      product_id: string;
      province_code: string;
      star: 3 | 4 | 5;
      cause: Cause;
      ground: CaseGround;
      basis_no: string;
      basis_by: string;
      basis_on: Day;
      due_on: Day;
      state: CaseState;
      proposed_by: string | null;
      decision_no: string | null;
      decided_on: Day | null;
      opened_on: Day;
    };
    'supervision.case_step': {
      case_id: string;
      no: number;
      move: 'open' | Move;
      state: CaseState;
      on_day: Day;
      by_id: string;
      by_name: string;
      note: string;
    };
    'supervision.revocation': { no: number; product_id: string; ended_on: Day; cause: Cause; case_id: string; at: Stamp };
    'supervision.checkpoint': { no: number; at: Stamp; body: string; key_id: string; public_key: Buffer; signature: Buffer };
    'supervision.plan': {
      id: string;
      unit: string;
      drawn_on: Day;
      until: Day;
      seed: string;
      size: number;
      random_share: number;
      /** JSON text in, parsed out: what the plan was drawn from. */
      frame: string | Risk[];
      frame_hash: string;
      drawn_by: string;
    };
    'supervision.inspection': {
      id: string;
      plan_id: string | null;
      product_id: string;
      province_code: string;
      why: Why | 'report' | 'surprise';
      risk: number;
      reasons: RiskReason[];
      due_on: Day;
      done_on: Day | null;
      outcome: Outcome | null;
      note: string | null;
      done_by: string | null;
    };
    'supervision.finding': {
      id: string;
      inspection_id: string;
      product_id: string;
      kind: FindingKind;
      text: string;
      due_on: Day;
      closed_on: Day | null;
      closed_by: string | null;
      closing: string | null;
    };
    'supervision.consumer_report': {
      id: string;
      product_id: string | null;
      code_read: string | null;
      kind: ReportKind;
      text: string;
      contact: string | null;
      province_code: string | null;
      state: Generated<ReportState>;
      received_at: Stamp;
      triaged_at: Stamp | null;
      triaged_by: string | null;
      note: string | null;
      inspection_id: string | null;
    };
    'registry.pub_record': { no: number; body: string; previous: Buffer; hash: Buffer };
    'registry.pub_record_head': { no: number; hash: Buffer };
  }
}
