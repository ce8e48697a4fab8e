import type { Generated } from 'kysely';
import type { Day } from '#server/platform/db.ts';

declare module '#server/platform/db.ts' {
  interface Tables {
    'traceability.gtin': {
      id: Generated<number>;
      gtin: string;
      product_id: string;
      from_day: Day;
      until_day: Day | null;
      sample: boolean;
      set_by: string;
      no: number;
    };
    'traceability.gln': { gln: string; producer_id: string; set_on: Day; set_by: string };
    'traceability.gtin_counter': { one: boolean; no: number };
    'traceability.serial_batch': {
      id: string;
      product_id: string;
      lot: string | null;
      first_no: number;
      size: number;
      key: Buffer;
      made_on: Day;
      made_by: string;
    };
    'traceability.printed_lot': { product_id: string; lot: string; first_on: Day };
    'traceability.scan': {
      product_id: string;
      serial: string;
      day: Day;
      province: string;
      times: Generated<number>;
      first_hour: Date | string;
      last_hour: Date | string;
    };
  }
}
