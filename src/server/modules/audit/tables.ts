import type { Stamp } from '#server/platform/db.ts';

declare module '#server/platform/db.ts' {
  interface Tables {
    'audit.act': {
      no: number;
      at: Stamp;
      actor_kind: string;
      actor_id: string;
      actor_name: string;
      verb: string;
      subject_kind: string;
      subject_id: string;
      detail: string;
      request_id: string;
      previous: Buffer;
      hash: Buffer;
    };
    'audit.head': { one: boolean; no: number; hash: Buffer };
  }
}
