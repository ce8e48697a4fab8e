-- Written by scripts/schema.mjs from the migrations, for reading; never applied. Rights are those of the role that runs the product.

create extension btree_gist;

create extension pg_trgm;

create extension unaccent;

-- assessment
create schema assessment;

-- rights: delete, insert, select, update
create table assessment.advisory_report (
  id text not null,
  dossier_id text not null,
  level text not null,
  summary text not null,
  surveyed_on date,
  survey text,
  extra_tests text,
  reported_at timestamp with time zone not null,
  reported_by text not null,
  constraint advisory_report_pkey PRIMARY KEY (id),
  constraint advisory_report_level_check CHECK ((level = ANY (ARRAY['province'::text, 'nation'::text]))),
  constraint advisory_report_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id)
);
CREATE INDEX advisory_report_dossier ON assessment.advisory_report USING btree (dossier_id);

-- rights: delete, insert, select, update
create table assessment.certificate (
  no text not null,
  decision_id text not null,
  dossier_id text not null,
  product_id text not null,
  product_version integer not null,
  star smallint not null,
  potential_five boolean not null,
  valid_from date not null,
  valid_until date not null,
  issued_at timestamp with time zone not null,
  constraint certificate_pkey PRIMARY KEY (no),
  constraint certificate_decision_id_key UNIQUE (decision_id),
  constraint certificate_product_id_valid_from_key UNIQUE (product_id, valid_from),
  constraint certificate_no_check CHECK ((no ~ '^[0-9A-Za-z-]+$'::text)),
  constraint certificate_star_check CHECK ((star = ANY (ARRAY[3, 4, 5]))),
  constraint certificate_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES assessment.decision(id),
  constraint certificate_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id)
);

-- rights: delete, insert, select, update
create table assessment.commune_report (
  dossier_id text not null,
  version integer not null,
  materials text not null,
  labour text not null,
  idea text not null,
  identity text not null,
  letter_no text,
  met_on date,
  reported_at timestamp with time zone not null,
  reported_by text not null,
  constraint commune_report_pkey PRIMARY KEY (dossier_id, version),
  constraint commune_report_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id)
);

-- rights: delete, insert, select, update
create table assessment.conflict (
  hearing_id text not null,
  account text not null,
  reason text not null,
  declared_at timestamp with time zone not null,
  declared_by text not null,
  constraint conflict_pkey PRIMARY KEY (hearing_id, account),
  constraint conflict_reason_check CHECK ((reason <> ''::text)),
  constraint conflict_hearing_id_fkey FOREIGN KEY (hearing_id) REFERENCES assessment.hearing(id)
);

-- rights: delete, insert, select, update
create table assessment.council (
  id text not null,
  unit text not null,
  name text not null,
  regulation text not null,
  settings jsonb not null,
  formed_on date not null,
  formed_by text not null,
  created_at timestamp with time zone not null,
  second_seed text,
  constraint council_pkey PRIMARY KEY (id),
  constraint council_name_check CHECK ((name <> ''::text)),
  constraint council_regulation_check CHECK ((regulation <> ''::text)),
  constraint council_unit_check CHECK ((unit ~ '^(VN|[0-9]{2})$'::text))
);
CREATE INDEX council_unit ON assessment.council USING btree (unit);

-- rights: delete, insert, select, update
create table assessment.council_member (
  council_id text not null,
  account text not null,
  name text not null,
  chair boolean default false not null,
  second boolean default false not null,
  constraint council_member_pkey PRIMARY KEY (council_id, account),
  constraint second_has_no_chair CHECK ((NOT (second AND chair))),
  constraint council_member_council_id_fkey FOREIGN KEY (council_id) REFERENCES assessment.council(id)
);
CREATE UNIQUE INDEX council_chair ON assessment.council_member USING btree (council_id) WHERE chair;

-- rights: delete, insert, select, update
create table assessment.counter (
  name text not null,
  last integer not null,
  constraint counter_pkey PRIMARY KEY (name)
);

-- rights: delete, insert, select, update
create table assessment.decision (
  id text not null,
  dossier_id text not null,
  hearing_id text not null,
  level text not null,
  outcome text not null,
  decision_no text,
  issuer text,
  decided_on date not null,
  total numeric not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint decision_pkey PRIMARY KEY (id),
  constraint decision_check CHECK (((outcome = ANY (ARRAY['none'::text, 'back_to_province'::text])) OR ((decision_no IS NOT NULL) AND (issuer IS NOT NULL)))),
  constraint decision_level_check CHECK ((level = ANY (ARRAY['province'::text, 'nation'::text]))),
  constraint decision_outcome_check CHECK ((outcome = ANY (ARRAY['3'::text, '4'::text, '5'::text, 'none'::text, 'approved_for_centre'::text, 'back_to_province'::text]))),
  constraint decision_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id),
  constraint decision_hearing_id_fkey FOREIGN KEY (hearing_id) REFERENCES assessment.hearing(id)
);
CREATE INDEX decision_dossier ON assessment.decision USING btree (dossier_id);
CREATE UNIQUE INDEX decision_hearing ON assessment.decision USING btree (hearing_id, level);

-- rights: delete, insert, select, update
create table assessment.dossier (
  id text not null,
  kind text not null,
  state text not null,
  row_version integer default 1 not null,
  version integer default 0 not null,
  producer_id text not null,
  producer_name text not null,
  product_id text,
  product_name text not null,
  commune_code text not null,
  province_code text not null,
  ruleset text not null,
  set_no smallint not null,
  answers jsonb default '{}'::jsonb not null,
  not_applicable jsonb default '{}'::jsonb not null,
  knockouts jsonb default '[]'::jsonb not null,
  details jsonb default '{}'::jsonb not null,
  total numeric,
  star smallint,
  since date not null,
  due_on date,
  full_on date,
  late_reason text,
  outcome text,
  sample boolean default false not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  updated_at timestamp with time zone not null,
  round_id text,
  central_round_id text,
  name_key text generated always as (regexp_replace(translate(regexp_replace(lower(NORMALIZE(((product_name || ' '::text) || producer_name), NFD)), '[\u0300-\u036f]+'::text, ''::text, 'g'::text), 'đð'::text, 'dd'::text), '[[:space:][:punct:]]+'::text, ' '::text, 'g'::text)) stored not null,
  constraint dossier_pkey PRIMARY KEY (id),
  constraint dossier_check CHECK (((state = 'decided'::text) = (outcome IS NOT NULL))),
  constraint dossier_check1 CHECK (((kind = 'first'::text) OR (product_id IS NOT NULL))),
  constraint dossier_commune_code_check CHECK ((commune_code ~ '^[0-9]{5}$'::text)),
  constraint dossier_kind_check CHECK ((kind = ANY (ARRAY['first'::text, 'upgrade'::text, 'reassessment'::text]))),
  constraint dossier_outcome_check CHECK ((outcome = ANY (ARRAY['3'::text, '4'::text, '5'::text, 'none'::text]))),
  constraint dossier_product_name_check CHECK ((product_name <> ''::text)),
  constraint dossier_province_code_check CHECK ((province_code ~ '^[0-9]{2}$'::text)),
  constraint dossier_star_check CHECK (((star >= 0) AND (star <= 5))),
  constraint dossier_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'commune_review'::text, 'returned'::text, 'sent_to_province'::text, 'intake'::text, 'advisory_review'::text, 'council'::text, 'approved_for_centre'::text, 'central_intake'::text, 'central_advisory'::text, 'central_council'::text, 'back_to_province'::text, 'decided'::text, 'withdrawn'::text]))),
  constraint dossier_central_round_id_fkey FOREIGN KEY (central_round_id) REFERENCES assessment.round(id),
  constraint dossier_round_id_fkey FOREIGN KEY (round_id) REFERENCES assessment.round(id)
);
CREATE INDEX dossier_central_round ON assessment.dossier USING btree (central_round_id, state) WHERE (central_round_id IS NOT NULL);
CREATE INDEX dossier_commune ON assessment.dossier USING btree (commune_code, state);
CREATE UNIQUE INDEX dossier_open_product ON assessment.dossier USING btree (product_id) WHERE ((product_id IS NOT NULL) AND (state <> ALL (ARRAY['decided'::text, 'withdrawn'::text])));
CREATE INDEX dossier_producer ON assessment.dossier USING btree (producer_id);
CREATE INDEX dossier_province ON assessment.dossier USING btree (province_code, state, due_on);
CREATE INDEX dossier_queue ON assessment.dossier USING btree (due_on, since, id) WHERE ((version > 0) AND (state <> ALL (ARRAY['decided'::text, 'withdrawn'::text])));
CREATE INDEX dossier_round ON assessment.dossier USING btree (round_id, state);
CREATE INDEX dossier_state ON assessment.dossier USING btree (state, due_on);

-- rights: delete, insert, select, update
create table assessment.dossier_evidence (
  dossier_id text not null,
  criterion text not null,
  evidence_id text not null,
  constraint dossier_evidence_pkey PRIMARY KEY (dossier_id, criterion, evidence_id),
  constraint dossier_evidence_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id),
  constraint dossier_evidence_evidence_id_fkey FOREIGN KEY (evidence_id) REFERENCES assessment.evidence(id)
);
CREATE INDEX dossier_evidence_paper ON assessment.dossier_evidence USING btree (evidence_id);

-- rights: delete, insert, select, update
create table assessment.dossier_move (
  dossier_id text not null,
  no integer not null,
  move text not null,
  from_state text not null,
  to_state text not null,
  at timestamp with time zone not null,
  actor_id text not null,
  actor_name text not null,
  note text,
  constraint dossier_move_pkey PRIMARY KEY (dossier_id, no),
  constraint dossier_move_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id)
);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON assessment.dossier_move FOR EACH STATEMENT EXECUTE FUNCTION assessment.refuse();

-- rights: delete, insert, select, update
create table assessment.dossier_version (
  dossier_id text not null,
  version integer not null,
  body jsonb not null,
  sha256 bytea not null,
  submitted_at timestamp with time zone not null,
  submitted_by text not null,
  constraint dossier_version_pkey PRIMARY KEY (dossier_id, version),
  constraint dossier_version_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id)
);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON assessment.dossier_version FOR EACH STATEMENT EXECUTE FUNCTION assessment.refuse();

-- The vault of a producer: a paper is sent once, its content never changes.
-- rights: delete, insert, select, update
create table assessment.evidence (
  id text not null,
  producer_id text not null,
  sha256 text not null,
  size integer not null,
  type text not null,
  name text not null,
  expires_on date,
  uploaded_at timestamp with time zone not null,
  uploaded_by text not null,
  kind text default 'other'::text not null,
  paper_id text not null,
  version integer default 1 not null,
  constraint evidence_pkey PRIMARY KEY (id),
  constraint evidence_producer_id_sha256_key UNIQUE (producer_id, sha256),
  constraint evidence_kind_check CHECK ((kind = ANY (ARRAY['licence'::text, 'declaration'::text, 'food_safety'::text, 'mandatory'::text, 'ip'::text, 'quality'::text, 'test'::text, 'contract'::text, 'environment'::text, 'accounts'::text, 'story'::text, 'photo'::text, 'other'::text]))),
  constraint evidence_name_check CHECK ((name <> ''::text)),
  constraint evidence_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint evidence_size_check CHECK (((size >= 1) AND (size <= 20971520))),
  constraint evidence_version_check CHECK ((version > 0))
);
CREATE INDEX evidence_expiry ON assessment.evidence USING btree (expires_on) WHERE (expires_on IS NOT NULL);
CREATE UNIQUE INDEX evidence_paper ON assessment.evidence USING btree (paper_id, version);

