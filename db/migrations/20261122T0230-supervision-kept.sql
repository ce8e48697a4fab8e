-- A withdrawal stays one: a later act may correct its day, but none turns it into something milder, such as a supersession by a decision
-- dated before it.
create function registry.keep_withdrawn() returns trigger language plpgsql as $$
begin
  if new.ended_by is distinct from 'revoked' then
    new.ended_on := old.ended_on; new.ended_by := old.ended_by; new.cause := old.cause;
  end if;
  return new;
end $$;
create trigger keep_withdrawn before update on registry.recognition for each row when (old.ended_by = 'revoked') execute function registry.keep_withdrawn();
