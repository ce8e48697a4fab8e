-- What people are told, each recipient once per key, and the mails that carry it.
create schema notices;
create table notices.notice (
  id text primary key,
  key text not null check (key <> ''),
  account_id text not null,
  kind text not null check (kind ~ '^[a-z_]+$'),
  subject_vi text not null check (subject_vi <> ''),
  subject_en text not null check (subject_en <> ''),
  text_vi text not null,
  text_en text not null,
  href text check (href ~ '^/[^/\\]' or href = '/'),
  written_at timestamptz not null,
  read_at timestamptz,
  unique (key, account_id)
);
comment on column notices.notice.account_id is 'The account of identity; no foreign key across schemas.';
create index notice_inbox on notices.notice (account_id, (read_at is not null), written_at desc, id desc);
create table notices.mail (
  id text primary key,
  notice_id text not null unique references notices.notice,
  address text not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  tries smallint not null default 0,
  try_at timestamptz not null,
  made_at timestamptz not null,
  sent_at timestamptz,
  last_error text,
  check ((state = 'sent') = (sent_at is not null))
);
create index mail_queue on notices.mail (try_at) where state = 'queued';

-- Where a producer sits, and which province a commune of today belongs to: a producer without account is served by its commune.
create view registry.pub_producer_seat as select id, name, commune_code, province_code from registry.producer;
create view territory.pub_commune as select code, province_code from territory.unit where level = 'commune' and valid_until is null;
