import type { Generated } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';
import type { Star } from '#shared/vocabulary.ts';

declare module '#server/platform/db.ts' {
  interface Tables {
    'traceability.signing_key': {
      authority: string;
      no: number;
      /** Coordinates of the public point, base64url. */
      x: string;
      y: string;
      sealed: Buffer | null;
      /** What the signing service calls it. */
      remote: string | null;
      created_at: Stamp;
      retired_at: Stamp | null;
    };
    'traceability.status_list': { no: Generated<number>; authority: string; created_at: Stamp };
    'traceability.status_entry': {
      list: number;
      idx: number;
      subject: string;
      product_id: string;
      valid_from: Day;
      star: Star;
      until: Day;
      drawn_at: Stamp;
      set_at: Stamp | null;
    };
    'traceability.credential': { subject: string; origin: string; facts_hash: Buffer; text: string; issued_at: Stamp };
  }
}
