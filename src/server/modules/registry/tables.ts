import type { Generated } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';
import type { Group, ProducerType } from '#shared/vocabulary.ts';

type Placed = {
  address_written: string | null;
  commune_written: string | null;
  district_written: string | null;
  province_written: string | null;
  commune_code: string | null;
  /** Code on today's map of 34. */
  province_code: string;
  /** Code on the map of 63; null when only a merged province is known. */
  old_province_code: string | null;
  mapped_by: string | null;
  mapped_at: Date | string | null;
  lat: number | null;
  lng: number | null;
};

export type ProducerTable = Placed & {
  id: string;
  name: string;
  name_key: string;
  type: ProducerType;
  type_stated: string | null;
  place_key: string;
  representative: string | null;
  phone: string | null;
  sample: Generated<boolean>;
  created_at: Stamp;
  updated_at: Stamp;
};

export type ProductTable = Placed & {
  id: string;
  producer_id: string;
  version: Generated<number>;
  code: string | null;
  old_code: string | null;
  name: string;
  name_key: string;
  group_code: Group | null;
  set_no: number | null;
  group_stated: string | null;
  sample: Generated<boolean>;
  created_at: Stamp;
  updated_at: Stamp;
};

export type ProductVersionTable = {
  product_id: string;
  version: number;
  valid_from: Day;
  name: string;
  producer_id: string;
  code: string | null;
  group_code: Group | null;
  set_no: number | null;
  /** Written by the database: the day from which a higher version counts instead. */
  superseded_on: Generated<Day | null>;
  recorded_at: Stamp;
  recorded_by: string;
};

export type RecognitionTable = {
  id: Generated<number>;
  product_id: string;
  star: 3 | 4 | 5;
  potential_five: Generated<boolean>;
  score: number | null;
  decision_no: string | null;
  decision_key: string | null;
  decided_on: Day | null;
  issuer: string | null;
  valid_from: Day;
  valid_until: Day;
  extended_until: Day | null;
  /** The day on which the extension was granted; null where a list does not say. */
  extended_on: Generated<Day | null>;
  extension_reason: string | null;
  ended_on: Day | null;
  ended_by: 'revoked' | 'superseded' | null;
  cause: string | null;
  sample: Generated<boolean>;
  created_at: Stamp;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    'registry.producer': ProducerTable;
    'registry.product': ProductTable;
    'registry.product_version': ProductVersionTable;
    'registry.recognition': RecognitionTable;
    'registry.change': { change: number; product_id: string };
    'registry.change_counter': { one: boolean; change: number };
  }
}
