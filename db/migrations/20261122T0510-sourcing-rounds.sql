-- A refill is a further round beside the settled ones: only one round at a time waits for answers.
drop index sourcing.pool_current;
create unique index pool_offered on sourcing.pool (demand_id) where state = 'offered';
create index share_demand on sourcing.share (demand_id);
