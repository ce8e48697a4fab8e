import type { Bilingual } from '#server/platform/errors.ts';
import ocop2025 from '../../../../reference/targets/ocop-2021-2025.json' with { type: 'json' };

export type Target = { id: string; measure: 'products' | 'five'; atLeast: number; label: Bilingual };
/** What a decision set out to reach, and by when. */
export type Programme = {
  programme: Bilingual;
  decision: string;
  decidedOn: string;
  issuer: Bilingual;
  from: string;
  until: string;
  source: string;
  targets: Target[];
};

export const OCOP_2025 = ocop2025 as Programme;
