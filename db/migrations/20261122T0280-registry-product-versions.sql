-- Figures of a past day count a product under the group, the set and the producer of the version then in force: the highest that began by
-- that day, before the first of them the first. Each version therefore knows the day from which a higher one counts instead.
alter table registry.product_version add column superseded_on date;
update registry.product_version v set superseded_on = n.began
  from (select a.product_id, a.version, min(b.valid_from) as began
    from registry.product_version a join registry.product_version b on b.product_id = a.product_id and b.version > a.version group by 1, 2) n
  where n.product_id = v.product_id and n.version = v.version;

create function registry.supersede_version() returns trigger language plpgsql security definer set search_path = pg_catalog as $$
begin
  update registry.product_version set superseded_on = new.valid_from
    where product_id = new.product_id and version < new.version and (superseded_on is null or superseded_on > new.valid_from);
  return null;
end $$;
create trigger supersede_version after insert on registry.product_version
  for each row when (new.version > 1) execute function registry.supersede_version();

create index product_version_superseded on registry.product_version (superseded_on) where superseded_on is not null;
create view registry.pub_product_version as
  select product_id, version, valid_from, superseded_on, producer_id, group_code, set_no from registry.product_version
  where superseded_on is not null;
comment on view registry.pub_product_version is
  'Versions that are no longer the present one. In force on day d: superseded_on > d and (valid_from <= d or version = 1); at most one.';
