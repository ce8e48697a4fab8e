-- The vault: what a paper is, and its versions. A version's content never changes; the newest counts.
alter table assessment.evidence
  add column kind text not null default 'other' check (kind in ('licence', 'declaration', 'food_safety', 'mandatory', 'ip', 'quality', 'test',
    'contract', 'environment', 'accounts', 'story', 'photo', 'other')),
  add column paper_id text,
  add column version integer not null default 1 check (version > 0);
update assessment.evidence set paper_id = id;
alter table assessment.evidence alter column paper_id set not null;
create unique index evidence_paper on assessment.evidence (paper_id, version);
create index evidence_expiry on assessment.evidence (expires_on) where expires_on is not null;
create index dossier_evidence_paper on assessment.dossier_evidence (evidence_id);
comment on column assessment.evidence.paper_id is 'The id of the first version: all versions of one paper share it.';
