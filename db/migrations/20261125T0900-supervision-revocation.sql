-- One word per thing: what an authority ends is revoked; withdraw is said of whoever takes back what they filed (GLOSSARY.md).
alter table supervision.withdrawal rename to revocation;
alter table supervision.revocation rename constraint withdrawal_pkey to revocation_pkey;
alter table supervision.revocation rename constraint withdrawal_case_id_fkey to revocation_case_id_fkey;
alter table supervision.notice drop constraint notice_kind_check;
update supervision.notice set kind = 'revocation' where kind = 'withdrawal';
alter table supervision.notice add constraint notice_kind_check check (kind in ('expiry', 'revocation', 'extension'));