-- rights: delete, insert, select, update
create table assessment.hearing (
  id text not null,
  dossier_id text not null,
  council_id text not null,
  version integer not null,
  mode text not null,
  state text not null,
  round smallint default 1 not null,
  meets_on date not null,
  closed_on date,
  result jsonb,
  created_at timestamp with time zone not null,
  second_of text,
  draw jsonb,
  constraint hearing_pkey PRIMARY KEY (id),
  constraint hearing_check1 CHECK (((closed_on IS NULL) OR (closed_on >= meets_on))),
  constraint hearing_closed CHECK ((((state = 'closed'::text) = (result IS NOT NULL)) AND ((state = ANY (ARRAY['closed'::text, 'waived'::text])) = (closed_on IS NOT NULL)) AND ((state <> 'waived'::text) OR (second_of IS NOT NULL)))),
  constraint hearing_mode_check CHECK ((mode = ANY (ARRAY['meeting'::text, 'written'::text]))),
  constraint hearing_state_check CHECK ((state = ANY (ARRAY['scoring'::text, 'discussion'::text, 'closed'::text, 'waived'::text]))),
  constraint hearing_council_id_fkey FOREIGN KEY (council_id) REFERENCES assessment.council(id),
  constraint hearing_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES assessment.dossier(id),
  constraint hearing_second_of_fkey FOREIGN KEY (second_of) REFERENCES assessment.hearing(id)
);
CREATE INDEX hearing_council ON assessment.hearing USING btree (council_id, state);
CREATE INDEX hearing_dossier ON assessment.hearing USING btree (dossier_id, created_at);
CREATE INDEX hearing_open ON assessment.hearing USING btree (council_id, meets_on, id) WHERE (state = ANY (ARRAY['scoring'::text, 'discussion'::text]));
CREATE UNIQUE INDEX hearing_second ON assessment.hearing USING btree (second_of) WHERE (second_of IS NOT NULL);

-- Answers of commands by the id of the request: a repeated request does nothing twice.
-- rights: delete, insert, select, update
create table assessment.request (
  id text not null,
  actor_id text not null,
  verb text not null,
  result jsonb,
  at timestamp with time zone not null,
  constraint request_pkey PRIMARY KEY (id),
  constraint request_id_check CHECK (((length(id) >= 8) AND (length(id) <= 200)))
);

-- rights: delete, insert, select, update
create table assessment.rescore_order (
  hearing_id text not null,
  reason text not null,
  ordered_at timestamp with time zone not null,
  ordered_by text not null,
  constraint rescore_order_pkey PRIMARY KEY (hearing_id),
  constraint rescore_order_reason_check CHECK ((reason <> ''::text)),
  constraint rescore_order_hearing_id_fkey FOREIGN KEY (hearing_id) REFERENCES assessment.hearing(id)
);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON assessment.rescore_order FOR EACH STATEMENT EXECUTE FUNCTION assessment.refuse();

-- Đợt đánh giá (QĐ 26/2026, Điều 7): at least two a year; its days come from the plan that sets it up.
-- rights: delete, insert, select, update
create table assessment.round (
  id text not null,
  unit text not null,
  name text not null,
  plan text not null,
  files_from date not null,
  files_until date not null,
  review_until date not null,
  council_from date not null,
  council_until date not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  constraint round_pkey PRIMARY KEY (id),
  constraint round_check CHECK (((files_from <= files_until) AND (files_until <= review_until) AND (council_from <= council_until) AND (council_until >= review_until))),
  constraint round_name_check CHECK ((name <> ''::text)),
  constraint round_plan_check CHECK ((plan <> ''::text)),
  constraint round_unit_check CHECK ((unit ~ '^(VN|[0-9]{2})$'::text))
);
CREATE UNIQUE INDEX round_name ON assessment.round USING btree (unit, name);

-- rights: delete, insert, select, update
create table assessment.ruleset (
  id text not null,
  valid_from date not null,
  body jsonb not null,
  sha256 bytea not null,
  imported_at timestamp with time zone not null,
  imported_by text not null,
  constraint ruleset_pkey PRIMARY KEY (id)
);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON assessment.ruleset FOR EACH STATEMENT EXECUTE FUNCTION assessment.refuse();
CREATE TRIGGER tell AFTER INSERT ON assessment.ruleset FOR EACH ROW EXECUTE FUNCTION assessment.tell_ruleset();

-- rights: delete, insert, select, update
create table assessment.score_sheet (
  hearing_id text not null,
  round smallint not null,
  account text not null,
  answers jsonb not null,
  not_applicable jsonb not null,
  knockouts jsonb not null,
  note text,
  total numeric not null,
  star smallint not null,
  score jsonb not null,
  submitted_at timestamp with time zone not null,
  constraint score_sheet_pkey PRIMARY KEY (hearing_id, round, account),
  constraint score_sheet_hearing_id_fkey FOREIGN KEY (hearing_id) REFERENCES assessment.hearing(id)
);
CREATE INDEX score_sheet_account ON assessment.score_sheet USING btree (account);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON assessment.score_sheet FOR EACH STATEMENT EXECUTE FUNCTION assessment.refuse();

-- First against second scoring, once both are closed; `bound`: points beyond which the chair may order the council to score again.
-- rights: delete, insert, select, update
create table assessment.second_difference (
  hearing_id text not null,
  second_id text not null,
  first_total numeric not null,
  second_total numeric not null,
  first_star smallint not null,
  second_star smallint not null,
  bound numeric not null,
  found_at timestamp with time zone not null,
  constraint second_difference_pkey PRIMARY KEY (hearing_id),
  constraint second_difference_second_id_key UNIQUE (second_id),
  constraint second_difference_hearing_id_fkey FOREIGN KEY (hearing_id) REFERENCES assessment.hearing(id),
  constraint second_difference_second_id_fkey FOREIGN KEY (second_id) REFERENCES assessment.hearing(id)
);
CREATE TRIGGER immutable BEFORE DELETE OR UPDATE OR TRUNCATE ON assessment.second_difference FOR EACH STATEMENT EXECUTE FUNCTION assessment.refuse();

CREATE OR REPLACE FUNCTION assessment.refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception '% never changes', tg_table_name; end $function$;

CREATE OR REPLACE FUNCTION assessment.tell_ruleset()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin perform pg_notify('ruleset_change', new.id); return null; end $function$;

-- audit
create schema audit;

-- rights: insert, select
create table audit.act (
  no bigint not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  verb text not null,
  subject_kind text not null,
  subject_id text not null,
  detail jsonb not null,
  request_id text not null,
  previous bytea not null,
  hash bytea not null,
  constraint act_pkey PRIMARY KEY (no)
);
CREATE INDEX act_at ON audit.act USING btree (at);
CREATE INDEX act_subject ON audit.act USING btree (subject_kind, subject_id, no);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.act FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();

-- rights: delete, insert, select, update
create table audit.head (
  one boolean default true not null,
  no bigint not null,
  hash bytea not null,
  constraint head_pkey PRIMARY KEY (one),
  constraint head_one_check CHECK (one)
);

CREATE OR REPLACE FUNCTION audit.refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin raise exception 'audit.act is append-only'; end $function$;

-- identity
create schema identity;

-- rights: delete, insert, select, update
create table identity.account (
  id text not null,
  account text not null,
  email text,
  phone text,
  name text not null,
  password_hash text,
  must_change boolean default false not null,
  totp_secret text,
  totp_since timestamp with time zone,
  totp_step bigint,
  disabled_at timestamp with time zone,
  sample boolean default false not null,
  created_at timestamp with time zone default now() not null,
  created_by text not null,
  totp_sealed bytea,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_account_key UNIQUE (account),
  constraint account_email_key UNIQUE (email),
  constraint account_phone_key UNIQUE (phone),
  constraint account_account_check CHECK (((account = lower(account)) AND (account ~ '^[a-z0-9][a-z0-9._-]{2,63}$'::text))),
  constraint account_email_check CHECK ((email = lower(email))),
  constraint account_name_check CHECK ((name <> ''::text)),
  constraint account_phone_check CHECK ((phone ~ '^\+[0-9]{8,15}$'::text)),
  constraint account_totp CHECK (((totp_since IS NULL) OR (totp_secret IS NOT NULL) OR (totp_sealed IS NOT NULL)))
);

-- rights: delete, insert, select, update
create table identity.api_client (
  id text not null,
  account_id text not null,
  name text not null,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint api_client_pkey PRIMARY KEY (id),
  constraint api_client_name_check CHECK ((name <> ''::text)),
  constraint api_client_scopes_check CHECK ((cardinality(scopes) > 0)),
  constraint api_client_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id)
);
CREATE INDEX api_client_account ON identity.api_client USING btree (account_id);

-- rights: delete, insert, select, update
create table identity.challenge (
  challenge text not null,
  purpose text not null,
  account_id text,
  expires_at timestamp with time zone not null,
  constraint challenge_pkey PRIMARY KEY (challenge),
  constraint challenge_check CHECK (((purpose = 'register'::text) = (account_id IS NOT NULL))),
  constraint challenge_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_in'::text]))),
  constraint challenge_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id)
);
CREATE INDEX challenge_expires ON identity.challenge USING btree (expires_at);

-- rights: delete, insert, select, update
create table identity.external_login (
  issuer text not null,
  subject text not null,
  account_id text not null,
  linked_at timestamp with time zone not null,
  unlinked_at timestamp with time zone,
  constraint external_login_pkey PRIMARY KEY (issuer, subject),
  constraint external_login_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id)
);
CREATE INDEX external_login_account ON identity.external_login USING btree (account_id);

-- rights: delete, insert, select, update
create table identity.login_limit (
  key character varying(255) not null,
  points integer default 0 not null,
  expire bigint,
  constraint login_limit_pkey PRIMARY KEY (key)
);

-- rights: delete, insert, select, update
create table identity.organisation (
  id text not null,
  kind text not null,
  name text not null,
  unit text not null,
  producer_id text,
  sample boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint organisation_pkey PRIMARY KEY (id),
  constraint organisation_producer_id_key UNIQUE (producer_id),
  constraint organisation_kind_check CHECK ((kind = ANY (ARRAY['authority'::text, 'council'::text, 'producer'::text, 'outlet'::text, 'buyer'::text, 'integrator'::text]))),
  constraint organisation_name_check CHECK ((name <> ''::text)),
  constraint organisation_unit_check CHECK ((unit ~ '^(VN|[0-9]{2}|[0-9]{5})$'::text))
);

-- rights: delete, insert, select, update
create table identity.organisation_member (
  organisation_id text not null,
  member_id text not null,
  valid_from date not null,
  valid_until date,
  basis text default ''::text not null,
  recorded_by text,
  recorded_at timestamp with time zone,
  consented_at timestamp with time zone,
  consented_by text,
  consent_basis text,
  ended_at timestamp with time zone,
  ended_by text,
  constraint organisation_member_pkey PRIMARY KEY (organisation_id, member_id, valid_from),
  constraint organisation_member_check CHECK ((valid_until >= valid_from)),
  constraint organisation_member_check1 CHECK ((organisation_id <> member_id)),
  constraint organisation_member_check2 CHECK (((consented_at IS NULL) = (consented_by IS NULL))),
  constraint organisation_member_check3 CHECK (((ended_at IS NULL) = (ended_by IS NULL))),
  constraint organisation_member_member_id_fkey FOREIGN KEY (member_id) REFERENCES identity.organisation(id),
  constraint organisation_member_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES identity.organisation(id)
);

-- rights: delete, insert, select, update
create table identity.passkey (
  id text not null,
  account_id text not null,
  name text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  backed_up boolean not null,
  made_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_counter_check CHECK ((counter >= 0)),
  constraint passkey_name_check CHECK ((name <> ''::text)),
  constraint passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id)
);
CREATE INDEX passkey_account ON identity.passkey USING btree (account_id);

-- rights: delete, insert, select, update
create table identity.recovery (
  id text not null,
  account_id text not null,
  asked_at timestamp with time zone not null,
  state text default 'queued'::text not null,
  tries smallint default 0 not null,
  try_at timestamp with time zone not null,
  hash bytea,
  expires_at timestamp with time zone,
  used_at timestamp with time zone,
  constraint recovery_pkey PRIMARY KEY (id),
  constraint recovery_hash_key UNIQUE (hash),
  constraint recovery_check CHECK (((state = 'sent'::text) = (hash IS NOT NULL))),
  constraint recovery_check1 CHECK (((hash IS NULL) = (expires_at IS NULL))),
  constraint recovery_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))),
  constraint recovery_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id)
);
CREATE INDEX recovery_account ON identity.recovery USING btree (account_id);
CREATE INDEX recovery_queue ON identity.recovery USING btree (try_at) WHERE (state = 'queued'::text);

