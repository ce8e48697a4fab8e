import type { Generated } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';

export type EpcRole = 'epc' | 'parent' | 'child' | 'input' | 'output' | 'class' | 'childClass' | 'inputClass' | 'outputClass';
export type MoveKind = 'make' | 'use' | 'ship' | 'arrive' | 'receive' | 'loss';
export type RecallLevel = 'health' | 'quality' | 'label';

declare module '#server/platform/db.ts' {
  interface Tables {
    'traceability.capture': {
      id: string;
      account: string;
      owner: string;
      events: number;
      stored: number;
      /** JSON text in, parsed out. */
      warnings: string | unknown[];
      at: Stamp;
    };
    'traceability.event': {
      no: Generated<number>;
      event_id: string;
      declares_error: boolean;
      declared_error_at: Stamp | null;
      hash: Buffer;
      type: string;
      action: string | null;
      biz_step: string | null;
      disposition: string | null;
      read_point: string | null;
      biz_location: string | null;
      event_time: Stamp;
      record_time: Stamp;
      owner: string;
      capture_id: string;
      place: string | null;
      body: unknown;
    };
    'traceability.event_epc': { epc: string; event_no: number; role: EpcRole };
    'traceability.lot': {
      no: Generated<number>;
      epc: string;
      product_id: string | null;
      code: string | null;
      maker: string | null;
      name: string | null;
      unit: string | null;
      made_on: Day | null;
      best_before: Day | null;
      sample: Generated<boolean>;
      created_at: Stamp;
    };
    'traceability.lot_edge': { from_no: number; to_no: number; event_no: number; kind: 'transform' | 'aggregate' };
    'traceability.lot_move': { event_no: number; lot_no: number; holder: string; kind: MoveKind; delta: number };
    'traceability.party': {
      id: string;
      owner: string;
      kind: 'household' | 'business';
      name: string;
      phone: string | null;
      commune_code: string | null;
      producer_id: string | null;
      sample: Generated<boolean>;
    };
    'traceability.lot_test': {
      id: string;
      lot_no: number;
      event_no: number | null;
      on_day: Day;
      what: string;
      lab: string | null;
      passed: boolean;
    };
    'traceability.named_query': { owner: string; name: string; query: unknown; created_at: Stamp };
    'traceability.recall': {
      id: string;
      product_id: string;
      producer_id: string;
      province_code: string;
      level: RecallLevel;
      reason_vi: string;
      reason_en: string;
      advice_vi: string;
      advice_en: string;
      since: Stamp;
      opened_by: string;
      opened_name: string;
      closed_at: Stamp | null;
      closed_by: string | null;
      report: string | null;
      recovered: number | null;
      sample: Generated<boolean>;
    };
    'traceability.recall_lot': { recall_id: string; lot_no: number; named: boolean };
    'traceability.recall_holder': {
      recall_id: string;
      holder: string;
      told_at: Stamp;
      answer: string | null;
      answered_at: Stamp | null;
      quantity: number | null;
    };
  }
}
