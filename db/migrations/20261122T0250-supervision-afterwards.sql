-- Only what is told afterwards is covered by an earlier withdrawal: the terms of one list, told together, stand as told.
create or replace function registry.cover_withdrawn() returns trigger language plpgsql as $$
declare w record;
begin
  if new.ended_on is not null then return new; end if;
  select min(r.ended_on) as ended_on, r.cause into w from registry.recognition r
    where r.product_id = new.product_id and r.ended_by = 'revoked' and r.created_at < now()
    group by r.cause
    having min(r.ended_on) > new.valid_from and min(r.ended_on) <= coalesce(new.extended_until, new.valid_until)
    order by 1 limit 1;
  if found then new.ended_on := w.ended_on; new.ended_by := 'revoked'; new.cause := w.cause; end if;
  return new;
end $$;
