-- A dossier belongs to a round of its province and, when it goes up, to one of the centre.
alter table assessment.dossier add column central_round_id text references assessment.round;
create index dossier_central_round on assessment.dossier (central_round_id, state) where central_round_id is not null;