-- rights: delete, insert, select, update
create table identity.role_assignment (
  id text not null,
  account_id text not null,
  role text not null,
  unit text not null,
  organisation_id text,
  verbs text[],
  valid_from date not null,
  valid_until date,
  delegated_from text,
  basis text not null,
  granted_by text not null,
  granted_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  revoke_reason text,
  constraint role_assignment_pkey PRIMARY KEY (id),
  constraint role_assignment_basis_check CHECK ((basis <> ''::text)),
  constraint role_assignment_check CHECK ((valid_until >= valid_from)),
  constraint role_assignment_check1 CHECK (((revoked_at IS NULL) = (revoked_by IS NULL))),
  constraint role_assignment_check2 CHECK ((delegated_from <> id)),
  constraint role_assignment_role_check CHECK ((role ~ '^[a-z_]+$'::text)),
  constraint role_assignment_unit_check CHECK ((unit ~ '^(VN|[0-9]{2}|[0-9]{5})$'::text)),
  constraint role_assignment_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id),
  constraint role_assignment_delegated_from_fkey FOREIGN KEY (delegated_from) REFERENCES identity.role_assignment(id),
  constraint role_assignment_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES identity.organisation(id)
);
CREATE INDEX role_assignment_account ON identity.role_assignment USING btree (account_id);
CREATE INDEX role_assignment_organisation ON identity.role_assignment USING btree (organisation_id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX role_assignment_source ON identity.role_assignment USING btree (delegated_from) WHERE (delegated_from IS NOT NULL);

-- rights: delete, insert, select, update
create table identity.session (
  id text not null,
  hash bytea not null,
  account_id text not null,
  step text not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  address text,
  agent text,
  ended_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_hash_key UNIQUE (hash),
  constraint session_step_check CHECK ((step = ANY (ARRAY['second_factor'::text, 'full'::text]))),
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id)
);
CREATE INDEX session_account ON identity.session USING btree (account_id) WHERE (ended_at IS NULL);
CREATE INDEX session_expires ON identity.session USING btree (expires_at);

-- rights: delete, insert, select, update
create table identity.token (
  id text not null,
  hash bytea not null,
  account_id text not null,
  client_id text,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  kind text default 'secret'::text not null,
  scopes text[],
  constraint token_pkey PRIMARY KEY (id),
  constraint token_hash_key UNIQUE (hash),
  constraint token_check CHECK (((kind = 'secret'::text) OR (client_id IS NOT NULL))),
  constraint token_kind_check CHECK ((kind = ANY (ARRAY['secret'::text, 'access'::text]))),
  constraint token_account_id_fkey FOREIGN KEY (account_id) REFERENCES identity.account(id),
  constraint token_client_id_fkey FOREIGN KEY (client_id) REFERENCES identity.api_client(id)
);
CREATE INDEX token_client ON identity.token USING btree (client_id) WHERE (client_id IS NOT NULL);

-- notices
create schema notices;

-- rights: delete, insert, select, update
create table notices.mail (
  id text not null,
  notice_id text not null,
  address text not null,
  state text default 'queued'::text not null,
  tries smallint default 0 not null,
  try_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  last_error text,
  constraint mail_pkey PRIMARY KEY (id),
  constraint mail_notice_id_key UNIQUE (notice_id),
  constraint mail_check CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint mail_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'failed'::text]))),
  constraint mail_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notices.notice(id)
);
CREATE INDEX mail_queue ON notices.mail USING btree (try_at) WHERE (state = 'queued'::text);

-- rights: delete, insert, select, update
create table notices.notice (
  id text not null,
  key text not null,
  account_id text not null,
  kind text not null,
  subject_vi text not null,
  subject_en text not null,
  text_vi text not null,
  text_en text not null,
  href text,
  written_at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint notice_pkey PRIMARY KEY (id),
  constraint notice_key_account_id_key UNIQUE (key, account_id),
  constraint notice_href_check CHECK (((href ~ '^/[^/\\]'::text) OR (href = '/'::text))),
  constraint notice_key_check CHECK ((key <> ''::text)),
  constraint notice_kind_check CHECK ((kind ~ '^[a-z_]+$'::text)),
  constraint notice_subject_en_check CHECK ((subject_en <> ''::text)),
  constraint notice_subject_vi_check CHECK ((subject_vi <> ''::text))
);
CREATE INDEX notice_inbox ON notices.notice USING btree (account_id, ((read_at IS NOT NULL)), written_at DESC, id DESC);

-- promotion
create schema promotion;

-- rights: delete, insert, select, update
create table promotion.event (
  id text not null,
  kind text not null,
  name_vi text not null,
  name_en text not null,
  about_vi text default ''::text not null,
  about_en text default ''::text not null,
  place text not null,
  unit text not null,
  starts_on date not null,
  ends_on date not null,
  register_until date not null,
  state text default 'draft'::text not null,
  meet_on date not null,
  day_start text not null,
  day_end text not null,
  slot_minutes integer not null,
  pause_minutes integer not null,
  breaks jsonb default '[]'::jsonb not null,
  tables integer not null,
  household_least integer not null,
  firm_most integer not null,
  booths integer default 0 not null,
  small_share numeric(5,4) default 0 not null,
  lottery_seed text,
  drawn_at timestamp with time zone,
  drawn_by text,
  sample boolean default false not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint event_pkey PRIMARY KEY (id),
  constraint event_booths_check CHECK (((booths >= 0) AND (booths <= 2000))),
  constraint event_check CHECK ((ends_on >= starts_on)),
  constraint event_check1 CHECK ((register_until <= ends_on)),
  constraint event_check2 CHECK (((meet_on >= starts_on) AND (meet_on <= ends_on))),
  constraint event_check3 CHECK (((lottery_seed IS NULL) = (drawn_at IS NULL))),
  constraint event_day_end_check CHECK ((day_end ~ '^[0-2][0-9]:[0-5][0-9]$'::text)),
  constraint event_day_start_check CHECK ((day_start ~ '^[0-2][0-9]:[0-5][0-9]$'::text)),
  constraint event_firm_most_check CHECK (((firm_most >= 1) AND (firm_most <= 60))),
  constraint event_household_least_check CHECK (((household_least >= 0) AND (household_least <= 20))),
  constraint event_kind_check CHECK ((kind = ANY (ARRAY['conference'::text, 'fair'::text]))),
  constraint event_name_en_check CHECK ((name_en <> ''::text)),
  constraint event_name_vi_check CHECK ((name_vi <> ''::text)),
  constraint event_pause_minutes_check CHECK (((pause_minutes >= 0) AND (pause_minutes <= 60))),
  constraint event_place_check CHECK ((place <> ''::text)),
  constraint event_slot_minutes_check CHECK (((slot_minutes >= 5) AND (slot_minutes <= 120))),
  constraint event_small_share_check CHECK (((small_share >= (0)::numeric) AND (small_share <= (1)::numeric))),
  constraint event_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'held'::text, 'cancelled'::text]))),
  constraint event_tables_check CHECK (((tables >= 1) AND (tables <= 500)))
);
CREATE INDEX event_days ON promotion.event USING btree (starts_on DESC, id);

-- rights: delete, insert, select, update
create table promotion.follow_up (
  meeting_id text not null,
  after_days smallint not null,
  asked_at timestamp with time zone not null,
  outcome text,
  agreement text,
  answered_by text,
  answered_at timestamp with time zone,
  constraint follow_up_pkey PRIMARY KEY (meeting_id, after_days),
  constraint follow_up_after_days_check CHECK ((after_days = ANY (ARRAY[30, 90]))),
  constraint follow_up_check CHECK (((outcome IS NULL) = (answered_at IS NULL))),
  constraint follow_up_outcome_check CHECK ((outcome = ANY (ARRAY['none'::text, 'talking'::text, 'sample'::text, 'memorandum'::text, 'contract'::text, 'delivered'::text]))),
  constraint follow_up_meeting_id_fkey FOREIGN KEY (meeting_id) REFERENCES promotion.meeting(id)
);

-- rights: delete, insert, select, update
create table promotion.meeting (
  id text not null,
  timetable_id text not null,
  firm_id text not null,
  buyer_id text not null,
  slot smallint not null,
  seat smallint not null,
  origin text default 'plan'::text not null,
  state text default 'planned'::text not null,
  result text,
  note text default ''::text not null,
  result_by text,
  result_at timestamp with time zone,
  constraint meeting_pkey PRIMARY KEY (id),
  constraint meeting_check CHECK (((state = 'held'::text) = (result IS NOT NULL))),
  constraint meeting_origin_check CHECK ((origin = ANY (ARRAY['plan'::text, 'refill'::text]))),
  constraint meeting_result_check CHECK ((result = ANY (ARRAY['none'::text, 'interested'::text, 'sample'::text, 'memorandum'::text, 'order'::text]))),
  constraint meeting_seat_check CHECK ((seat >= 0)),
  constraint meeting_slot_check CHECK ((slot >= 0)),
  constraint meeting_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'freed'::text, 'held'::text]))),
  constraint meeting_buyer_id_fkey FOREIGN KEY (buyer_id) REFERENCES promotion.participant(id),
  constraint meeting_firm_id_fkey FOREIGN KEY (firm_id) REFERENCES promotion.participant(id),
  constraint meeting_timetable_id_fkey FOREIGN KEY (timetable_id) REFERENCES promotion.timetable(id)
);
CREATE UNIQUE INDEX meeting_firm ON promotion.meeting USING btree (timetable_id, firm_id, slot) WHERE (state <> 'freed'::text);
CREATE UNIQUE INDEX meeting_pair ON promotion.meeting USING btree (timetable_id, firm_id, buyer_id) WHERE (state <> 'freed'::text);
CREATE UNIQUE INDEX meeting_seat ON promotion.meeting USING btree (timetable_id, buyer_id, slot, seat) WHERE (state <> 'freed'::text);

-- rights: delete, insert, select, update
create table promotion.participant (
  id text not null,
  event_id text not null,
  side text not null,
  producer_id text,
  organisation_id text,
  name text not null,
  producer_type text,
  state text default 'registered'::text not null,
  tables integer default 1 not null,
  most integer,
  away smallint[] default '{}'::smallint[] not null,
  wants_booth boolean default false not null,
  booth integer,
  absent_at timestamp with time zone,
  registered_by text not null,
  registered_at timestamp with time zone not null,
  constraint participant_pkey PRIMARY KEY (id),
  constraint participant_event_id_booth_key UNIQUE (event_id, booth),
  constraint participant_event_id_organisation_id_key UNIQUE (event_id, organisation_id),
  constraint participant_event_id_producer_id_key UNIQUE (event_id, producer_id),
  constraint participant_check CHECK (((side = 'firm'::text) = (producer_id IS NOT NULL))),
  constraint participant_check1 CHECK (((side = 'buyer'::text) = (organisation_id IS NOT NULL))),
  constraint participant_most_check CHECK (((most >= 1) AND (most <= 400))),
  constraint participant_side_check CHECK ((side = ANY (ARRAY['firm'::text, 'buyer'::text]))),
  constraint participant_state_check CHECK ((state = ANY (ARRAY['registered'::text, 'confirmed'::text, 'declined'::text, 'withdrawn'::text]))),
  constraint participant_tables_check CHECK (((tables >= 1) AND (tables <= 20))),
  constraint participant_event_id_fkey FOREIGN KEY (event_id) REFERENCES promotion.event(id)
);
CREATE INDEX participant_organisation ON promotion.participant USING btree (organisation_id);
CREATE INDEX participant_producer ON promotion.participant USING btree (producer_id);

