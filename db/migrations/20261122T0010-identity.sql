-- People, organisations, roles bound to a unit and a time, sessions, API clients. Only hashes of secrets that are shown once are kept.
create schema identity;
create table identity.account (
  id text primary key,
  account text not null unique check (account = lower(account) and account ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  email text unique check (email = lower(email)),
  phone text unique check (phone ~ '^\+[0-9]{8,15}$'),
  name text not null check (name <> ''),
  password_hash text,
  must_change boolean not null default false,
  totp_secret text,
  totp_since timestamptz,
  totp_step bigint,
  disabled_at timestamptz,
  sample boolean not null default false,
  created_at timestamptz not null default now(),
  created_by text not null,
  check (totp_since is null or totp_secret is not null)
);
create table identity.organisation (
  id text primary key,
  kind text not null check (kind in ('authority', 'council', 'producer', 'outlet', 'buyer', 'integrator')),
  name text not null check (name <> ''),
  unit text not null check (unit ~ '^(VN|[0-9]{2}|[0-9]{5})$'),
  producer_id text unique,
  sample boolean not null default false,
  created_at timestamptz not null default now()
);
comment on column identity.organisation.producer_id is 'The producer of the register that this organisation is; no foreign key upwards.';
create table identity.organisation_member (
  organisation_id text not null references identity.organisation,
  member_id text not null references identity.organisation,
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  primary key (organisation_id, member_id, valid_from),
  check (organisation_id <> member_id)
);
create table identity.role_assignment (
  id text primary key,
  account_id text not null references identity.account,
  role text not null check (role ~ '^[a-z_]+$'),
  unit text not null check (unit ~ '^(VN|[0-9]{2}|[0-9]{5})$'),
  organisation_id text references identity.organisation,
  verbs text[],
  valid_from date not null,
  valid_until date check (valid_until >= valid_from),
  delegated_from text references identity.role_assignment,
  basis text not null check (basis <> ''),
  granted_by text not null,
  granted_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  revoke_reason text,
  check ((revoked_at is null) = (revoked_by is null)),
  check (delegated_from <> id)
);
comment on column identity.role_assignment.basis is 'The paper that gives the role: decision, letter of authority, written consent of the person served.';
comment on column identity.role_assignment.verbs is 'When set, only these of the role’s verbs (a delegation in part).';
create index role_assignment_account on identity.role_assignment (account_id);
create index role_assignment_source on identity.role_assignment (delegated_from) where delegated_from is not null;
create index role_assignment_organisation on identity.role_assignment (organisation_id) where organisation_id is not null;
create table identity.session (
  id text primary key,
  hash bytea not null unique,
  account_id text not null references identity.account,
  step text not null check (step in ('second_factor', 'full')),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text,
  agent text,
  ended_at timestamptz
);
create index session_account on identity.session (account_id) where ended_at is null;
create index session_expires on identity.session (expires_at);
create table identity.api_client (
  id text primary key,
  account_id text not null references identity.account,
  name text not null check (name <> ''),
  scopes text[] not null check (cardinality(scopes) > 0),
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index api_client_account on identity.api_client (account_id);
create table identity.token (
  id text primary key,
  hash bytea not null unique,
  account_id text not null references identity.account,
  client_id text references identity.api_client,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index token_client on identity.token (client_id) where client_id is not null;
-- Counters of failed logins, shared by all processes; keys are hashes.
create table identity.login_limit (key varchar(255) primary key, points integer not null default 0, expire bigint);
