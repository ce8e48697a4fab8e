-- The platform's own ground: extensions and the role that the running product takes.
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
