-- Producers, products and their versions, recognitions as dated facts, and the change numbers that readers follow.
create schema registry;
create table registry.producer (
  id text primary key,
  name text not null,
  name_key text not null,
  type text not null check (type in ('cooperative','cooperative_group','enterprise','farm','household','business_household','association','craft_village','other')),
  type_stated text,
  address_written text,
  commune_written text,
  district_written text,
  province_written text,
  place_key text not null,
  commune_code text,
  province_code text not null,
  old_province_code text,
  mapped_by text,
  mapped_at timestamptz,
  representative text,
  phone text,
  lat double precision,
  lng double precision,
  sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index producer_identity on registry.producer (name_key, province_code);
create table registry.product (
  id text primary key,
  producer_id text not null references registry.producer,
  version integer not null default 1,
  code text,
  old_code text,
  name text not null,
  name_key text not null,
  group_code text check (group_code in ('I','II','III','IV','V','VI')),
  set_no smallint check (set_no between 1 and 26),
  group_stated text,
  address_written text,
  commune_written text,
  district_written text,
  province_written text,
  commune_code text,
  province_code text not null,
  old_province_code text,
  mapped_by text,
  mapped_at timestamptz,
  lat double precision,
  lng double precision,
  sample boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index product_producer on registry.product (producer_id, name_key);
create unique index product_code on registry.product (code) where code is not null;
create table registry.product_version (
  product_id text not null references registry.product,
  version integer not null,
  valid_from date not null,
  name text not null,
  producer_id text not null references registry.producer,
  code text,
  group_code text,
  set_no smallint,
  recorded_at timestamptz not null default now(),
  recorded_by text not null,
  primary key (product_id, version)
);
create table registry.recognition (
  id bigint generated always as identity primary key,
  product_id text not null references registry.product,
  star smallint not null check (star in (3, 4, 5)),
  potential_five boolean not null default false,
  score numeric(5, 2) check (score between 0 and 100),
  decision_no text,
  decision_key text,
  decided_on date,
  issuer text,
  valid_from date not null,
  valid_until date not null,
  extended_until date,
  extension_reason text,
  ended_on date,
  ended_by text check (ended_by in ('revoked', 'superseded')),
  cause text,
  sample boolean not null default false,
  created_at timestamptz not null default now(),
  check (not potential_five or star = 4),
  check (valid_until >= valid_from),
  check ((ended_on is null) = (ended_by is null)),
  check (ended_on is null or ended_on >= valid_from),
  check (extended_until is null or extended_until <= valid_until + 180),
  unique (product_id, valid_from)
);
create index recognition_days on registry.recognition (valid_from, valid_until);

-- Every committed change of what the public sees gets a number. The counter's row lock makes numbers follow the order of commits.
create table registry.change_counter (one boolean primary key default true check (one), change bigint not null);
insert into registry.change_counter values (true, 0);
create table registry.change (change bigint not null, product_id text not null, primary key (change, product_id));

create function registry.note(ids text[]) returns void language plpgsql as $$
declare n bigint;
begin
  if coalesce(array_length(ids, 1), 0) = 0 then return; end if;
  update registry.change_counter set change = change + 1 returning change into n;
  insert into registry.change select n, id from unnest(ids) id;
  perform pg_notify('registry_change', n::text);
end $$;
create function registry.note_products() returns trigger language plpgsql as $$
begin perform registry.note(array(select distinct id from changed)); return null; end $$;
create function registry.note_recognitions() returns trigger language plpgsql as $$
begin perform registry.note(array(select distinct product_id from changed)); return null; end $$;
create function registry.note_producers() returns trigger language plpgsql as $$
begin perform registry.note(array(select p.id from registry.product p join changed c on c.id = p.producer_id)); return null; end $$;
create trigger product_new after insert on registry.product referencing new table as changed for each statement execute function registry.note_products();
create trigger product_set after update on registry.product referencing new table as changed for each statement execute function registry.note_products();
create trigger recognition_new after insert on registry.recognition referencing new table as changed for each statement execute function registry.note_recognitions();
create trigger recognition_set after update on registry.recognition referencing new table as changed for each statement execute function registry.note_recognitions();
create trigger recognition_gone after delete on registry.recognition referencing old table as changed for each statement execute function registry.note_recognitions();
create trigger producer_set after update on registry.producer referencing new table as changed for each statement execute function registry.note_producers();
