-- What a producer declares about its product in numbers, and what a laboratory found. A declaration is never changed: a newer one takes its
-- place from its day on, so that a result is held against what was declared when the sample was tested.
create table supervision.specification (
  id text primary key,
  product_id text not null,
  parameter text not null check (length(parameter) between 1 and 120),
  unit text not null check (length(unit) <= 20),
  min double precision,
  max double precision,
  stated_on date not null,
  stated_by text not null,
  replaced_on date,
  check (min is not null or max is not null),
  check (min <= max)
);
create unique index specification_current on supervision.specification (product_id, lower(parameter)) where replaced_on is null;

-- A test is an inspection done in a laboratory: a breach is a finding of that inspection.
create table supervision.test_result (
  id text primary key,
  inspection_id text not null references supervision.inspection,
  product_id text not null,
  lot text not null,
  parameter text not null,
  unit text not null,
  value double precision not null,
  min double precision,
  max double precision,
  verdict text not null check (verdict in ('within', 'below', 'above', 'undeclared')),
  lab text not null,
  report_no text not null,
  tested_on date not null,
  published boolean not null
);
create unique index test_result_once on supervision.test_result (product_id, lab, report_no, lot, lower(parameter));
create index test_result_newest on supervision.test_result (product_id, tested_on desc);
