-- Places of producers by Global Location Number (GS1 AI 414). A GLN is issued by GS1, stands for one place and never moves to another body.
create table traceability.gln (
  gln text primary key check (gln ~ '^[0-9]{13}$'),
  producer_id text not null,
  set_on date not null,
  set_by text not null
);
create index gln_producer on traceability.gln (producer_id);
