-- The names of a dossier without marks, for the filter of the queues: 'dau nanh' finds 'Đậu nành'. The same folding as src/shared/text/fold.ts.
alter table assessment.dossier add column name_key text not null generated always as (
  regexp_replace(
    translate(regexp_replace(lower(normalize(product_name || ' ' || producer_name, NFD)), '[\u0300-\u036f]+', '', 'g'), 'đð', 'dd'),
    '[[:space:][:punct:]]+', ' ', 'g')
) stored;
