-- Secrets of one-time codes are sealed at rest; the running product seals those that still lie open and empties the old column.
alter table identity.account add column totp_sealed bytea;
alter table identity.account drop constraint account_check;
alter table identity.account add constraint account_totp check (totp_since is null or totp_secret is not null or totp_sealed is not null);

create table identity.passkey (
  id text primary key,
  account_id text not null references identity.account,
  name text not null check (name <> ''),
  public_key bytea not null,
  counter bigint not null check (counter >= 0),
  transports text[] not null,
  backed_up boolean not null,
  made_at timestamptz not null,
  used_at timestamptz
);
comment on column identity.passkey.id is 'The credential id in base64url, as the authenticator gave it.';
create index passkey_account on identity.passkey (account_id);
-- What a browser was asked to sign; taken away by the answer, so each is good once.
create table identity.challenge (
  challenge text primary key,
  purpose text not null check (purpose in ('register', 'sign_in')),
  account_id text references identity.account,
  expires_at timestamptz not null,
  check ((purpose = 'register') = (account_id is not null))
);
create index challenge_expires on identity.challenge (expires_at);
