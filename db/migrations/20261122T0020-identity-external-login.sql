-- Identities of other houses (national identity, agencies) that open an account here.
create table identity.external_login (
  issuer text not null,
  subject text not null,
  account_id text not null references identity.account,
  linked_at timestamptz not null,
  primary key (issuer, subject)
);
create index external_login_account on identity.external_login (account_id);
