-- Supply–demand conferences and fairs: who takes part, who wants to meet whom, timetables by version, what came of each meeting after 0, 30 and 90 days.
-- Producers and organisations are named by their ids; no foreign key across schemas.
create schema promotion;
create table promotion.event (
  id text primary key,
  kind text not null check (kind in ('conference', 'fair')),
  name_vi text not null check (name_vi <> ''),
  name_en text not null check (name_en <> ''),
  about_vi text not null default '',
  about_en text not null default '',
  place text not null check (place <> ''),
  unit text not null,
  starts_on date not null,
  ends_on date not null check (ends_on >= starts_on),
  register_until date not null check (register_until <= ends_on),
  state text not null default 'draft' check (state in ('draft', 'open', 'held', 'cancelled')),
  meet_on date not null,
  day_start text not null check (day_start ~ '^[0-2][0-9]:[0-5][0-9]$'),
  day_end text not null check (day_end ~ '^[0-2][0-9]:[0-5][0-9]$'),
  slot_minutes integer not null check (slot_minutes between 5 and 120),
  pause_minutes integer not null check (pause_minutes between 0 and 60),
  breaks jsonb not null default '[]',
  tables integer not null check (tables between 1 and 500),
  household_least integer not null check (household_least between 0 and 20),
  firm_most integer not null check (firm_most between 1 and 60),
  booths integer not null default 0 check (booths between 0 and 2000),
  small_share numeric(5, 4) not null default 0 check (small_share between 0 and 1),
  lottery_seed text,
  drawn_at timestamptz,
  drawn_by text,
  sample boolean not null default false,
  created_by text not null,
  created_at timestamptz not null,
  check (meet_on between starts_on and ends_on),
  check ((lottery_seed is null) = (drawn_at is null))
);
comment on column promotion.event.unit is 'VN or a province of today: whose promotion officers keep the event.';
comment on column promotion.event.breaks is '[{"from": "11:30", "until": "13:30"}]';
comment on column promotion.event.household_least is 'Meetings promised to each household, business household and cooperative group that takes part.';
comment on column promotion.event.small_share is 'Part of the booths that small producers are drawn for first.';
create index event_days on promotion.event (starts_on desc, id);
create table promotion.programme_item (
  id text primary key,
  event_id text not null references promotion.event,
  day date not null,
  starts text not null check (starts ~ '^[0-2][0-9]:[0-5][0-9]$'),
  ends text not null check (ends ~ '^[0-2][0-9]:[0-5][0-9]$' and ends >= starts),
  title_vi text not null check (title_vi <> ''),
  title_en text not null check (title_en <> ''),
  place text not null default ''
);
create index programme_event on promotion.programme_item (event_id, day, starts);
create table promotion.participant (
  id text primary key,
  event_id text not null references promotion.event,
  side text not null check (side in ('firm', 'buyer')),
  producer_id text,
  organisation_id text,
  name text not null,
  producer_type text,
  state text not null default 'registered' check (state in ('registered', 'confirmed', 'declined', 'withdrawn')),
  tables integer not null default 1 check (tables between 1 and 20),
  most integer check (most between 1 and 400),
  away smallint[] not null default '{}',
  wants_booth boolean not null default false,
  booth integer,
  absent_at timestamptz,
  registered_by text not null,
  registered_at timestamptz not null,
  check ((side = 'firm') = (producer_id is not null)),
  check ((side = 'buyer') = (organisation_id is not null)),
  unique (event_id, producer_id),
  unique (event_id, organisation_id),
  unique (event_id, booth)
);
comment on column promotion.participant.away is 'Slots it cannot attend, from 0.';
create index participant_producer on promotion.participant (producer_id);
create index participant_organisation on promotion.participant (organisation_id);
create table promotion.wish (
  from_id text not null references promotion.participant,
  to_id text not null references promotion.participant,
  weight smallint not null check (weight between 1 and 3),
  stated_by text not null,
  stated_at timestamptz not null,
  primary key (from_id, to_id)
);
create index wish_to on promotion.wish (to_id);
create table promotion.timetable (
  id text primary key,
  event_id text not null references promotion.event,
  version integer not null,
  state text not null default 'draft' check (state in ('draft', 'published', 'superseded')),
  made_from text not null,
  figures jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  published_by text,
  published_at timestamptz,
  unique (event_id, version)
);
comment on column promotion.timetable.made_from is 'Hash of the participants, wishes and rules it was made from: what changed since asks for a new version.';
create unique index timetable_in_force on promotion.timetable (event_id) where state = 'published';
create table promotion.meeting (
  id text primary key,
  timetable_id text not null references promotion.timetable,
  firm_id text not null references promotion.participant,
  buyer_id text not null references promotion.participant,
  slot smallint not null check (slot >= 0),
  seat smallint not null check (seat >= 0),
  origin text not null default 'plan' check (origin in ('plan', 'refill')),
  state text not null default 'planned' check (state in ('planned', 'freed', 'held')),
  result text check (result in ('none', 'interested', 'sample', 'memorandum', 'order')),
  note text not null default '',
  result_by text,
  result_at timestamptz,
  check ((state = 'held') = (result is not null))
);
comment on column promotion.meeting.seat is 'Which of the buyer''s tables, from 0.';
create unique index meeting_firm on promotion.meeting (timetable_id, firm_id, slot) where state <> 'freed';
create unique index meeting_seat on promotion.meeting (timetable_id, buyer_id, slot, seat) where state <> 'freed';
create unique index meeting_pair on promotion.meeting (timetable_id, firm_id, buyer_id) where state <> 'freed';
create table promotion.follow_up (
  meeting_id text not null references promotion.meeting,
  after_days smallint not null check (after_days in (30, 90)),
  asked_at timestamptz not null,
  outcome text check (outcome in ('none', 'talking', 'sample', 'memorandum', 'contract', 'delivered')),
  agreement text,
  answered_by text,
  answered_at timestamptz,
  primary key (meeting_id, after_days),
  check ((outcome is null) = (answered_at is null))
);
comment on column promotion.follow_up.agreement is 'Number or id of the agreement of pooled sourcing, as text.';
