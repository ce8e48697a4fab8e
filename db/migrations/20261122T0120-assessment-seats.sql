-- Seats are known by the login name, which is unique and never given twice: it is what lists of roles show.
alter table assessment.council_member rename column account_id to account;
alter table assessment.conflict rename column account_id to account;
alter table assessment.score_sheet rename column account_id to account;