-- rights: delete, insert, select, update
create table promotion.programme_item (
  id text not null,
  event_id text not null,
  day date not null,
  starts text not null,
  ends text not null,
  title_vi text not null,
  title_en text not null,
  place text default ''::text not null,
  constraint programme_item_pkey PRIMARY KEY (id),
  constraint programme_item_check CHECK (((ends ~ '^[0-2][0-9]:[0-5][0-9]$'::text) AND (ends >= starts))),
  constraint programme_item_starts_check CHECK ((starts ~ '^[0-2][0-9]:[0-5][0-9]$'::text)),
  constraint programme_item_title_en_check CHECK ((title_en <> ''::text)),
  constraint programme_item_title_vi_check CHECK ((title_vi <> ''::text)),
  constraint programme_item_event_id_fkey FOREIGN KEY (event_id) REFERENCES promotion.event(id)
);
CREATE INDEX programme_event ON promotion.programme_item USING btree (event_id, day, starts);

-- rights: delete, insert, select, update
create table promotion.timetable (
  id text not null,
  event_id text not null,
  version integer not null,
  state text default 'draft'::text not null,
  made_from text not null,
  figures jsonb not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  published_by text,
  published_at timestamp with time zone,
  constraint timetable_pkey PRIMARY KEY (id),
  constraint timetable_event_id_version_key UNIQUE (event_id, version),
  constraint timetable_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'superseded'::text]))),
  constraint timetable_event_id_fkey FOREIGN KEY (event_id) REFERENCES promotion.event(id)
);
CREATE UNIQUE INDEX timetable_in_force ON promotion.timetable USING btree (event_id) WHERE (state = 'published'::text);

-- rights: delete, insert, select, update
create table promotion.wish (
  from_id text not null,
  to_id text not null,
  weight smallint not null,
  stated_by text not null,
  stated_at timestamp with time zone not null,
  constraint wish_pkey PRIMARY KEY (from_id, to_id),
  constraint wish_weight_check CHECK (((weight >= 1) AND (weight <= 3))),
  constraint wish_from_id_fkey FOREIGN KEY (from_id) REFERENCES promotion.participant(id),
  constraint wish_to_id_fkey FOREIGN KEY (to_id) REFERENCES promotion.participant(id)
);
CREATE INDEX wish_to ON promotion.wish USING btree (to_id);

-- public

create table public.migration (
  name text not null,
  sha256 text not null,
  at timestamp with time zone default now() not null,
  constraint migration_pkey PRIMARY KEY (name)
);

-- registry
create schema registry;

-- rights: delete, insert, select, update
create table registry.change (
  change bigint not null,
  product_id text not null,
  constraint change_pkey PRIMARY KEY (change, product_id)
);

-- rights: delete, insert, select, update
create table registry.change_counter (
  one boolean default true not null,
  change bigint not null,
  constraint change_counter_pkey PRIMARY KEY (one),
  constraint change_counter_one_check CHECK (one)
);

-- rights: delete, insert, select, update
create table registry.list (
  id text not null,
  unit text not null,
  file_name text not null,
  sha256 text not null,
  file bytea not null,
  options jsonb not null,
  report jsonb not null,
  state text default 'read'::text not null,
  read_by text not null,
  read_at timestamp with time zone not null,
  entered_by text,
  entered_at timestamp with time zone,
  constraint list_pkey PRIMARY KEY (id),
  constraint list_state_check CHECK ((state = ANY (ARRAY['read'::text, 'entered'::text, 'put_away'::text])))
);
CREATE INDEX list_unit ON registry.list USING btree (unit, read_at DESC);

-- rights: delete, insert, select, update
create table registry.list_answer (
  question text not null,
  reason text not null,
  choice text not null,
  chosen_id text,
  about jsonb not null,
  answered_by text not null,
  answered_at timestamp with time zone not null,
  constraint list_answer_pkey PRIMARY KEY (question),
  constraint list_answer_check CHECK (((choice = ANY (ARRAY['producer'::text, 'product'::text, 'unit'::text])) = (chosen_id IS NOT NULL))),
  constraint list_answer_choice_check CHECK ((choice = ANY (ARRAY['producer'::text, 'product'::text, 'unit'::text, 'new'::text, 'leave_out'::text])))
);

-- rights: delete, insert, select, update
create table registry.producer (
  id text not null,
  name text not null,
  name_key text not null,
  type text not null,
  type_stated text,
  address_written text,
  commune_written text,
  district_written text,
  province_written text,
  place_key text not null,
  commune_code text,
  province_code text not null,
  old_province_code text,
  mapped_by text,
  mapped_at timestamp with time zone,
  representative text,
  phone text,
  lat double precision,
  lng double precision,
  sample boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint producer_pkey PRIMARY KEY (id),
  constraint producer_type_check CHECK ((type = ANY (ARRAY['cooperative'::text, 'cooperative_group'::text, 'enterprise'::text, 'farm'::text, 'household'::text, 'business_household'::text, 'association'::text, 'craft_village'::text, 'other'::text])))
);
CREATE INDEX producer_identity ON registry.producer USING btree (name_key, province_code);
CREATE TRIGGER producer_set AFTER UPDATE ON registry.producer REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.note_producers();

-- rights: delete, insert, select, update
create table registry.product (
  id text not null,
  producer_id text not null,
  version integer default 1 not null,
  code text,
  old_code text,
  name text not null,
  name_key text not null,
  group_code text,
  set_no smallint,
  group_stated text,
  address_written text,
  commune_written text,
  district_written text,
  province_written text,
  commune_code text,
  province_code text not null,
  old_province_code text,
  mapped_by text,
  mapped_at timestamp with time zone,
  lat double precision,
  lng double precision,
  sample boolean default false not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  constraint product_pkey PRIMARY KEY (id),
  constraint product_group_code_check CHECK ((group_code = ANY (ARRAY['I'::text, 'II'::text, 'III'::text, 'IV'::text, 'V'::text, 'VI'::text]))),
  constraint product_set_no_check CHECK (((set_no >= 1) AND (set_no <= 26))),
  constraint product_producer_id_fkey FOREIGN KEY (producer_id) REFERENCES registry.producer(id)
);
CREATE UNIQUE INDEX product_code ON registry.product USING btree (code) WHERE (code IS NOT NULL);
CREATE INDEX product_producer ON registry.product USING btree (producer_id, name_key);
CREATE TRIGGER product_new AFTER INSERT ON registry.product REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.note_products();
CREATE TRIGGER product_set AFTER UPDATE ON registry.product REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.note_products();

-- rights: delete, insert, select, update
create table registry.product_version (
  product_id text not null,
  version integer not null,
  valid_from date not null,
  name text not null,
  producer_id text not null,
  code text,
  group_code text,
  set_no smallint,
  recorded_at timestamp with time zone default now() not null,
  recorded_by text not null,
  superseded_on date,
  constraint product_version_pkey PRIMARY KEY (product_id, version),
  constraint product_version_producer_id_fkey FOREIGN KEY (producer_id) REFERENCES registry.producer(id),
  constraint product_version_product_id_fkey FOREIGN KEY (product_id) REFERENCES registry.product(id)
);
CREATE INDEX product_version_superseded ON registry.product_version USING btree (superseded_on) WHERE (superseded_on IS NOT NULL);
CREATE TRIGGER supersede_version AFTER INSERT ON registry.product_version FOR EACH ROW WHEN ((new.version > 1)) EXECUTE FUNCTION registry.supersede_version();

-- rights: delete, insert, select, update
create table registry.public_head (
  one boolean default true not null,
  no bigint not null,
  hash bytea not null,
  constraint public_head_pkey PRIMARY KEY (one),
  constraint public_head_one_check CHECK (one)
);
CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON registry.public_head FOR EACH STATEMENT EXECUTE FUNCTION registry.record_guard();

-- rights: delete, insert, select, update
create table registry.public_record (
  no bigint not null,
  body text not null,
  previous bytea not null,
  hash bytea not null,
  constraint public_record_pkey PRIMARY KEY (no)
);
CREATE TRIGGER guard BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON registry.public_record FOR EACH STATEMENT EXECUTE FUNCTION registry.record_guard();

-- rights: delete, insert, select, update
create table registry.recognition (
  id bigint generated always as identity not null,
  product_id text not null,
  star smallint not null,
  potential_five boolean default false not null,
  score numeric(5,2),
  decision_no text,
  decision_key text,
  decided_on date,
  issuer text,
  valid_from date not null,
  valid_until date not null,
  extended_until date,
  extension_reason text,
  ended_on date,
  ended_by text,
  cause text,
  sample boolean default false not null,
  created_at timestamp with time zone default now() not null,
  extended_on date,
  constraint recognition_pkey PRIMARY KEY (id),
  constraint recognition_product_id_valid_from_key UNIQUE (product_id, valid_from),
  constraint recognition_check CHECK (((NOT potential_five) OR (star = 4))),
  constraint recognition_check1 CHECK ((valid_until >= valid_from)),
  constraint recognition_check2 CHECK (((ended_on IS NULL) = (ended_by IS NULL))),
  constraint recognition_check3 CHECK (((ended_on IS NULL) OR (ended_on >= valid_from))),
  constraint recognition_check4 CHECK (((extended_until IS NULL) OR (extended_until <= (valid_until + 180)))),
  constraint recognition_ended_by_check CHECK ((ended_by = ANY (ARRAY['revoked'::text, 'superseded'::text]))),
  constraint recognition_score_check CHECK (((score >= (0)::numeric) AND (score <= (100)::numeric))),
  constraint recognition_star_check CHECK ((star = ANY (ARRAY[3, 4, 5]))),
  constraint recognition_product_id_fkey FOREIGN KEY (product_id) REFERENCES registry.product(id)
);
CREATE INDEX recognition_days ON registry.recognition USING btree (valid_from, valid_until);
CREATE INDEX recognition_withdrawn ON registry.recognition USING btree (product_id) WHERE (ended_by = 'revoked'::text);
CREATE TRIGGER cover_withdrawn BEFORE INSERT ON registry.recognition FOR EACH ROW EXECUTE FUNCTION registry.cover_withdrawn();
CREATE TRIGGER keep_withdrawn BEFORE UPDATE ON registry.recognition FOR EACH ROW WHEN ((old.ended_by = 'revoked'::text)) EXECUTE FUNCTION registry.keep_withdrawn();
CREATE TRIGGER recognition_gone AFTER DELETE ON registry.recognition REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.note_recognitions();
CREATE TRIGGER recognition_gone_record AFTER DELETE ON registry.recognition REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION registry.record_gone();
CREATE TRIGGER recognition_new AFTER INSERT ON registry.recognition REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.note_recognitions();
CREATE TRIGGER recognition_new_record AFTER INSERT ON registry.recognition REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.record_new();
CREATE TRIGGER recognition_set AFTER UPDATE ON registry.recognition REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.note_recognitions();
CREATE TRIGGER recognition_set_record AFTER UPDATE ON registry.recognition REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION registry.record_set();

-- rights: delete, insert, select, update
create view registry.pub_producer as
 SELECT id,
    type,
    province_code,
    old_province_code,
    sample
   FROM registry.producer;

-- rights: delete, insert, select, update
create view registry.pub_producer_seat as
 SELECT id,
    name,
    commune_code,
    province_code
   FROM registry.producer;

-- rights: delete, insert, select, update
create view registry.pub_product as
 SELECT id,
    producer_id,
    group_code,
    set_no,
    province_code,
    old_province_code,
    sample
   FROM registry.product;

-- Versions that are no longer the present one. In force on day d: superseded_on > d and (valid_from <= d or version = 1); at most one.
-- rights: delete, insert, select, update
create view registry.pub_product_version as
 SELECT product_id,
    version,
    valid_from,
    superseded_on,
    producer_id,
    group_code,
    set_no
   FROM registry.product_version
  WHERE (superseded_on IS NOT NULL);

