import type { Generated } from 'kysely';
import type { Stamp } from '#server/platform/db.ts';

declare module '#server/platform/db.ts' {
  interface Tables {
    'notices.notice': {
      id: string;
      key: string;
      account_id: string;
      kind: string;
      subject_vi: string;
      subject_en: string;
      text_vi: string;
      text_en: string;
      href: string | null;
      written_at: Stamp;
      read_at: Stamp | null;
    };
    'notices.mail': {
      id: string;
      notice_id: string;
      address: string;
      state: Generated<'queued' | 'sent' | 'failed'>;
      tries: Generated<number>;
      try_at: Stamp;
      made_at: Stamp;
      sent_at: Stamp | null;
      last_error: string | null;
    };
  }
}
