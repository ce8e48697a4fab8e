-- From dossier to certificate: dossiers and their versions, evidence, reports, councils, score sheets, decisions, certificates.
create schema assessment;
create table assessment.request (
  id text primary key check (length(id) between 8 and 200),
  actor_id text not null,
  verb text not null,
  result jsonb,
  at timestamptz not null
);
comment on table assessment.request is 'Answers of commands by the id of the request: a repeated request does nothing twice.';
create table assessment.dossier (
  id text primary key,
  kind text not null check (kind in ('first', 'upgrade', 'reassessment')),
  state text not null check (state in ('draft', 'submitted', 'commune_review', 'returned', 'sent_to_province', 'intake', 'advisory_review', 'council',
    'approved_for_centre', 'central_intake', 'central_advisory', 'central_council', 'back_to_province', 'decided', 'withdrawn')),
  row_version integer not null default 1,
  version integer not null default 0,
  producer_id text not null,
  producer_name text not null,
  product_id text,
  product_name text not null check (product_name <> ''),
  commune_code text not null check (commune_code ~ '^[0-9]{5}$'),
  province_code text not null check (province_code ~ '^[0-9]{2}$'),
  ruleset text not null,
  set_no smallint not null,
  answers jsonb not null default '{}',
  not_applicable jsonb not null default '{}',
  knockouts jsonb not null default '[]',
  details jsonb not null default '{}',
  total numeric,
  star smallint check (star between 0 and 5),
  since date not null,
  due_on date,
  full_on date,
  late_reason text,
  outcome text check (outcome in ('3', '4', '5', 'none')),
  sample boolean not null default false,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  check ((state = 'decided') = (outcome is not null)),
  check (kind = 'first' or product_id is not null)
);
comment on column assessment.dossier.total is 'The producer''s own score, computed here.';
comment on column assessment.dossier.full_on is 'The day the file was full at the province: the 45 days of a re-assessment run from it.';
create index dossier_commune on assessment.dossier (commune_code, state);
create index dossier_province on assessment.dossier (province_code, state, due_on);
create index dossier_state on assessment.dossier (state, due_on);
create index dossier_producer on assessment.dossier (producer_id);
create unique index dossier_open_product on assessment.dossier (product_id) where product_id is not null and state not in ('decided', 'withdrawn');

create function assessment.refuse() returns trigger language plpgsql as $$ begin raise exception '% never changes', tg_table_name; end $$;
create table assessment.dossier_version (
  dossier_id text not null references assessment.dossier,
  version integer not null,
  body jsonb not null,
  sha256 bytea not null,
  submitted_at timestamptz not null,
  submitted_by text not null,
  primary key (dossier_id, version)
);
create trigger immutable before update or delete or truncate on assessment.dossier_version for each statement execute function assessment.refuse();
create table assessment.dossier_move (
  dossier_id text not null references assessment.dossier,
  no integer not null,
  move text not null,
  from_state text not null,
  to_state text not null,
  at timestamptz not null,
  actor_id text not null,
  actor_name text not null,
  note text,
  primary key (dossier_id, no)
);
create trigger immutable before update or delete or truncate on assessment.dossier_move for each statement execute function assessment.refuse();

create table assessment.evidence (
  id text primary key,
  producer_id text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  size integer not null check (size between 1 and 20971520),
  type text not null,
  name text not null check (name <> ''),
  expires_on date,
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  unique (producer_id, sha256)
);
comment on table assessment.evidence is 'The vault of a producer: a paper is sent once, its content never changes.';
create table assessment.dossier_evidence (
  dossier_id text not null references assessment.dossier,
  criterion text not null,
  evidence_id text not null references assessment.evidence,
  primary key (dossier_id, criterion, evidence_id)
);
create table assessment.commune_report (
  dossier_id text not null references assessment.dossier,
  version integer not null,
  materials text not null,
  labour text not null,
  idea text not null,
  identity text not null,
  letter_no text,
  met_on date,
  reported_at timestamptz not null,
  reported_by text not null,
  primary key (dossier_id, version)
);
create table assessment.advisory_report (
  id text primary key,
  dossier_id text not null references assessment.dossier,
  level text not null check (level in ('province', 'nation')),
  summary text not null,
  surveyed_on date,
  survey text,
  extra_tests text,
  reported_at timestamptz not null,
  reported_by text not null
);
create index advisory_report_dossier on assessment.advisory_report (dossier_id);

create table assessment.council (
  id text primary key,
  unit text not null check (unit ~ '^(VN|[0-9]{2})$'),
  name text not null check (name <> ''),
  regulation text not null check (regulation <> ''),
  settings jsonb not null,
  formed_on date not null,
  formed_by text not null,
  created_at timestamptz not null
);
create index council_unit on assessment.council (unit);
create table assessment.council_member (
  council_id text not null references assessment.council,
  account_id text not null,
  name text not null,
  chair boolean not null default false,
  primary key (council_id, account_id)
);
create unique index council_chair on assessment.council_member (council_id) where chair;
create table assessment.hearing (
  id text primary key,
  dossier_id text not null references assessment.dossier,
  council_id text not null references assessment.council,
  version integer not null,
  mode text not null check (mode in ('meeting', 'written')),
  state text not null check (state in ('scoring', 'discussion', 'closed')),
  round smallint not null default 1,
  meets_on date not null,
  closed_on date,
  result jsonb,
  created_at timestamptz not null,
  check ((state = 'closed') = (closed_on is not null and result is not null)),
  check (closed_on is null or closed_on >= meets_on)
);
create index hearing_dossier on assessment.hearing (dossier_id, created_at);
create index hearing_council on assessment.hearing (council_id, state);
create table assessment.conflict (
  hearing_id text not null references assessment.hearing,
  account_id text not null,
  reason text not null check (reason <> ''),
  declared_at timestamptz not null,
  declared_by text not null,
  primary key (hearing_id, account_id)
);
create table assessment.score_sheet (
  hearing_id text not null references assessment.hearing,
  round smallint not null,
  account_id text not null,
  answers jsonb not null,
  not_applicable jsonb not null,
  knockouts jsonb not null,
  note text,
  total numeric not null,
  star smallint not null,
  score jsonb not null,
  submitted_at timestamptz not null,
  primary key (hearing_id, round, account_id)
);
create trigger immutable before update or delete or truncate on assessment.score_sheet for each statement execute function assessment.refuse();

create table assessment.decision (
  id text primary key,
  dossier_id text not null references assessment.dossier,
  hearing_id text not null references assessment.hearing,
  level text not null check (level in ('province', 'nation')),
  outcome text not null check (outcome in ('3', '4', '5', 'none', 'approved_for_centre', 'back_to_province')),
  decision_no text,
  issuer text,
  decided_on date not null,
  total numeric not null,
  recorded_at timestamptz not null,
  recorded_by text not null,
  check (outcome in ('none', 'back_to_province') or (decision_no is not null and issuer is not null))
);
create index decision_dossier on assessment.decision (dossier_id);
create unique index decision_hearing on assessment.decision (hearing_id, level);
create table assessment.counter (name text primary key, last integer not null);
create table assessment.certificate (
  no text primary key check (no ~ '^[0-9A-Za-z-]+$'),
  decision_id text not null unique references assessment.decision,
  dossier_id text not null references assessment.dossier,
  product_id text not null,
  product_version integer not null,
  star smallint not null check (star in (3, 4, 5)),
  potential_five boolean not null,
  valid_from date not null,
  valid_until date not null,
  issued_at timestamptz not null,
  unique (product_id, valid_from)
);
