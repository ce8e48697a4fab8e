-- Watch and withdrawal (QĐ 26/2026/QĐ-TTg điều 8, 9, 12.3).
create schema supervision;
create table supervision.notice (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('expiry', 'withdrawal', 'extension')),
  product_id text not null,
  valid_until date not null,
  days_before smallint not null default 0,
  province_code text not null,
  commune_code text,
  written_on date not null,
  unique (kind, product_id, valid_until, days_before)
);
create index notice_place on supervision.notice (province_code, written_on desc, id desc);
create index notice_product on supervision.notice (product_id, id desc);
create table supervision.revocation_case (
  id text primary key,
  product_id text not null,
  province_code text not null,
  star smallint not null check (star in (3, 4, 5)),
  cause text not null,
  ground text not null check (ground in ('conclusion', 'commune')),
  basis_no text not null check (basis_no <> ''),
  basis_by text not null check (basis_by <> ''),
  basis_on date not null,
  due_on date not null,
  state text not null check (state in ('verifying', 'verified', 'proposed', 'revoked', 'dropped')),
  proposed_by text,
  decision_no text,
  decided_on date,
  opened_on date not null,
  check ((state = 'revoked') = (decision_no is not null)),
  check ((decision_no is null) = (decided_on is null)),
  check (decided_on >= basis_on)
);
create unique index case_open on supervision.revocation_case (product_id) where state not in ('revoked', 'dropped');
create index case_place on supervision.revocation_case (province_code, due_on);
create table supervision.case_step (
  case_id text not null references supervision.revocation_case,
  no smallint not null,
  move text not null,
  state text not null,
  on_day date not null,
  by_id text not null,
  by_name text not null,
  note text not null,
  primary key (case_id, no)
);
-- News for the tiers above: read by number, written in the same transaction as the withdrawal.
create table supervision.withdrawal (
  no bigint primary key,
  product_id text not null,
  ended_on date not null,
  cause text not null,
  case_id text not null references supervision.revocation_case,
  at timestamptz not null
);
create function supervision.tell() returns trigger language plpgsql as $$
begin perform pg_notify('recognition_withdrawn', new.no::text); return null; end $$;
create trigger tell after insert on supervision.withdrawal for each row execute function supervision.tell();
create table supervision.checkpoint (
  no bigint not null,
  at timestamptz not null,
  body text not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  primary key (no, at)
);
create table supervision.plan (
  id text primary key,
  unit text not null,
  drawn_on date not null,
  until date not null check (until >= drawn_on),
  seed text not null,
  size integer not null check (size > 0),
  random_share numeric(3, 2) not null check (random_share between 0.1 and 1),
  frame jsonb not null,
  frame_hash text not null,
  drawn_by text not null
);
create index plan_unit on supervision.plan (unit, drawn_on desc);
create table supervision.inspection (
  id text primary key,
  plan_id text references supervision.plan,
  product_id text not null,
  province_code text not null,
  why text not null check (why in ('risk', 'random', 'report', 'surprise')),
  risk smallint not null default 0,
  due_on date not null,
  done_on date,
  outcome text check (outcome in ('kept', 'findings', 'not_found')),
  note text,
  done_by text,
  check ((done_on is null) = (outcome is null)),
  unique (plan_id, product_id)
);
create index inspection_place on supervision.inspection (province_code, due_on) where done_on is null;
create index inspection_product on supervision.inspection (product_id, done_on desc);
create table supervision.finding (
  id text primary key,
  inspection_id text not null references supervision.inspection,
  product_id text not null,
  kind text not null check (kind in ('criteria', 'quality', 'mark', 'label', 'stopped', 'other')),
  text text not null check (text <> ''),
  due_on date not null,
  closed_on date,
  closed_by text,
  closing text,
  check ((closed_on is null) = (closed_by is null))
);
create index finding_open on supervision.finding (product_id) where closed_on is null;
create table supervision.consumer_report (
  id text primary key,
  product_id text,
  code_read text,
  kind text not null check (kind in ('fake', 'quality', 'label', 'mark', 'closed', 'other')),
  text text not null check (length(text) between 1 and 2000),
  contact text check (length(contact) <= 200),
  province_code text,
  state text not null default 'new' check (state in ('new', 'inspect', 'answered', 'dismissed')),
  received_at timestamptz not null,
  triaged_at timestamptz,
  triaged_by text,
  note text,
  inspection_id text references supervision.inspection,
  check ((state = 'new') = (triaged_at is null))
);
comment on column supervision.consumer_report.contact is 'Given freely by the person who reports; never published, never in the record of acts.';
create index report_queue on supervision.consumer_report (province_code, received_at) where state = 'new';
create index report_product on supervision.consumer_report (product_id);
