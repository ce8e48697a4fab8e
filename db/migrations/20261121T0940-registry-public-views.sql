-- What published figures are counted from: no names, no contacts, only what a figure needs. The register owns these views.
create view registry.pub_recognition as
  select product_id, star, potential_five, valid_from, coalesce(extended_until, valid_until) as in_force_until, ended_on
  from registry.recognition;
comment on view registry.pub_recognition is 'In force on day d: valid_from <= d and d <= in_force_until and (ended_on is null or d < ended_on).';
create view registry.pub_product as
  select id, producer_id, group_code, set_no, province_code, old_province_code, sample from registry.product;
create view registry.pub_producer as
  select id, type, province_code, old_province_code, sample from registry.producer;
