-- Nobody ever wrote or read it: a store is found by its address, its province and its point.
alter table sourcing.store drop column commune_code;
