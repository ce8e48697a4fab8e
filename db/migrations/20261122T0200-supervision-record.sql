-- The register's public record: every recognition, withdrawal, extension and correction, chained by hash, written by the database itself,
-- so that no command can forget it. Bodies are canonical JSON (RFC 8785); hash = sha256(previous hash || body).
create table registry.public_record (
  no bigint primary key,
  body text not null,
  previous bytea not null,
  hash bytea not null
);
create table registry.public_head (one boolean primary key default true check (one), no bigint not null, hash bytea not null);
insert into registry.public_head values (true, 0, decode(repeat('00', 32), 'hex'));

create function registry.chain_step(state bytea, head bytea, body text) returns bytea language sql immutable as
  $$ select sha256(coalesce(state, head) || convert_to(body, 'UTF8')) $$;
create aggregate registry.chain(bytea, text) (sfunc = registry.chain_step, stype = bytea);

create function registry.append_record(entries registry.recognition[], kinds text[]) returns void language plpgsql as $$
declare head registry.public_head;
begin
  if coalesce(array_length(kinds, 1), 0) = 0 then return; end if;
  select * into head from registry.public_head for update;
  with numbered as (
    select head.no + r.ordinality as no, k.kind, r.product_id, r.star, r.potential_five, r.decision_no, r.decided_on, r.issuer, r.valid_from,
      r.valid_until, r.extended_until, r.ended_on, r.ended_by, r.cause, r.sample, p.name, p.province_code
    from unnest(entries) with ordinality r
    join unnest(kinds) with ordinality k(kind, place) on k.place = r.ordinality
    left join registry.product p on p.id = r.product_id
  ), bodied as (
    select no, '{"at":' || to_json(to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      || ',"cause":' || coalesce(to_json(cause)::text, 'null')
      || ',"decidedOn":' || coalesce(to_json(decided_on)::text, 'null')
      || ',"decisionNo":' || coalesce(to_json(decision_no)::text, 'null')
      || ',"endedBy":' || coalesce(to_json(ended_by)::text, 'null')
      || ',"endedOn":' || coalesce(to_json(ended_on)::text, 'null')
      || ',"extendedUntil":' || coalesce(to_json(extended_until)::text, 'null')
      || ',"issuer":' || coalesce(to_json(issuer)::text, 'null')
      || ',"kind":' || to_json(kind)
      || ',"name":' || coalesce(to_json(name)::text, 'null')
      || ',"no":' || no
      || ',"potentialFive":' || potential_five
      || ',"product":' || to_json(product_id)
      || ',"province":' || coalesce(to_json(province_code)::text, 'null')
      || ',"sample":' || sample
      || ',"star":' || star
      || ',"validFrom":' || to_json(valid_from)
      || ',"validUntil":' || to_json(valid_until) || '}' as body
    from numbered
  ), chained as (
    select no, body, registry.chain(head.hash, body) over (order by no) as hash from bodied
  )
  insert into registry.public_record select no, body, lag(hash, 1, head.hash) over (order by no), hash from chained;
  update registry.public_head h set no = last.no, hash = last.hash
    from (select r.no, r.hash from registry.public_record r order by r.no desc limit 1) last;
end $$;

create function registry.record_new() returns trigger language plpgsql as $$
begin
  perform registry.append_record(array_agg(row(c.*)::registry.recognition order by c.product_id, c.valid_from), array_agg('recognised'::text order by c.product_id, c.valid_from))
    from changed c;
  return null;
end $$;
create function registry.record_set() returns trigger language plpgsql as $$
begin
  perform registry.append_record(array_agg(x.entry order by x.id), array_agg(x.kind::text order by x.id)) from (
    select c.id, row(c.*)::registry.recognition as entry, case
        when c.ended_on is distinct from b.ended_on and c.ended_by = 'revoked' then 'withdrawn'
        when c.ended_on is distinct from b.ended_on and c.ended_by = 'superseded' then 'superseded'
        when c.extended_until is distinct from b.extended_until and c.extended_until is not null then 'extended'
        else 'corrected' end as kind
    from changed c join before b using (id)
    where (c.product_id, c.star, c.potential_five, c.decision_no, c.decided_on, c.issuer, c.valid_from, c.valid_until, c.extended_until, c.ended_on, c.ended_by, c.cause)
      is distinct from (b.product_id, b.star, b.potential_five, b.decision_no, b.decided_on, b.issuer, b.valid_from, b.valid_until, b.extended_until, b.ended_on, b.ended_by, b.cause)
  ) x;
  return null;
end $$;
create function registry.record_gone() returns trigger language plpgsql as $$
begin
  perform registry.append_record(array_agg(row(b.*)::registry.recognition order by b.product_id, b.valid_from), array_agg('removed'::text order by b.product_id, b.valid_from))
    from before b;
  return null;
end $$;

-- What stood in the register before there was a record opens it.
select registry.append_record(array_agg(r order by r.product_id, r.valid_from), array_agg('recognised'::text order by r.product_id, r.valid_from))
  from registry.recognition r;

create trigger recognition_new_record after insert on registry.recognition referencing new table as changed
  for each statement execute function registry.record_new();
create trigger recognition_set_record after update on registry.recognition referencing old table as before new table as changed
  for each statement execute function registry.record_set();
create trigger recognition_gone_record after delete on registry.recognition referencing old table as before
  for each statement execute function registry.record_gone();

-- Only the triggers above write here; nobody changes what is written.
create function registry.record_guard() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and pg_trigger_depth() > 1 then return null; end if;
  if tg_table_name = 'public_head' and tg_op = 'UPDATE' and pg_trigger_depth() > 1 then return null; end if;
  raise exception 'registry.% is written by the register alone', tg_table_name;
end $$;
create trigger guard before insert or update or delete or truncate on registry.public_record
  for each statement execute function registry.record_guard();
create trigger guard before insert or update or delete or truncate on registry.public_head
  for each statement execute function registry.record_guard();

create view registry.pub_record as select no, body, previous, hash from registry.public_record;
create view registry.pub_record_head as select no, hash from registry.public_head;

-- A withdrawal covers whatever began before its day, also what a late list tells us only afterwards.
create index recognition_withdrawn on registry.recognition (product_id) where ended_by = 'revoked';
create function registry.cover_withdrawn() returns trigger language plpgsql as $$
declare w record;
begin
  if new.ended_on is not null then return new; end if;
  select r.ended_on, r.cause into w from registry.recognition r
    where r.product_id = new.product_id and r.ended_by = 'revoked' and r.ended_on > new.valid_from and r.valid_from < r.ended_on
      and r.ended_on <= coalesce(new.extended_until, new.valid_until)
    order by r.ended_on limit 1;
  if found then new.ended_on := w.ended_on; new.ended_by := 'revoked'; new.cause := w.cause; end if;
  return new;
end $$;
create trigger cover_withdrawn before insert on registry.recognition for each row execute function registry.cover_withdrawn();

-- Dates and places of all recognitions, for those who watch over them.
create view registry.pub_term as
  select r.product_id, r.star, r.valid_from, r.valid_until, r.extended_until, r.ended_on, r.ended_by, p.province_code, p.commune_code, p.group_code
  from registry.recognition r join registry.product p on p.id = r.product_id;
