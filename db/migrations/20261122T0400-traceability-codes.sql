-- Codes on packages: GTINs that producers hold, serial numbers we issue, and what is kept of scans of single items.
create schema if not exists traceability;

-- A GTIN stands for one product at a time; a product may hold several. Ended ones stay: printed codes keep working.
create table traceability.gtin (
  id bigint generated always as identity primary key,
  gtin text not null check (gtin ~ '^[0-9]{14}$'),
  product_id text not null,
  from_day date not null,
  until_day date check (until_day >= from_day),
  sample boolean not null default false,
  set_by text not null,
  no bigint not null,
  exclude using gist (gtin with =, daterange(from_day, until_day, '[]') with &&)
);
create index gtin_product on traceability.gtin (product_id, from_day);
create unique index gtin_no on traceability.gtin (no);
comment on column traceability.gtin.no is 'Rises with every change of any row, in the order of commits: readers fetch what is above the last one they saw.';
create table traceability.gtin_counter (one boolean primary key default true check (one), no bigint not null);
insert into traceability.gtin_counter (no) values (0);

-- Numbers of single items. A serial is its running number and a check drawn with the batch's key: who copies one cannot write the next.
create table traceability.serial_batch (
  id text primary key,
  product_id text not null,
  lot text check (length(lot) between 1 and 20),
  first_no integer not null check (first_no > 0),
  size integer not null check (size between 1 and 100000),
  key bytea not null check (length(key) = 32),
  made_on date not null,
  made_by text not null,
  exclude using gist (product_id with =, int4range(first_no, first_no + size) with &&)
);

-- Lots that labels were printed for; a lot of the lot register is known anyway.
create table traceability.printed_lot (
  product_id text not null,
  lot text not null check (length(lot) between 1 and 20),
  first_on date not null,
  primary key (product_id, lot)
);

-- How often an item was looked up on a day, and the province where somebody said they were. Nothing about who looked; deleted after 90 days.
create table traceability.scan (
  product_id text not null,
  serial text not null,
  day date not null,
  province text not null default '' check (province ~ '^([0-9]{2})?$'),
  times integer not null default 1,
  first_hour timestamptz not null,
  last_hour timestamptz not null,
  primary key (product_id, serial, day, province)
);
create index scan_day on traceability.scan (day);
comment on column traceability.scan.province is 'Empty when nobody said. Hours are rounded down.';
