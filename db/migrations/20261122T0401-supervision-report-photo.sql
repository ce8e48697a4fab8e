-- The photo that came with a consumer's report: metadata taken off and scanned before it is kept.
create table supervision.report_photo (
  report_id text primary key references supervision.consumer_report on delete cascade,
  type text not null check (type in ('image/jpeg', 'image/png', 'image/webp')),
  bytes bytea not null check (length(bytes) between 1 and 8388608),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$')
);