-- rights: delete, insert, select, update
create view registry.pub_product_words as
 SELECT id,
    set_no,
    ((' '::text || btrim(regexp_replace(translate(lower(regexp_replace(NORMALIZE(name, NFD), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]'::text, ''::text, 'g'::text)), 'đð'::text, 'dd'::text), '[^[:alnum:]]+'::text, ' '::text, 'g'::text))) || ' '::text) AS words
   FROM registry.product;

-- In force on day d: valid_from <= d and d <= in_force_until and (ended_on is null or d < ended_on).
-- rights: delete, insert, select, update
create view registry.pub_recognition as
 SELECT product_id,
    star,
    potential_five,
    valid_from,
    COALESCE(extended_until, valid_until) AS in_force_until,
    ended_on,
    ended_by
   FROM registry.recognition;

-- rights: delete, insert, select, update
create view registry.pub_record as
 SELECT no,
    body,
    previous,
    hash
   FROM registry.public_record;

-- rights: delete, insert, select, update
create view registry.pub_record_head as
 SELECT no,
    hash
   FROM registry.public_head;

-- rights: delete, insert, select, update
create view registry.pub_term as
 SELECT r.product_id,
    r.star,
    r.valid_from,
    r.valid_until,
    r.extended_until,
    r.ended_on,
    r.ended_by,
    p.province_code,
    p.commune_code,
    p.group_code,
    r.extended_on
   FROM (registry.recognition r
     JOIN registry.product p ON ((p.id = r.product_id)));

CREATE OR REPLACE FUNCTION registry.append_record(entries registry.recognition[], kinds text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION registry.chain_step(state bytea, head bytea, body text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE
AS $function$ select sha256(coalesce(state, head) || convert_to(body, 'UTF8')) $function$;

CREATE OR REPLACE FUNCTION registry.cover_withdrawn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION registry.keep_withdrawn()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.ended_by is distinct from 'revoked' then
    new.ended_on := old.ended_on; new.ended_by := old.ended_by; new.cause := old.cause;
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION registry.note(ids text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare n bigint;
begin
  if coalesce(array_length(ids, 1), 0) = 0 then return; end if;
  update registry.change_counter set change = change + 1 returning change into n;
  insert into registry.change select n, id from unnest(ids) id;
  perform pg_notify('registry_change', n::text);
end $function$;

CREATE OR REPLACE FUNCTION registry.note_producers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin perform registry.note(array(select p.id from registry.product p join changed c on c.id = p.producer_id)); return null; end $function$;

CREATE OR REPLACE FUNCTION registry.note_products()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin perform registry.note(array(select distinct id from changed)); return null; end $function$;

CREATE OR REPLACE FUNCTION registry.note_recognitions()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin perform registry.note(array(select distinct product_id from changed)); return null; end $function$;

CREATE OR REPLACE FUNCTION registry.record_gone()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform registry.append_record(array_agg(row(b.*)::registry.recognition order by b.product_id, b.valid_from), array_agg('removed'::text order by b.product_id, b.valid_from))
    from before b;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION registry.record_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' and pg_trigger_depth() > 1 then return null; end if;
  if tg_table_name = 'public_head' and tg_op = 'UPDATE' and pg_trigger_depth() > 1 then return null; end if;
  raise exception 'registry.% is written by the register alone', tg_table_name;
end $function$;

CREATE OR REPLACE FUNCTION registry.record_new()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform registry.append_record(array_agg(row(c.*)::registry.recognition order by c.product_id, c.valid_from), array_agg('recognised'::text order by c.product_id, c.valid_from))
    from changed c;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION registry.record_set()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION registry.supersede_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
begin
  update registry.product_version set superseded_on = new.valid_from
    where product_id = new.product_id and version < new.version and (superseded_on is null or superseded_on > new.valid_from);
  return null;
end $function$;

-- sourcing
create schema sourcing;

-- rights: delete, insert, select, update
create table sourcing.account_number (
  producer_id text not null,
  bank_bin text not null,
  number text not null,
  holder text not null,
  stated_by text not null,
  stated_at timestamp with time zone not null,
  constraint account_number_pkey PRIMARY KEY (producer_id),
  constraint account_number_bank_bin_check CHECK ((bank_bin ~ '^[0-9]{6}$'::text)),
  constraint account_number_number_check CHECK ((number ~ '^[0-9A-Za-z]{4,19}$'::text))
);

-- rights: delete, insert, select, update
create table sourcing.agreement (
  id text not null,
  kind text not null,
  number text not null,
  demand_id text,
  pool_id text,
  memorandum_id text,
  organisation_id text not null,
  lead_producer_id text,
  amount bigint default 0 not null,
  terms jsonb default '{}'::jsonb not null,
  state text default 'drawn'::text not null,
  drawn_on date not null,
  signed_on date,
  ends_on date,
  ended_reason text,
  sample boolean default false not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  constraint agreement_pkey PRIMARY KEY (id),
  constraint agreement_number_key UNIQUE (number),
  constraint agreement_amount_check CHECK ((amount >= 0)),
  constraint agreement_kind_check CHECK ((kind = ANY (ARRAY['memorandum'::text, 'contract'::text]))),
  constraint agreement_state_check CHECK ((state = ANY (ARRAY['drawn'::text, 'signed'::text, 'fulfilled'::text, 'lapsed'::text, 'ended'::text]))),
  constraint agreement_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES sourcing.demand(id),
  constraint agreement_memorandum_id_fkey FOREIGN KEY (memorandum_id) REFERENCES sourcing.agreement(id),
  constraint agreement_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES sourcing.buyer(organisation_id),
  constraint agreement_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES sourcing.pool(id)
);
CREATE INDEX agreement_demand ON sourcing.agreement USING btree (demand_id);
CREATE INDEX agreement_lead ON sourcing.agreement USING btree (lead_producer_id);
CREATE INDEX agreement_organisation ON sourcing.agreement USING btree (organisation_id);

-- rights: delete, insert, select, update
create table sourcing.agreement_signature (
  agreement_id text not null,
  party text not null,
  signed_by text not null,
  signed_at timestamp with time zone not null,
  constraint agreement_signature_pkey PRIMARY KEY (agreement_id, party),
  constraint agreement_signature_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES sourcing.agreement(id)
);

-- Links to answer from a phone without an account; only hashes of the secrets are kept.
-- rights: delete, insert, select, update
create table sourcing.answer_link (
  hash bytea not null,
  pool_id text not null,
  producer_id text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint answer_link_pkey PRIMARY KEY (hash),
  constraint answer_link_pool_id_producer_id_key UNIQUE (pool_id, producer_id),
  constraint answer_link_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES sourcing.pool(id)
);

-- rights: delete, insert, select, update
create table sourcing.buyer (
  organisation_id text not null,
  profile text,
  country text default 'VN'::text not null,
  tax_code text,
  contact text,
  verified_at timestamp with time zone,
  verified_by text,
  sample boolean default false not null,
  updated_at timestamp with time zone not null,
  constraint buyer_pkey PRIMARY KEY (organisation_id),
  constraint buyer_country_check CHECK ((country ~ '^[A-Z]{2}$'::text))
);

-- rights: delete, insert, select, update
create table sourcing.capacity (
  product_id text not null,
  month date not null,
  quantity numeric(14,3) not null,
  stated_at timestamp with time zone not null,
  constraint capacity_pkey PRIMARY KEY (product_id, month),
  constraint capacity_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
  constraint capacity_quantity_check CHECK ((quantity >= (0)::numeric)),
  constraint capacity_product_id_fkey FOREIGN KEY (product_id) REFERENCES sourcing.supply(product_id) ON DELETE CASCADE
);

-- A producer contests a fact its reliability rests on.
-- rights: delete, insert, select, update
create table sourcing.contest (
  id text not null,
  producer_id text not null,
  delivery_id text,
  text text not null,
  state text default 'open'::text not null,
  answer text,
  opened_by text not null,
  opened_at timestamp with time zone not null,
  answered_by text,
  answered_at timestamp with time zone,
  share_id text,
  constraint contest_pkey PRIMARY KEY (id),
  constraint contest_state_check CHECK ((state = ANY (ARRAY['open'::text, 'upheld'::text, 'dismissed'::text]))),
  constraint contest_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES sourcing.delivery(id),
  constraint contest_share_id_fkey FOREIGN KEY (share_id) REFERENCES sourcing.share(id)
);
CREATE INDEX contest_open ON sourcing.contest USING btree (opened_at) WHERE (state = 'open'::text);
CREATE INDEX contest_producer ON sourcing.contest USING btree (producer_id);

-- rights: delete, insert, select, update
create table sourcing.delivery (
  id text not null,
  agreement_id text not null,
  demand_delivery_id text not null,
  share_id text not null,
  product_id text not null,
  producer_id text not null,
  planned numeric(14,3) not null,
  due_on date not null,
  lot text,
  shipped numeric(14,3),
  shipped_on date,
  received numeric(14,3),
  received_on date,
  accepted numeric(14,3),
  checked_on date,
  check_note text,
  state text default 'planned'::text not null,
  cancelled_reason text,
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_share_id_key UNIQUE (share_id),
  constraint delivery_accepted_check CHECK ((accepted >= (0)::numeric)),
  constraint delivery_check CHECK (((accepted IS NULL) OR ((received IS NOT NULL) AND (accepted <= received)))),
  constraint delivery_planned_check CHECK ((planned > (0)::numeric)),
  constraint delivery_received_check CHECK ((received >= (0)::numeric)),
  constraint delivery_shipped_check CHECK ((shipped >= (0)::numeric)),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['planned'::text, 'shipped'::text, 'received'::text, 'checked'::text, 'cancelled'::text]))),
  constraint delivery_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES sourcing.agreement(id),
  constraint delivery_demand_delivery_id_fkey FOREIGN KEY (demand_delivery_id) REFERENCES sourcing.demand_delivery(id),
  constraint delivery_share_id_fkey FOREIGN KEY (share_id) REFERENCES sourcing.share(id)
);
CREATE INDEX delivery_agreement ON sourcing.delivery USING btree (agreement_id, due_on);
CREATE INDEX delivery_producer ON sourcing.delivery USING btree (producer_id);

-- rights: delete, insert, select, update
create table sourcing.demand (
  id text not null,
  organisation_id text not null,
  title text not null,
  wanted text default ''::text not null,
  set_no smallint,
  specification text default ''::text not null,
  unit text not null,
  ceiling_price bigint,
  min_star smallint default 3 not null,
  papers text[] default '{}'::text[] not null,
  packing text default ''::text not null,
  max_suppliers integer,
  max_share numeric(5,4),
  small_share numeric(5,4),
  allow_short boolean default false not null,
  needs_invoice boolean default true not null,
  visibility text default 'public'::text not null,
  invited text[] default '{}'::text[] not null,
  sealed boolean default false not null,
  repeats text,
  repeats_of text,
  closes_at timestamp with time zone not null,
  state text default 'draft'::text not null,
  profile text,
  checklist jsonb default '[]'::jsonb not null,
  language text default 'vi'::text not null,
  sample boolean default false not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  posted_at timestamp with time zone,
  constraint demand_pkey PRIMARY KEY (id),
  constraint demand_ceiling_price_check CHECK ((ceiling_price >= 0)),
  constraint demand_language_check CHECK ((language = ANY (ARRAY['vi'::text, 'en'::text]))),
  constraint demand_max_share_check CHECK (((max_share > (0)::numeric) AND (max_share <= (1)::numeric))),
  constraint demand_max_suppliers_check CHECK ((max_suppliers > 0)),
  constraint demand_min_star_check CHECK ((min_star = ANY (ARRAY[3, 4, 5]))),
  constraint demand_repeats_check CHECK ((repeats = ANY (ARRAY['monthly'::text, 'quarterly'::text]))),
  constraint demand_set_no_check CHECK (((set_no >= 1) AND (set_no <= 26))),
  constraint demand_small_share_check CHECK (((small_share >= (0)::numeric) AND (small_share <= (1)::numeric))),
  constraint demand_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'pooling'::text, 'contracted'::text, 'fulfilled'::text, 'lapsed'::text, 'cancelled'::text]))),
  constraint demand_unit_check CHECK ((unit = ANY (ARRAY['kg'::text, 'l'::text, 'piece'::text]))),
  constraint demand_visibility_check CHECK ((visibility = ANY (ARRAY['public'::text, 'private'::text]))),
  constraint demand_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES sourcing.buyer(organisation_id),
  constraint demand_repeats_of_fkey FOREIGN KEY (repeats_of) REFERENCES sourcing.demand(id)
);
CREATE INDEX demand_open ON sourcing.demand USING btree (state, closes_at);
CREATE INDEX demand_organisation ON sourcing.demand USING btree (organisation_id, created_at DESC);

-- rights: delete, insert, select, update
create table sourcing.demand_delivery (
  id text not null,
  demand_id text not null,
  no integer not null,
  due_on date not null,
  store_id text,
  place text default ''::text not null,
  province_code text,
  lat double precision,
  lng double precision,
  quantity numeric(14,3) not null,
  constraint demand_delivery_pkey PRIMARY KEY (id),
  constraint demand_delivery_demand_id_no_key UNIQUE (demand_id, no),
  constraint demand_delivery_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint demand_delivery_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES sourcing.demand(id) ON DELETE CASCADE,
  constraint demand_delivery_store_id_fkey FOREIGN KEY (store_id) REFERENCES sourcing.store(id)
);

-- rights: delete, insert, select, update
create table sourcing.offer (
  id text not null,
  demand_id text not null,
  product_id text not null,
  producer_id text not null,
  unit_price bigint not null,
  quantity numeric(14,3) not null,
  by_delivery jsonb default '{}'::jsonb not null,
  min_lot numeric(14,3) default 0 not null,
  lot_step numeric(14,3),
  note text default ''::text not null,
  state text default 'made'::text not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  constraint offer_pkey PRIMARY KEY (id),
  constraint offer_demand_id_product_id_key UNIQUE (demand_id, product_id),
  constraint offer_lot_step_check CHECK ((lot_step > (0)::numeric)),
  constraint offer_min_lot_check CHECK ((min_lot >= (0)::numeric)),
  constraint offer_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint offer_state_check CHECK ((state = ANY (ARRAY['made'::text, 'withdrawn'::text]))),
  constraint offer_unit_price_check CHECK ((unit_price >= 0)),
  constraint offer_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES sourcing.demand(id)
);

-- rights: delete, insert, select, update
create table sourcing.paper (
  id text not null,
  producer_id text not null,
  product_id text,
  kind text not null,
  number text,
  issuer text,
  valid_from date,
  valid_until date,
  sample boolean default false not null,
  stated_by text not null,
  stated_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint paper_pkey PRIMARY KEY (id),
  constraint paper_check CHECK ((valid_until >= valid_from)),
  constraint paper_kind_check CHECK ((kind = ANY (ARRAY['vietgap'::text, 'globalgap'::text, 'haccp'::text, 'iso22000'::text, 'food_safety'::text, 'organic'::text, 'halal'::text, 'test_report'::text, 'self_declaration'::text, 'invoice'::text, 'barcode'::text])))
);
CREATE INDEX paper_producer ON sourcing.paper USING btree (producer_id) WHERE (ended_at IS NULL);

-- rights: delete, insert, select, update
create table sourcing.payment (
  id text not null,
  agreement_id text not null,
  producer_id text,
  amount bigint not null,
  paid_on date not null,
  reference text default ''::text not null,
  recorded_by text not null,
  recorded_at timestamp with time zone not null,
  constraint payment_pkey PRIMARY KEY (id),
  constraint payment_once UNIQUE NULLS NOT DISTINCT (agreement_id, producer_id, reference),
  constraint payment_amount_check CHECK ((amount > 0)),
  constraint payment_agreement_id_fkey FOREIGN KEY (agreement_id) REFERENCES sourcing.agreement(id)
);

-- rights: delete, insert, select, update
create table sourcing.pool (
  id text not null,
  demand_id text not null,
  round integer not null,
  strategy text default 'cheapest'::text not null,
  rules jsonb not null,
  question jsonb not null,
  answer jsonb not null,
  explained jsonb default '{}'::jsonb not null,
  lead_producer_id text,
  state text default 'proposed'::text not null,
  answer_by timestamp with time zone,
  solved_at timestamp with time zone not null,
  solved_by text not null,
  constraint pool_pkey PRIMARY KEY (id),
  constraint pool_demand_id_round_key UNIQUE (demand_id, round),
  constraint pool_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'offered'::text, 'settled'::text, 'contracted'::text, 'dropped'::text]))),
  constraint pool_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES sourcing.demand(id)
);
CREATE UNIQUE INDEX pool_offered ON sourcing.pool USING btree (demand_id) WHERE (state = 'offered'::text);

