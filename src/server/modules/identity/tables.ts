import type { ColumnType, Generated } from 'kysely';
import type { Day, Stamp } from '#server/platform/db.ts';
import type { OrganisationKind, Role, Scope, Verb } from './rules/roles.ts';

declare module '#server/platform/db.ts' {
  interface Tables {
    'identity.account': {
      id: string;
      account: string;
      email: string | null;
      phone: string | null;
      name: string;
      password_hash: string | null;
      must_change: Generated<boolean>;
      totp_secret: string | null;
      totp_sealed: Generated<Buffer | null>;
      totp_since: Stamp | null;
      totp_step: number | null;
      disabled_at: Stamp | null;
      sample: Generated<boolean>;
      created_at: Stamp;
      created_by: string;
    };
    'identity.organisation': {
      id: string;
      kind: OrganisationKind;
      name: string;
      unit: string;
      producer_id: string | null;
      sample: Generated<boolean>;
      created_at: Stamp;
    };
    'identity.organisation_member': {
      organisation_id: string;
      member_id: string;
      valid_from: Day;
      valid_until: Day | null;
      basis: Generated<string>;
      recorded_by: string | null;
      recorded_at: Stamp | null;
      consented_at: Stamp | null;
      consented_by: string | null;
      consent_basis: Generated<string | null>;
      ended_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
      ended_by: Generated<string | null>;
    };
    'identity.role_assignment': {
      id: string;
      account_id: string;
      role: Role;
      unit: string;
      organisation_id: string | null;
      verbs: Verb[] | null;
      valid_from: Day;
      valid_until: Day | null;
      delegated_from: string | null;
      basis: string;
      granted_by: string;
      granted_at: Stamp;
      revoked_at: Stamp | null;
      revoked_by: string | null;
      revoke_reason: string | null;
    };
    'identity.session': {
      id: string;
      hash: Buffer;
      account_id: string;
      step: 'second_factor' | 'full';
      created_at: Stamp;
      seen_at: Stamp;
      expires_at: Stamp;
      address: string | null;
      agent: string | null;
      ended_at: Stamp | null;
    };
    'identity.api_client': { id: string; account_id: string; name: string; scopes: Scope[]; created_at: Stamp; revoked_at: Stamp | null };
    'identity.token': {
      id: string;
      hash: Buffer;
      account_id: string;
      client_id: string | null;
      kind: Generated<'secret' | 'access'>;
      scopes: Generated<Scope[] | null>;
      created_at: Stamp;
      expires_at: Stamp;
      used_at: Stamp | null;
      revoked_at: Stamp | null;
    };
    'identity.external_login': {
      issuer: string;
      subject: string;
      account_id: string;
      linked_at: Stamp;
      unlinked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    };
    'identity.recovery': {
      id: string;
      account_id: string;
      asked_at: Stamp;
      state: Generated<'queued' | 'sent' | 'failed'>;
      tries: Generated<number>;
      try_at: Stamp;
      hash: Buffer | null;
      expires_at: Stamp | null;
      used_at: Stamp | null;
    };
    'identity.passkey': {
      id: string;
      account_id: string;
      name: string;
      public_key: Buffer;
      counter: number;
      transports: string[];
      backed_up: boolean;
      made_at: Stamp;
      used_at: Stamp | null;
    };
    'identity.challenge': { challenge: string; purpose: 'register' | 'sign_in'; account_id: string | null; expires_at: Stamp };
    'identity.login_limit': { key: string; points: number; expire: number | null };
  }
}
