-- Official rulesets, imported as dated data beside those the product ships; none is ever changed.
create table assessment.ruleset (
  id text primary key,
  valid_from date not null,
  body jsonb not null,
  sha256 bytea not null,
  imported_at timestamptz not null,
  imported_by text not null
);
create trigger immutable before update or delete or truncate on assessment.ruleset for each statement execute function assessment.refuse();
create function assessment.tell_ruleset() returns trigger language plpgsql as $$ begin perform pg_notify('ruleset_change', new.id); return null; end $$;
create trigger tell after insert on assessment.ruleset for each row execute function assessment.tell_ruleset();
