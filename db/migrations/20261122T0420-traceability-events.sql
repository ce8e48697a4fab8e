-- Lots, their events and recalls (Thông tư 02/2024/TT-BKHCN: one step back, one step forward).
create schema if not exists traceability;

-- One row per capture of machines or step of people: what came in together.
create table traceability.capture (
  id text primary key,
  account text not null,
  owner text not null,
  events integer not null,
  stored integer not null,
  warnings jsonb not null default '[]',
  at timestamptz not null
);
create index capture_owner on traceability.capture (owner, at desc);

-- Events grow at the end only and are found by number, so that the table can be cut into ranges of numbers.
create table traceability.event (
  no bigint generated always as identity primary key,
  event_id text not null,
  declares_error boolean not null default false,
  declared_error_at timestamptz,
  hash bytea not null,
  type text not null,
  action text,
  biz_step text,
  disposition text,
  read_point text,
  biz_location text,
  event_time timestamptz not null,
  record_time timestamptz not null,
  owner text not null,
  capture_id text not null,
  place text,
  body jsonb not null,
  unique (event_id, declares_error)
);
create index event_owner on traceability.event (owner, no);
create index event_time on traceability.event (event_time, no);
create index event_step on traceability.event (biz_step, no);
comment on column traceability.event.hash is 'SHA-256 of the canonical pre-hash string (CBV 2.0): two events under one id must agree here.';
comment on column traceability.event.declared_error_at is 'On the original: since when an error declaration says it was wrong.';

-- role: epc, parent, child, input, output, class, childClass, inputClass, outputClass
create table traceability.event_epc (
  epc text not null,
  event_no bigint not null,
  role text not null,
  primary key (epc, event_no, role)
);
create index event_epc_event on traceability.event_epc (event_no);

-- A lot: of a registered product (product_id + code), a material of a producer, or a foreign one known by its EPC alone.
create table traceability.lot (
  no bigint generated always as identity primary key,
  epc text not null unique,
  product_id text,
  code text,
  maker text,
  name text,
  unit text,
  made_on date,
  best_before date,
  sample boolean not null default false,
  created_at timestamptz not null default now(),
  check ((product_id is null) = (code is null) or maker is not null)
);
create unique index lot_product on traceability.lot (product_id, code) where product_id is not null;
create index lot_maker on traceability.lot (maker, no desc) where maker is not null;
comment on column traceability.lot.epc is 'Without host for our own paths (P/{product}/L/{lot}, N/{producer}/L/{lot}), else the URI as written.';

create table traceability.lot_edge (
  from_no bigint not null,
  to_no bigint not null,
  event_no bigint not null,
  kind text not null check (kind in ('transform', 'aggregate')),
  primary key (from_no, to_no, event_no)
);
create index lot_edge_back on traceability.lot_edge (to_no, from_no);
create index lot_edge_event on traceability.lot_edge (event_no);

-- Who holds how much: what a holder has left is the sum. `arrive` is on the way and not yet confirmed.
create table traceability.lot_move (
  event_no bigint not null,
  lot_no bigint not null,
  holder text not null,
  kind text not null check (kind in ('make', 'use', 'ship', 'arrive', 'receive', 'loss')),
  delta numeric(18, 6) not null,
  primary key (event_no, lot_no, holder, kind)
);
create index lot_move_lot on traceability.lot_move (lot_no, holder);
create index lot_move_holder on traceability.lot_move (holder, lot_no);

-- Whom a producer buys from and sells to. Names stay with the producer; the public story counts households.
create table traceability.party (
  id text primary key,
  owner text not null,
  kind text not null check (kind in ('household', 'business')),
  name text not null check (length(name) between 1 and 200),
  phone text check (length(phone) <= 30),
  commune_code text,
  producer_id text,
  sample boolean not null default false,
  unique (owner, kind, name)
);

create table traceability.lot_test (
  id text primary key,
  lot_no bigint not null references traceability.lot,
  event_no bigint,
  on_day date not null,
  what text not null,
  lab text,
  passed boolean not null
);
create index lot_test_lot on traceability.lot_test (lot_no);

create table traceability.named_query (
  owner text not null,
  name text not null,
  query jsonb not null,
  created_at timestamptz not null,
  primary key (owner, name)
);

-- Recall of lots (thu hồi lô); the withdrawal of a star (thu hồi giấy chứng nhận) belongs to supervision.
create table traceability.recall (
  id text primary key,
  product_id text not null,
  producer_id text not null,
  province_code text not null,
  level text not null check (level in ('health', 'quality', 'label')),
  reason_vi text not null,
  reason_en text not null,
  advice_vi text not null,
  advice_en text not null,
  since timestamptz not null,
  opened_by text not null,
  opened_name text not null,
  closed_at timestamptz,
  closed_by text,
  report text,
  recovered numeric(18, 6),
  sample boolean not null default false,
  check ((closed_at is null) = (report is null))
);
create index recall_open on traceability.recall (province_code, since desc) where closed_at is null;
create index recall_producer on traceability.recall (producer_id, since desc);
create table traceability.recall_lot (
  recall_id text not null references traceability.recall,
  lot_no bigint not null references traceability.lot,
  named boolean not null,
  primary key (recall_id, lot_no)
);
create index recall_lot_lot on traceability.recall_lot (lot_no);
create table traceability.recall_holder (
  recall_id text not null references traceability.recall,
  holder text not null,
  told_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  quantity numeric(18, 6),
  primary key (recall_id, holder)
);
