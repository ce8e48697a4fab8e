-- Append-only, hash-chained record of acts. The running role may insert and read, never change.
create schema audit;
create table audit.act (
  no bigint primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  verb text not null,
  subject_kind text not null,
  subject_id text not null,
  detail jsonb not null,
  request_id text not null,
  previous bytea not null,
  hash bytea not null
);
create index act_subject on audit.act (subject_kind, subject_id, no);
create index act_at on audit.act (at);
create table audit.head (one boolean primary key default true check (one), no bigint not null, hash bytea not null);
insert into audit.head values (true, 0, '\x0000000000000000000000000000000000000000000000000000000000000000');
create function audit.refuse() returns trigger language plpgsql as $$ begin raise exception 'audit.act is append-only'; end $$;
create trigger append_only before update or delete or truncate on audit.act for each statement execute function audit.refuse();
