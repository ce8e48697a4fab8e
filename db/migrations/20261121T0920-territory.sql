-- Administrative units over time. A null valid_from means: in force before our record begins.
create schema territory;
create table territory.unit (
  id integer generated always as identity primary key,
  code text not null,
  level text not null check (level in ('province', 'district', 'commune')),
  name text not null,
  full_name text not null,
  kind text not null,
  parent_code text,
  district_code text,
  province_code text not null,
  folded text not null,
  valid_from date,
  valid_until date,
  lat double precision,
  lng double precision,
  source text not null,
  check (valid_from is null or valid_until is null or valid_from <= valid_until)
);
create unique index unit_once on territory.unit (level, code, coalesce(valid_from, '0001-01-01'));
create index unit_folded on territory.unit (folded);
create index unit_province on territory.unit (province_code, level);
create table territory.succession (
  old_unit integer not null references territory.unit,
  new_unit integer not null references territory.unit,
  share numeric check (share > 0 and share <= 1),
  divided boolean not null default false,
  effective date not null,
  source text not null,
  primary key (old_unit, new_unit)
);
create index succession_new on territory.succession (new_unit);
create table territory.region (
  map smallint not null check (map in (34, 63)),
  key text not null,
  name_vi text not null,
  name_en text not null,
  sort smallint not null,
  source text not null,
  primary key (map, key)
);
create table territory.region_member (
  map smallint not null,
  province_code text not null,
  region_key text not null,
  primary key (map, province_code),
  foreign key (map, region_key) references territory.region (map, key)
);

-- Running processes read the units anew after an import of official lists.
create function territory.tell() returns trigger language plpgsql as $$ begin perform pg_notify('territory_change', ''); return null; end $$;
create trigger unit_told after insert or update or delete on territory.unit for each statement execute function territory.tell();
create trigger succession_told after insert or update or delete on territory.succession for each statement execute function territory.tell();
