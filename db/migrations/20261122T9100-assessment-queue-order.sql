-- Queues in the order in which they are shown: a page far down walks this order instead of sorting everything in flight.
create index dossier_queue on assessment.dossier (due_on, since, id) where version > 0 and state not in ('decided', 'withdrawn');
-- Hearings that wait for somebody: the few open ones among all that were ever held.
create index hearing_open on assessment.hearing (council_id, meets_on, id) where state in ('scoring', 'discussion');
