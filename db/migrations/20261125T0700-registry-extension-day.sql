-- The day on which an extension was granted: before it, nobody knows of the extension. Null where a list states an extension without its day.
alter table registry.recognition add column extended_on date;

-- The sample's history is written ahead to 2027: a late filing is granted thirty days before the printed end.
update registry.recognition set extended_on = valid_until - 30 where sample and extended_until is not null;

create or replace view registry.pub_term as
  select r.product_id, r.star, r.valid_from, r.valid_until, r.extended_until, r.ended_on, r.ended_by, p.province_code, p.commune_code, p.group_code,
    r.extended_on
  from registry.recognition r join registry.product p on p.id = r.product_id;
