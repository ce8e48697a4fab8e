import type { Generated } from 'kysely';
import type { Day } from '#server/platform/db.ts';

export type Level = 'province' | 'district' | 'commune';
export type MapOf = 34 | 63;

export type UnitTable = {
  id: Generated<number>;
  code: string;
  level: Level;
  name: string;
  full_name: string;
  kind: string;
  parent_code: string | null;
  district_code: string | null;
  province_code: string;
  folded: string;
  valid_from: Day | null;
  valid_until: Day | null;
  lat: number | null;
  lng: number | null;
  source: string;
};

export type SuccessionTable = {
  old_unit: number;
  new_unit: number;
  share: number | null;
  divided: boolean;
  effective: Day;
  source: string;
};

declare module '#server/platform/db.ts' {
  interface Tables {
    'territory.unit': UnitTable;
    'territory.succession': SuccessionTable;
    'territory.region': { map: MapOf; key: string; name_vi: string; name_en: string; sort: number; source: string };
    'territory.region_member': { map: MapOf; province_code: string; region_key: string };
  }
}
