// One unit as it was or is, for as long as it stood.
import type { Level } from './tables.ts';

export type Unit = {
  id: number;
  code: string;
  level: Level;
  name: string;
  fullName: string;
  kind: string;
  parent: string | null;
  districtCode: string | null;
  provinceCode: string;
  folded: string;
  validFrom: string | null;
  validUntil: string | null;
  lat: number | null;
  lng: number | null;
};
