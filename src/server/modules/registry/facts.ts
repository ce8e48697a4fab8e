// The register's facts about one product, as every reader gets them. Days are ISO text.
import type { Group, ProducerType, Star } from '#shared/vocabulary.ts';

export type RecognitionFacts = {
  star: Star;
  potentialFive: boolean;
  score: number | null;
  decisionNo: string | null;
  decidedOn: string | null;
  issuer: string | null;
  validFrom: string;
  validUntil: string;
  extendedUntil: string | null;
  /** The day on which the extension was granted, where it is recorded. */
  extendedOn?: string;
  endedOn: string | null;
  endedBy: 'revoked' | 'superseded' | null;
  cause: string | null;
};

export type ProductFacts = {
  id: string;
  code: string | null;
  oldCode: string | null;
  name: string;
  group: Group | null;
  set: number | null;
  producer: { id: string; name: string; type: ProducerType };
  /** As mapped to units in force today. `province` and `commune` are full names ('Tỉnh Bắc Ninh', 'Xã Mèo Vạc'). */
  place: {
    communeCode: string | null;
    provinceCode: string;
    oldProvinceCode: string | null;
  };
  written: { address: string | null; commune: string | null; district: string | null; province: string | null };
  lat: number | null;
  lng: number | null;
  sample: boolean;
  /** Ascending by validFrom; acts of the future included: whoever shows them filters by day (`known`). */
  recognitions: RecognitionFacts[];
};