-- rights: delete, insert, select, update
create table sourcing.price_tier (
  product_id text not null,
  from_quantity numeric(14,3) not null,
  unit_price bigint not null,
  constraint price_tier_pkey PRIMARY KEY (product_id, from_quantity),
  constraint price_tier_from_quantity_check CHECK ((from_quantity > (0)::numeric)),
  constraint price_tier_unit_price_check CHECK ((unit_price >= 0)),
  constraint price_tier_product_id_fkey FOREIGN KEY (product_id) REFERENCES sourcing.supply(product_id) ON DELETE CASCADE
);

-- Who first saw whose price, and when.
-- rights: delete, insert, select, update
create table sourcing.price_view (
  offer_id text not null,
  account_id text not null,
  seen_at timestamp with time zone not null,
  constraint price_view_pkey PRIMARY KEY (offer_id, account_id)
);

-- A retried request carries its key and does nothing twice.
-- rights: delete, insert, select, update
create table sourcing.request (
  key text not null,
  actor text not null,
  answer jsonb not null,
  at timestamp with time zone not null,
  constraint request_pkey PRIMARY KEY (key)
);

-- rights: delete, insert, select, update
create table sourcing.share (
  id text not null,
  pool_id text not null,
  demand_id text not null,
  delivery_id text not null,
  product_id text not null,
  producer_id text not null,
  quantity numeric(14,3) not null,
  unit_price bigint not null,
  state text default 'proposed'::text not null,
  answered_quantity numeric(14,3),
  answered_at timestamp with time zone,
  answered_by text,
  reason text,
  constraint share_pkey PRIMARY KEY (id),
  constraint share_answered_quantity_check CHECK ((answered_quantity >= (0)::numeric)),
  constraint share_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint share_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'offered'::text, 'accepted'::text, 'declined'::text, 'lapsed'::text, 'released'::text, 'delivered'::text]))),
  constraint share_unit_price_check CHECK ((unit_price >= 0)),
  constraint share_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES sourcing.demand_delivery(id),
  constraint share_demand_id_fkey FOREIGN KEY (demand_id) REFERENCES sourcing.demand(id),
  constraint share_pool_id_fkey FOREIGN KEY (pool_id) REFERENCES sourcing.pool(id)
);
CREATE INDEX share_demand ON sourcing.share USING btree (demand_id);
CREATE INDEX share_holding ON sourcing.share USING btree (product_id) WHERE (state = ANY (ARRAY['offered'::text, 'accepted'::text]));
CREATE INDEX share_live ON sourcing.share USING btree (product_id) WHERE (state = ANY (ARRAY['offered'::text, 'accepted'::text]));
CREATE INDEX share_pool ON sourcing.share USING btree (pool_id);
CREATE INDEX share_producer ON sourcing.share USING btree (producer_id);
CREATE TRIGGER share_holds BEFORE INSERT OR UPDATE ON sourcing.share FOR EACH ROW EXECUTE FUNCTION sourcing.hold_capacity();

-- side: as what the reader saw it. A producer that looks at its own price is not written down.
-- rights: delete, insert, select, update
create table sourcing.share_view (
  share_id text not null,
  account_id text not null,
  side text not null,
  seen_at timestamp with time zone not null,
  constraint share_view_pkey PRIMARY KEY (share_id, account_id),
  constraint share_view_side_check CHECK ((side = ANY (ARRAY['buyer'::text, 'lead'::text, 'officer'::text]))),
  constraint share_view_share_id_fkey FOREIGN KEY (share_id) REFERENCES sourcing.share(id) ON DELETE CASCADE
);

-- rights: delete, insert, select, update
create table sourcing.store (
  id text not null,
  organisation_id text not null,
  name text not null,
  address text,
  province_code text not null,
  lat double precision,
  lng double precision,
  ended_at timestamp with time zone,
  constraint store_pkey PRIMARY KEY (id),
  constraint store_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES sourcing.buyer(organisation_id)
);
CREATE INDEX store_organisation ON sourcing.store USING btree (organisation_id);

-- rights: delete, insert, select, update
create table sourcing.supply (
  product_id text not null,
  producer_id text not null,
  unit text not null,
  stock numeric(14,3) default 0 not null,
  unit_price bigint not null,
  min_lot numeric(14,3) default 0 not null,
  lot_step numeric(14,3),
  lead_days integer default 0 not null,
  packs jsonb default '[]'::jsonb not null,
  published boolean default true not null,
  sample boolean default false not null,
  stated_by text not null,
  stated_at timestamp with time zone not null,
  constraint supply_pkey PRIMARY KEY (product_id),
  constraint supply_lead_days_check CHECK (((lead_days >= 0) AND (lead_days <= 365))),
  constraint supply_lot_step_check CHECK ((lot_step > (0)::numeric)),
  constraint supply_min_lot_check CHECK ((min_lot >= (0)::numeric)),
  constraint supply_stock_check CHECK ((stock >= (0)::numeric)),
  constraint supply_unit_check CHECK ((unit = ANY (ARRAY['kg'::text, 'l'::text, 'piece'::text]))),
  constraint supply_unit_price_check CHECK (((unit_price >= 0) AND (unit_price <= '1000000000000'::bigint)))
);
CREATE INDEX supply_producer ON sourcing.supply USING btree (producer_id);

CREATE OR REPLACE FUNCTION sourcing.hold_capacity()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare stocked numeric; beyond numeric;
begin
  if new.state not in ('offered', 'accepted') then return new; end if;
  select stock into stocked from sourcing.supply where product_id = new.product_id for update;
  if not found then
    raise exception 'nothing is stated for %', new.product_id using errcode = 'SV001';
  end if;
  with held as (
    select date_trunc('month', d.due_on)::date as month, coalesce(s.answered_quantity, s.quantity) as quantity
      from sourcing.share s join sourcing.demand_delivery d on d.id = s.delivery_id
      where s.product_id = new.product_id and s.state in ('offered', 'accepted', 'delivered') and s.id <> new.id
    union all
    select date_trunc('month', d.due_on)::date, coalesce(new.answered_quantity, new.quantity)
      from sourcing.demand_delivery d where d.id = new.delivery_id
  ), months as (select month, sum(quantity) as quantity from held group by month)
  select coalesce(sum(greatest(0, m.quantity - coalesce(c.quantity, 0))), 0) into beyond
    from months m left join sourcing.capacity c on c.product_id = new.product_id and c.month = m.month;
  if beyond > stocked then
    raise exception 'capacity of % is exceeded by %', new.product_id, beyond - stocked using errcode = 'SV001';
  end if;
  return new;
end $function$;

-- supervision
create schema supervision;

-- rights: delete, insert, select, update
create table supervision.case_step (
  case_id text not null,
  no smallint not null,
  move text not null,
  state text not null,
  on_day date not null,
  by_id text not null,
  by_name text not null,
  note text not null,
  constraint case_step_pkey PRIMARY KEY (case_id, no),
  constraint case_step_case_id_fkey FOREIGN KEY (case_id) REFERENCES supervision.revocation_case(id)
);

-- rights: delete, insert, select, update
create table supervision.checkpoint (
  no bigint not null,
  at timestamp with time zone not null,
  body text not null,
  key_id text not null,
  public_key bytea not null,
  signature bytea not null,
  constraint checkpoint_pkey PRIMARY KEY (no, at)
);

