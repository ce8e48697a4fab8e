-- Signing keys of the authorities, certificates as they were signed, and their places in the status lists (W3C Bitstring Status List 1.0).
create schema if not exists traceability;
create table traceability.signing_key (
  authority text not null check (authority ~ '^[a-z0-9-]+$'),
  no smallint not null check (no between 1 and 255),
  x text not null,
  y text not null,
  sealed bytea,
  remote text,
  created_at timestamptz not null,
  retired_at timestamptz,
  primary key (authority, no),
  check ((sealed is null) <> (remote is null))
);
comment on table traceability.signing_key is 'P-256. Retired keys stay: what they signed stays good.';
create unique index signing_key_live on traceability.signing_key (authority) where retired_at is null;
create table traceability.status_list (
  no integer generated always as identity primary key,
  authority text not null,
  created_at timestamptz not null
);
create index status_list_authority on traceability.status_list (authority);
create table traceability.status_entry (
  list integer not null references traceability.status_list,
  idx integer not null check (idx between 0 and 131071),
  subject text not null,
  product_id text not null,
  valid_from date not null,
  star smallint not null check (star in (3, 4, 5)),
  until date not null,
  drawn_at timestamptz not null,
  set_at timestamptz,
  primary key (list, idx)
);
comment on column traceability.status_entry.star is 'What the credential says, with until: when the register no longer says so, the bit is set.';
comment on column traceability.status_entry.set_at is 'When the bit was first published as set: no bit is ever cleared.';
create index status_entry_subject on traceability.status_entry (subject, drawn_at desc);
create table traceability.credential (
  subject text not null,
  origin text not null,
  facts_hash bytea not null,
  text text not null,
  issued_at timestamptz not null,
  primary key (subject, origin)
);
comment on table traceability.credential is 'Signed once, so that the bytes stay the same until the facts change.';
