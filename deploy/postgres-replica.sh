#!/bin/sh
# Copies the primary on the first start, follows it afterwards.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  PGPASSWORD="$POSTGRES_PASSWORD" pg_basebackup -h db -U follower -D "$PGDATA" -S replica -X stream -R -c fast
fi
exec postgres -D "$PGDATA" -c hot_standby_feedback=on
