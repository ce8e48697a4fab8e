-- Lists handed in at the desk, and what persons answered where a list alone could not say which producer, product or unit a row means.
create table registry.list (
  id text primary key,
  unit text not null,
  file_name text not null,
  sha256 text not null,
  file bytea not null,
  options jsonb not null,
  report jsonb not null,
  state text not null default 'read' check (state in ('read', 'entered', 'put_away')),
  read_by text not null,
  read_at timestamptz not null,
  entered_by text,
  entered_at timestamptz
);
create index list_unit on registry.list (unit, read_at desc);
create table registry.list_answer (
  question text primary key,
  reason text not null,
  choice text not null check (choice in ('producer', 'product', 'unit', 'new', 'leave_out')),
  chosen_id text,
  about jsonb not null,
  answered_by text not null,
  answered_at timestamptz not null,
  check ((choice in ('producer', 'product', 'unit')) = (chosen_id is not null))
);
