-- A payment is written once: the reference names it, whoever paid.
alter table sourcing.payment drop constraint payment_agreement_id_producer_id_reference_key;
alter table sourcing.payment add constraint payment_once unique nulls not distinct (agreement_id, producer_id, reference);
-- What a producer contests may be a share as well as a delivery.
alter table sourcing.contest add column share_id text references sourcing.share;
create index contest_open on sourcing.contest (opened_at) where state = 'open';
create index contest_producer on sourcing.contest (producer_id);
create index agreement_demand on sourcing.agreement (demand_id);
create index agreement_lead on sourcing.agreement (lead_producer_id);
create index share_live on sourcing.share (product_id) where state in ('offered', 'accepted');