-- rights: delete, insert, select, update
create table supervision.consumer_report (
  id text not null,
  product_id text,
  code_read text,
  kind text not null,
  text text not null,
  contact text,
  province_code text,
  state text default 'new'::text not null,
  received_at timestamp with time zone not null,
  triaged_at timestamp with time zone,
  triaged_by text,
  note text,
  inspection_id text,
  constraint consumer_report_pkey PRIMARY KEY (id),
  constraint consumer_report_check CHECK (((state = 'new'::text) = (triaged_at IS NULL))),
  constraint consumer_report_contact_check CHECK ((length(contact) <= 200)),
  constraint consumer_report_kind_check CHECK ((kind = ANY (ARRAY['fake'::text, 'quality'::text, 'label'::text, 'mark'::text, 'closed'::text, 'other'::text]))),
  constraint consumer_report_state_check CHECK ((state = ANY (ARRAY['new'::text, 'inspect'::text, 'answered'::text, 'dismissed'::text]))),
  constraint consumer_report_text_check CHECK (((length(text) >= 1) AND (length(text) <= 2000))),
  constraint consumer_report_inspection_id_fkey FOREIGN KEY (inspection_id) REFERENCES supervision.inspection(id)
);
CREATE INDEX report_product ON supervision.consumer_report USING btree (product_id);
CREATE INDEX report_queue ON supervision.consumer_report USING btree (province_code, received_at) WHERE (state = 'new'::text);

-- rights: delete, insert, select, update
create table supervision.finding (
  id text not null,
  inspection_id text not null,
  product_id text not null,
  kind text not null,
  text text not null,
  due_on date not null,
  closed_on date,
  closed_by text,
  closing text,
  constraint finding_pkey PRIMARY KEY (id),
  constraint finding_check CHECK (((closed_on IS NULL) = (closed_by IS NULL))),
  constraint finding_kind_check CHECK ((kind = ANY (ARRAY['criteria'::text, 'quality'::text, 'mark'::text, 'label'::text, 'stopped'::text, 'other'::text]))),
  constraint finding_text_check CHECK ((text <> ''::text)),
  constraint finding_inspection_id_fkey FOREIGN KEY (inspection_id) REFERENCES supervision.inspection(id)
);
CREATE INDEX finding_open ON supervision.finding USING btree (product_id) WHERE (closed_on IS NULL);

-- rights: delete, insert, select, update
create table supervision.inspection (
  id text not null,
  plan_id text,
  product_id text not null,
  province_code text not null,
  why text not null,
  risk smallint default 0 not null,
  due_on date not null,
  done_on date,
  outcome text,
  note text,
  done_by text,
  reasons text[] default '{}'::text[] not null,
  constraint inspection_pkey PRIMARY KEY (id),
  constraint inspection_plan_id_product_id_key UNIQUE (plan_id, product_id),
  constraint inspection_check CHECK (((done_on IS NULL) = (outcome IS NULL))),
  constraint inspection_outcome_check CHECK ((outcome = ANY (ARRAY['kept'::text, 'findings'::text, 'not_found'::text]))),
  constraint inspection_why_check CHECK ((why = ANY (ARRAY['risk'::text, 'random'::text, 'report'::text, 'surprise'::text]))),
  constraint inspection_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES supervision.plan(id)
);
CREATE INDEX inspection_place ON supervision.inspection USING btree (province_code, due_on) WHERE (done_on IS NULL);
CREATE INDEX inspection_product ON supervision.inspection USING btree (product_id, done_on DESC);

-- rights: delete, insert, select, update
create table supervision.notice (
  id bigint generated always as identity not null,
  kind text not null,
  product_id text not null,
  valid_until date not null,
  days_before smallint default 0 not null,
  province_code text not null,
  commune_code text,
  written_on date not null,
  constraint notice_pkey PRIMARY KEY (id),
  constraint notice_kind_product_id_valid_until_days_before_key UNIQUE (kind, product_id, valid_until, days_before),
  constraint notice_kind_check CHECK ((kind = ANY (ARRAY['expiry'::text, 'revocation'::text, 'extension'::text])))
);
CREATE INDEX notice_place ON supervision.notice USING btree (province_code, written_on DESC, id DESC);
CREATE INDEX notice_product ON supervision.notice USING btree (product_id, id DESC);

-- rights: delete, insert, select, update
create table supervision.plan (
  id text not null,
  unit text not null,
  drawn_on date not null,
  until date not null,
  seed text not null,
  size integer not null,
  random_share numeric(3,2) not null,
  frame jsonb not null,
  frame_hash text not null,
  drawn_by text not null,
  constraint plan_pkey PRIMARY KEY (id),
  constraint plan_check CHECK ((until >= drawn_on)),
  constraint plan_random_share_check CHECK (((random_share >= 0.1) AND (random_share <= (1)::numeric))),
  constraint plan_size_check CHECK ((size > 0))
);
CREATE INDEX plan_unit ON supervision.plan USING btree (unit, drawn_on DESC);

-- rights: delete, insert, select, update
create table supervision.report_photo (
  report_id text not null,
  type text not null,
  bytes bytea not null,
  sha256 text not null,
  constraint report_photo_pkey PRIMARY KEY (report_id),
  constraint report_photo_bytes_check CHECK (((length(bytes) >= 1) AND (length(bytes) <= 8388608))),
  constraint report_photo_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint report_photo_type_check CHECK ((type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text]))),
  constraint report_photo_report_id_fkey FOREIGN KEY (report_id) REFERENCES supervision.consumer_report(id) ON DELETE CASCADE
);

-- rights: delete, insert, select, update
create table supervision.revocation (
  no bigint not null,
  product_id text not null,
  ended_on date not null,
  cause text not null,
  case_id text not null,
  at timestamp with time zone not null,
  constraint revocation_pkey PRIMARY KEY (no),
  constraint revocation_case_id_fkey FOREIGN KEY (case_id) REFERENCES supervision.revocation_case(id)
);
CREATE TRIGGER tell AFTER INSERT ON supervision.revocation FOR EACH ROW EXECUTE FUNCTION supervision.tell();

-- rights: delete, insert, select, update
create table supervision.revocation_case (
  id text not null,
  product_id text not null,
  province_code text not null,
  star smallint not null,
  cause text not null,
  ground text not null,
  basis_no text not null,
  basis_by text not null,
  basis_on date not null,
  due_on date not null,
  state text not null,
  proposed_by text,
  decision_no text,
  decided_on date,
  opened_on date not null,
  constraint revocation_case_pkey PRIMARY KEY (id),
  constraint revocation_case_basis_by_check CHECK ((basis_by <> ''::text)),
  constraint revocation_case_basis_no_check CHECK ((basis_no <> ''::text)),
  constraint revocation_case_check CHECK (((state = 'revoked'::text) = (decision_no IS NOT NULL))),
  constraint revocation_case_check1 CHECK (((decision_no IS NULL) = (decided_on IS NULL))),
  constraint revocation_case_check2 CHECK ((decided_on >= basis_on)),
  constraint revocation_case_ground_check CHECK ((ground = ANY (ARRAY['conclusion'::text, 'commune'::text]))),
  constraint revocation_case_star_check CHECK ((star = ANY (ARRAY[3, 4, 5]))),
  constraint revocation_case_state_check CHECK ((state = ANY (ARRAY['verifying'::text, 'verified'::text, 'proposed'::text, 'revoked'::text, 'dropped'::text])))
);
CREATE UNIQUE INDEX case_open ON supervision.revocation_case USING btree (product_id) WHERE (state <> ALL (ARRAY['revoked'::text, 'dropped'::text]));
CREATE INDEX case_place ON supervision.revocation_case USING btree (province_code, due_on);

-- rights: delete, insert, select, update
create table supervision.specification (
  id text not null,
  product_id text not null,
  parameter text not null,
  unit text not null,
  min double precision,
  max double precision,
  stated_on date not null,
  stated_by text not null,
  replaced_on date,
  constraint specification_pkey PRIMARY KEY (id),
  constraint specification_check CHECK (((min IS NOT NULL) OR (max IS NOT NULL))),
  constraint specification_check1 CHECK ((min <= max)),
  constraint specification_parameter_check CHECK (((length(parameter) >= 1) AND (length(parameter) <= 120))),
  constraint specification_unit_check CHECK ((length(unit) <= 20))
);
CREATE UNIQUE INDEX specification_current ON supervision.specification USING btree (product_id, lower(parameter)) WHERE (replaced_on IS NULL);

-- rights: delete, insert, select, update
create table supervision.test_result (
  id text not null,
  inspection_id text not null,
  product_id text not null,
  lot text not null,
  parameter text not null,
  unit text not null,
  value double precision not null,
  min double precision,
  max double precision,
  verdict text not null,
  lab text not null,
  report_no text not null,
  tested_on date not null,
  published boolean not null,
  constraint test_result_pkey PRIMARY KEY (id),
  constraint test_result_verdict_check CHECK ((verdict = ANY (ARRAY['within'::text, 'below'::text, 'above'::text, 'undeclared'::text]))),
  constraint test_result_inspection_id_fkey FOREIGN KEY (inspection_id) REFERENCES supervision.inspection(id)
);
CREATE INDEX test_result_newest ON supervision.test_result USING btree (product_id, tested_on DESC);
CREATE UNIQUE INDEX test_result_once ON supervision.test_result USING btree (product_id, lab, report_no, lot, lower(parameter));

CREATE OR REPLACE FUNCTION supervision.tell()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin perform pg_notify('recognition_withdrawn', new.no::text); return null; end $function$;

-- territory
create schema territory;

-- rights: delete, insert, select, update
create table territory.region (
  map smallint not null,
  key text not null,
  name_vi text not null,
  name_en text not null,
  sort smallint not null,
  source text not null,
  constraint region_pkey PRIMARY KEY (map, key),
  constraint region_map_check CHECK ((map = ANY (ARRAY[34, 63])))
);

-- rights: delete, insert, select, update
create table territory.region_member (
  map smallint not null,
  province_code text not null,
  region_key text not null,
  constraint region_member_pkey PRIMARY KEY (map, province_code),
  constraint region_member_map_region_key_fkey FOREIGN KEY (map, region_key) REFERENCES territory.region(map, key)
);

-- rights: delete, insert, select, update
create table territory.succession (
  old_unit integer not null,
  new_unit integer not null,
  share numeric,
  divided boolean default false not null,
  effective date not null,
  source text not null,
  constraint succession_pkey PRIMARY KEY (old_unit, new_unit),
  constraint succession_share_check CHECK (((share > (0)::numeric) AND (share <= (1)::numeric))),
  constraint succession_new_unit_fkey FOREIGN KEY (new_unit) REFERENCES territory.unit(id),
  constraint succession_old_unit_fkey FOREIGN KEY (old_unit) REFERENCES territory.unit(id)
);
CREATE INDEX succession_new ON territory.succession USING btree (new_unit);
CREATE TRIGGER succession_told AFTER INSERT OR DELETE OR UPDATE ON territory.succession FOR EACH STATEMENT EXECUTE FUNCTION territory.tell();

-- rights: delete, insert, select, update
create table territory.unit (
  id integer generated always as identity not null,
  code text not null,
  level text not null,
  name text not null,
  full_name text not null,
  kind text not null,
  parent_code text,
  district_code text,
  province_code text not null,
  folded text not null,
  valid_from date,
  valid_until date,
  lat double precision,
  lng double precision,
  source text not null,
  constraint unit_pkey PRIMARY KEY (id),
  constraint unit_check CHECK (((valid_from IS NULL) OR (valid_until IS NULL) OR (valid_from <= valid_until))),
  constraint unit_level_check CHECK ((level = ANY (ARRAY['province'::text, 'district'::text, 'commune'::text])))
);
CREATE INDEX unit_folded ON territory.unit USING btree (folded);
CREATE UNIQUE INDEX unit_once ON territory.unit USING btree (level, code, COALESCE(valid_from, '0001-01-01'::date));
CREATE INDEX unit_province ON territory.unit USING btree (province_code, level);
CREATE TRIGGER unit_told AFTER INSERT OR DELETE OR UPDATE ON territory.unit FOR EACH STATEMENT EXECUTE FUNCTION territory.tell();

-- rights: delete, insert, select, update
create view territory.pub_commune as
 SELECT code,
    province_code
   FROM territory.unit
  WHERE ((level = 'commune'::text) AND (valid_until IS NULL));

CREATE OR REPLACE FUNCTION territory.tell()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ begin perform pg_notify('territory_change', ''); return null; end $function$;

