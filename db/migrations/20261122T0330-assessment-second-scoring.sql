-- Blind second scoring of a drawn sample, and assessment rounds of a province.
alter table assessment.council add column second_seed text;
comment on column assessment.council.second_seed is 'Draws the sample for second scoring; its SHA-256 stands in the record of acts from the day the council was set up.';
alter table assessment.council_member add column second boolean not null default false;
comment on column assessment.council_member.second is 'Sits only for second scorings, which the members of the first never see while they are open, and the other way round.';
alter table assessment.council_member add constraint second_has_no_chair check (not (second and chair));

alter table assessment.hearing add column second_of text references assessment.hearing;
alter table assessment.hearing add column draw jsonb;
comment on column assessment.hearing.draw is 'What the seed gave for this dossier, against the share that is scored a second time.';
create unique index hearing_second on assessment.hearing (second_of) where second_of is not null;
alter table assessment.hearing drop constraint hearing_state_check;
alter table assessment.hearing add constraint hearing_state_check check (state in ('scoring', 'discussion', 'closed', 'waived'));
alter table assessment.hearing drop constraint hearing_check;
alter table assessment.hearing add constraint hearing_closed check (
  (state = 'closed') = (result is not null) and (state in ('closed', 'waived')) = (closed_on is not null) and (state <> 'waived' or second_of is not null)
);

create table assessment.second_difference (
  hearing_id text primary key references assessment.hearing,
  second_id text not null unique references assessment.hearing,
  first_total numeric not null,
  second_total numeric not null,
  first_star smallint not null,
  second_star smallint not null,
  bound numeric not null,
  found_at timestamptz not null
);
comment on table assessment.second_difference is 'First against second scoring, once both are closed; `bound`: points beyond which the chair may order the council to score again.';
create trigger immutable before update or delete or truncate on assessment.second_difference for each statement execute function assessment.refuse();
create table assessment.rescore_order (
  hearing_id text primary key references assessment.hearing,
  reason text not null check (reason <> ''),
  ordered_at timestamptz not null,
  ordered_by text not null
);
create trigger immutable before update or delete or truncate on assessment.rescore_order for each statement execute function assessment.refuse();

create table assessment.round (
  id text primary key,
  unit text not null check (unit ~ '^(VN|[0-9]{2})$'),
  name text not null check (name <> ''),
  plan text not null check (plan <> ''),
  files_from date not null,
  files_until date not null,
  review_until date not null,
  council_from date not null,
  council_until date not null,
  created_at timestamptz not null,
  created_by text not null,
  check (files_from <= files_until and files_until <= review_until and council_from <= council_until and council_until >= review_until)
);
comment on table assessment.round is 'Đợt đánh giá (QĐ 26/2026, Điều 7): at least two a year; its days come from the plan that sets it up.';
create unique index round_name on assessment.round (unit, name);
alter table assessment.dossier add column round_id text references assessment.round;
create index dossier_round on assessment.dossier (round_id, state);
create index score_sheet_account on assessment.score_sheet (account);
