import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';
import type { FileType } from '#server/platform/file-type.ts';
import type { Conclusion, Settings } from './councils/rules/conclude.ts';
import type { Draw } from './councils/rules/draw.ts';
import type { Move, State } from './dossiers/rules/states.ts';
import type { PaperKind } from './dossiers/vault/kinds.ts';
import type { Kind } from './rules/ruleset-on.ts';
import type { Score } from './rules/score.ts';

/** Parsed on the way out, text on the way in. */
type Json<T> = ColumnType<T, string, string>;
type WithDefault<T> = ColumnType<T, string | undefined, string>;
export type Level = 'province' | 'nation';
export type Outcome = '3' | '4' | '5' | 'none';

export type DossierTable = {
  id: string;
  kind: Kind;
  state: State;
  row_version: Generated<number>;
  version: Generated<number>;
  producer_id: string;
  producer_name: string;
  product_id: string | null;
  product_name: string;
  /** Both names folded, for finding; the database keeps it. */
  name_key: GeneratedAlways<string>;
  commune_code: string;
  province_code: string;
  ruleset: string;
  set_no: number;
  answers: WithDefault<Record<string, string>>;
  not_applicable: WithDefault<Record<string, string>>;
  knockouts: WithDefault<string[]>;
  details: WithDefault<Record<string, string>>;
  total: number | null;
  star: number | null;
  since: Day;
  due_on: Day | null;
  full_on: Day | null;
  late_reason: string | null;
  outcome: Outcome | null;
  round_id: string | null;
  central_round_id: string | null;
  sample: Generated<boolean>;
  created_at: Stamp;
  created_by: string;
  updated_at: Stamp;
};

export type RoundTable = {
  id: string;
  unit: string;
  name: string;
  plan: string;
  files_from: Day;
  files_until: Day;
  review_until: Day;
  council_from: Day;
  council_until: Day;
  created_at: Stamp;
  created_by: string;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    'assessment.request': { id: string; actor_id: string; verb: string; result: Json<unknown>; at: Stamp };
    'assessment.dossier': DossierTable;
    'assessment.dossier_version': {
      dossier_id: string;
      version: number;
      body: Json<unknown>;
      sha256: Buffer;
      submitted_at: Stamp;
      submitted_by: string;
    };
    'assessment.dossier_move': {
      dossier_id: string;
      no: number;
      move: Move;
      from_state: State;
      to_state: State;
      at: Stamp;
      actor_id: string;
      actor_name: string;
      note: string | null;
    };
    'assessment.evidence': {
      id: string;
      producer_id: string;
      sha256: string;
      size: number;
      type: FileType;
      name: string;
      kind: Generated<PaperKind>;
      paper_id: string;
      version: number;
      expires_on: Day | null;
      uploaded_at: Stamp;
      uploaded_by: string;
    };
    'assessment.dossier_evidence': { dossier_id: string; criterion: string; evidence_id: string };
    'assessment.commune_report': {
      dossier_id: string;
      version: number;
      materials: string;
      labour: string;
      idea: string;
      identity: string;
      letter_no: string | null;
      met_on: Day | null;
      reported_at: Stamp;
      reported_by: string;
    };
    'assessment.advisory_report': {
      id: string;
      dossier_id: string;
      level: Level;
      summary: string;
      surveyed_on: Day | null;
      survey: string | null;
      extra_tests: string | null;
      reported_at: Stamp;
      reported_by: string;
    };
    'assessment.council': {
      id: string;
      unit: string;
      name: string;
      regulation: string;
      settings: Json<Partial<Settings>>;
      second_seed: string | null;
      formed_on: Day;
      formed_by: string;
      created_at: Stamp;
    };
    'assessment.council_member': {
      council_id: string;
      account: string;
      name: string;
      chair: Generated<boolean>;
      second: Generated<boolean>;
    };
    'assessment.hearing': {
      id: string;
      dossier_id: string;
      council_id: string;
      version: number;
      mode: 'meeting' | 'written';
      state: 'scoring' | 'discussion' | 'closed' | 'waived';
      second_of: string | null;
      draw: ColumnType<Draw | null, string | null | undefined, string | null>;
      round: Generated<number>;
      meets_on: Day;
      closed_on: Day | null;
      result: ColumnType<Conclusion | null, string | null | undefined, string | null>;
      created_at: Stamp;
    };
    'assessment.second_difference': {
      hearing_id: string;
      second_id: string;
      first_total: number;
      second_total: number;
      first_star: number;
      second_star: number;
      bound: number;
      found_at: Stamp;
    };
    'assessment.rescore_order': { hearing_id: string; reason: string; ordered_at: Stamp; ordered_by: string };
    'assessment.round': RoundTable;
    'assessment.ruleset': { id: string; valid_from: Day; body: Json<unknown>; sha256: Buffer; imported_at: Stamp; imported_by: string };
    'assessment.conflict': { hearing_id: string; account: string; reason: string; declared_at: Stamp; declared_by: string };
    'assessment.score_sheet': {
      hearing_id: string;
      round: number;
      account: string;
      answers: Json<Record<string, string>>;
      not_applicable: Json<Record<string, string>>;
      knockouts: Json<string[]>;
      note: string | null;
      total: number;
      star: number;
      score: Json<Score>;
      submitted_at: Stamp;
    };
    'assessment.decision': {
      id: string;
      dossier_id: string;
      hearing_id: string;
      level: Level;
      outcome: Outcome | 'approved_for_centre' | 'back_to_province';
      decision_no: string | null;
      issuer: string | null;
      decided_on: Day;
      total: number;
      recorded_at: Stamp;
      recorded_by: string;
    };
    'assessment.counter': { name: string; last: number };
    'assessment.certificate': {
      no: string;
      decision_id: string;
      dossier_id: string;
      product_id: string;
      product_version: number;
      star: 3 | 4 | 5;
      potential_five: boolean;
      valid_from: Day;
      valid_until: Day;
      issued_at: Stamp;
    };
  }
}
