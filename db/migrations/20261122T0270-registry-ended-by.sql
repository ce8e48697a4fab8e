-- Reports tell withdrawn from lapsed: the public view says how a recognition ended.
create or replace view registry.pub_recognition as
  select product_id, star, potential_five, valid_from, coalesce(extended_until, valid_until) as in_force_until, ended_on, ended_by
  from registry.recognition;
