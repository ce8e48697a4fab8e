#!/bin/sh
# Runs once, when the cluster is new: the replica may follow, and its slot keeps what it has not yet read.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v password="$POSTGRES_PASSWORD" <<'SQL'
create role follower login replication password :'password';
select pg_create_physical_replication_slot('replica');
SQL
echo 'host replication follower all scram-sha-256' >> "$PGDATA/pg_hba.conf"