-- traceability
create schema traceability;

-- rights: delete, insert, select, update
create table traceability.capture (
  id text not null,
  account text not null,
  owner text not null,
  events integer not null,
  stored integer not null,
  warnings jsonb default '[]'::jsonb not null,
  at timestamp with time zone not null,
  constraint capture_pkey PRIMARY KEY (id)
);
CREATE INDEX capture_owner ON traceability.capture USING btree (owner, at DESC);

-- Signed once, so that the bytes stay the same until the facts change.
-- rights: delete, insert, select, update
create table traceability.credential (
  subject text not null,
  origin text not null,
  facts_hash bytea not null,
  text text not null,
  issued_at timestamp with time zone not null,
  constraint credential_pkey PRIMARY KEY (subject, origin)
);

-- rights: delete, insert, select, update
create table traceability.event (
  no bigint generated always as identity not null,
  event_id text not null,
  declares_error boolean default false not null,
  declared_error_at timestamp with time zone,
  hash bytea not null,
  type text not null,
  action text,
  biz_step text,
  disposition text,
  read_point text,
  biz_location text,
  event_time timestamp with time zone not null,
  record_time timestamp with time zone not null,
  owner text not null,
  capture_id text not null,
  place text,
  body jsonb not null,
  constraint event_pkey PRIMARY KEY (no),
  constraint event_event_id_declares_error_key UNIQUE (event_id, declares_error)
);
CREATE INDEX event_owner ON traceability.event USING btree (owner, no);
CREATE INDEX event_step ON traceability.event USING btree (biz_step, no);
CREATE INDEX event_time ON traceability.event USING btree (event_time, no);

-- rights: delete, insert, select, update
create table traceability.event_epc (
  epc text not null,
  event_no bigint not null,
  role text not null,
  constraint event_epc_pkey PRIMARY KEY (epc, event_no, role)
);
CREATE INDEX event_epc_event ON traceability.event_epc USING btree (event_no);

-- rights: delete, insert, select, update
create table traceability.gln (
  gln text not null,
  producer_id text not null,
  set_on date not null,
  set_by text not null,
  constraint gln_pkey PRIMARY KEY (gln),
  constraint gln_gln_check CHECK ((gln ~ '^[0-9]{13}$'::text))
);
CREATE INDEX gln_producer ON traceability.gln USING btree (producer_id);

-- rights: delete, insert, select, update
create table traceability.gtin (
  id bigint generated always as identity not null,
  gtin text not null,
  product_id text not null,
  from_day date not null,
  until_day date,
  sample boolean default false not null,
  set_by text not null,
  no bigint not null,
  constraint gtin_pkey PRIMARY KEY (id),
  constraint gtin_gtin_daterange_excl EXCLUDE USING gist (gtin WITH =, daterange(from_day, until_day, '[]'::text) WITH &&),
  constraint gtin_check CHECK ((until_day >= from_day)),
  constraint gtin_gtin_check CHECK ((gtin ~ '^[0-9]{14}$'::text))
);
CREATE UNIQUE INDEX gtin_no ON traceability.gtin USING btree (no);
CREATE INDEX gtin_product ON traceability.gtin USING btree (product_id, from_day);

-- rights: delete, insert, select, update
create table traceability.gtin_counter (
  one boolean default true not null,
  no bigint not null,
  constraint gtin_counter_pkey PRIMARY KEY (one),
  constraint gtin_counter_one_check CHECK (one)
);

-- rights: delete, insert, select, update
create table traceability.lot (
  no bigint generated always as identity not null,
  epc text not null,
  product_id text,
  code text,
  maker text,
  name text,
  unit text,
  made_on date,
  best_before date,
  sample boolean default false not null,
  created_at timestamp with time zone default now() not null,
  constraint lot_pkey PRIMARY KEY (no),
  constraint lot_epc_key UNIQUE (epc),
  constraint lot_check CHECK ((((product_id IS NULL) = (code IS NULL)) OR (maker IS NOT NULL)))
);
CREATE INDEX lot_maker ON traceability.lot USING btree (maker, no DESC) WHERE (maker IS NOT NULL);
CREATE UNIQUE INDEX lot_product ON traceability.lot USING btree (product_id, code) WHERE (product_id IS NOT NULL);

-- rights: delete, insert, select, update
create table traceability.lot_edge (
  from_no bigint not null,
  to_no bigint not null,
  event_no bigint not null,
  kind text not null,
  constraint lot_edge_pkey PRIMARY KEY (from_no, to_no, event_no),
  constraint lot_edge_kind_check CHECK ((kind = ANY (ARRAY['transform'::text, 'aggregate'::text])))
);
CREATE INDEX lot_edge_back ON traceability.lot_edge USING btree (to_no, from_no);
CREATE INDEX lot_edge_event ON traceability.lot_edge USING btree (event_no);

-- rights: delete, insert, select, update
create table traceability.lot_move (
  event_no bigint not null,
  lot_no bigint not null,
  holder text not null,
  kind text not null,
  delta numeric(18,6) not null,
  constraint lot_move_pkey PRIMARY KEY (event_no, lot_no, holder, kind),
  constraint lot_move_kind_check CHECK ((kind = ANY (ARRAY['make'::text, 'use'::text, 'ship'::text, 'arrive'::text, 'receive'::text, 'loss'::text])))
);
CREATE INDEX lot_move_holder ON traceability.lot_move USING btree (holder, lot_no);
CREATE INDEX lot_move_lot ON traceability.lot_move USING btree (lot_no, holder);

-- rights: delete, insert, select, update
create table traceability.lot_test (
  id text not null,
  lot_no bigint not null,
  event_no bigint,
  on_day date not null,
  what text not null,
  lab text,
  passed boolean not null,
  constraint lot_test_pkey PRIMARY KEY (id),
  constraint lot_test_lot_no_fkey FOREIGN KEY (lot_no) REFERENCES traceability.lot(no)
);
CREATE INDEX lot_test_lot ON traceability.lot_test USING btree (lot_no);

-- rights: delete, insert, select, update
create table traceability.named_query (
  owner text not null,
  name text not null,
  query jsonb not null,
  created_at timestamp with time zone not null,
  constraint named_query_pkey PRIMARY KEY (owner, name)
);

-- rights: delete, insert, select, update
create table traceability.party (
  id text not null,
  owner text not null,
  kind text not null,
  name text not null,
  phone text,
  commune_code text,
  producer_id text,
  sample boolean default false not null,
  constraint party_pkey PRIMARY KEY (id),
  constraint party_owner_kind_name_key UNIQUE (owner, kind, name),
  constraint party_kind_check CHECK ((kind = ANY (ARRAY['household'::text, 'business'::text]))),
  constraint party_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint party_phone_check CHECK ((length(phone) <= 30))
);

-- rights: delete, insert, select, update
create table traceability.printed_lot (
  product_id text not null,
  lot text not null,
  first_on date not null,
  constraint printed_lot_pkey PRIMARY KEY (product_id, lot),
  constraint printed_lot_lot_check CHECK (((length(lot) >= 1) AND (length(lot) <= 20)))
);

-- rights: delete, insert, select, update
create table traceability.recall (
  id text not null,
  product_id text not null,
  producer_id text not null,
  province_code text not null,
  level text not null,
  reason_vi text not null,
  reason_en text not null,
  advice_vi text not null,
  advice_en text not null,
  since timestamp with time zone not null,
  opened_by text not null,
  opened_name text not null,
  closed_at timestamp with time zone,
  closed_by text,
  report text,
  recovered numeric(18,6),
  sample boolean default false not null,
  constraint recall_pkey PRIMARY KEY (id),
  constraint recall_check CHECK (((closed_at IS NULL) = (report IS NULL))),
  constraint recall_level_check CHECK ((level = ANY (ARRAY['health'::text, 'quality'::text, 'label'::text])))
);
CREATE INDEX recall_open ON traceability.recall USING btree (province_code, since DESC) WHERE (closed_at IS NULL);
CREATE INDEX recall_producer ON traceability.recall USING btree (producer_id, since DESC);

-- rights: delete, insert, select, update
create table traceability.recall_holder (
  recall_id text not null,
  holder text not null,
  told_at timestamp with time zone not null,
  answer text,
  answered_at timestamp with time zone,
  quantity numeric(18,6),
  constraint recall_holder_pkey PRIMARY KEY (recall_id, holder),
  constraint recall_holder_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES traceability.recall(id)
);

-- rights: delete, insert, select, update
create table traceability.recall_lot (
  recall_id text not null,
  lot_no bigint not null,
  named boolean not null,
  constraint recall_lot_pkey PRIMARY KEY (recall_id, lot_no),
  constraint recall_lot_lot_no_fkey FOREIGN KEY (lot_no) REFERENCES traceability.lot(no),
  constraint recall_lot_recall_id_fkey FOREIGN KEY (recall_id) REFERENCES traceability.recall(id)
);
CREATE INDEX recall_lot_lot ON traceability.recall_lot USING btree (lot_no);

-- rights: delete, insert, select, update
create table traceability.scan (
  product_id text not null,
  serial text not null,
  day date not null,
  province text default ''::text not null,
  times integer default 1 not null,
  first_hour timestamp with time zone not null,
  last_hour timestamp with time zone not null,
  constraint scan_pkey PRIMARY KEY (product_id, serial, day, province),
  constraint scan_province_check CHECK ((province ~ '^([0-9]{2})?$'::text))
);
CREATE INDEX scan_day ON traceability.scan USING btree (day);

-- rights: delete, insert, select, update
create table traceability.serial_batch (
  id text not null,
  product_id text not null,
  lot text,
  first_no integer not null,
  size integer not null,
  key bytea not null,
  made_on date not null,
  made_by text not null,
  constraint serial_batch_pkey PRIMARY KEY (id),
  constraint serial_batch_product_id_int4range_excl EXCLUDE USING gist (product_id WITH =, int4range(first_no, (first_no + size)) WITH &&),
  constraint serial_batch_first_no_check CHECK ((first_no > 0)),
  constraint serial_batch_key_check CHECK ((length(key) = 32)),
  constraint serial_batch_lot_check CHECK (((length(lot) >= 1) AND (length(lot) <= 20))),
  constraint serial_batch_size_check CHECK (((size >= 1) AND (size <= 100000)))
);

-- P-256. Retired keys stay: what they signed stays good.
-- rights: delete, insert, select, update
create table traceability.signing_key (
  authority text not null,
  no smallint not null,
  x text not null,
  y text not null,
  sealed bytea,
  remote text,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint signing_key_pkey PRIMARY KEY (authority, no),
  constraint signing_key_authority_check CHECK ((authority ~ '^[a-z0-9-]+$'::text)),
  constraint signing_key_check CHECK (((sealed IS NULL) <> (remote IS NULL))),
  constraint signing_key_no_check CHECK (((no >= 1) AND (no <= 255)))
);
CREATE UNIQUE INDEX signing_key_live ON traceability.signing_key USING btree (authority) WHERE (retired_at IS NULL);

-- rights: delete, insert, select, update
create table traceability.status_entry (
  list integer not null,
  idx integer not null,
  subject text not null,
  product_id text not null,
  valid_from date not null,
  star smallint not null,
  until date not null,
  drawn_at timestamp with time zone not null,
  set_at timestamp with time zone,
  constraint status_entry_pkey PRIMARY KEY (list, idx),
  constraint status_entry_idx_check CHECK (((idx >= 0) AND (idx <= 131071))),
  constraint status_entry_star_check CHECK ((star = ANY (ARRAY[3, 4, 5]))),
  constraint status_entry_list_fkey FOREIGN KEY (list) REFERENCES traceability.status_list(no)
);
CREATE INDEX status_entry_subject ON traceability.status_entry USING btree (subject, drawn_at DESC);

-- rights: delete, insert, select, update
create table traceability.status_list (
  no integer generated always as identity not null,
  authority text not null,
  created_at timestamp with time zone not null,
  constraint status_list_pkey PRIMARY KEY (no)
);
CREATE INDEX status_list_authority ON traceability.status_list USING btree (authority);
