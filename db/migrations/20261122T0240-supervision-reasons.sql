-- Why a product was drawn stands with its inspection, so that a list does not search the plan's frame.
alter table supervision.inspection add column reasons text[] not null default '{}';
