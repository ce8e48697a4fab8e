-- An identity that its owner unlinked is not linked again by a matching e-mail address.
alter table identity.external_login add column unlinked_at timestamptz;

-- Requests for a recovery mail. The link is made when the mail is sent and only its hash is kept.
create table identity.recovery (
  id text primary key,
  account_id text not null references identity.account,
  asked_at timestamptz not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  tries smallint not null default 0,
  try_at timestamptz not null,
  hash bytea unique,
  expires_at timestamptz,
  used_at timestamptz,
  check ((state = 'sent') = (hash is not null)),
  check ((hash is null) = (expires_at is null))
);
create index recovery_queue on identity.recovery (try_at) where state = 'queued';
create index recovery_account on identity.recovery (account_id);

-- Short-lived tokens of API clients (RFC 6749, section 4.4) beside the client's own secret.
alter table identity.token add column kind text not null default 'secret' check (kind in ('secret', 'access'));
alter table identity.token add column scopes text[];
alter table identity.token add check (kind = 'secret' or client_id is not null);

-- A membership holds once the member has agreed, and until one side ends it.
alter table identity.organisation_member
  add column basis text not null default '' ,
  add column recorded_by text,
  add column recorded_at timestamptz,
  add column consented_at timestamptz,
  add column consented_by text,
  add column consent_basis text,
  add column ended_at timestamptz,
  add column ended_by text;
update identity.organisation_member set consented_at = valid_from, consented_by = 'operator', recorded_by = 'operator', recorded_at = valid_from;
alter table identity.organisation_member add check ((consented_at is null) = (consented_by is null));
alter table identity.organisation_member add check ((ended_at is null) = (ended_by is null));
