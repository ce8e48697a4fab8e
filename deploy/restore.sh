#!/bin/sh
# restore.sh DUMP: into the database of DATABASE_URL, or into the embedded one while the product runs; then start the product once.
set -eu
dump=${1:?which dump}
data=${SANVAT_DATA:-./data}
pg_restore --list "$dump" > /dev/null
if [ -n "${DATABASE_URL:-}" ]; then
  pg_restore -d "$DATABASE_URL" --clean --if-exists --exit-on-error --single-transaction "$dump"
else
  [ -f "$data/postgres.location" ] && home=$(cat "$data/postgres.location") || home=$data
  pg_restore -h "$(cd "$home" && pwd)/run" -U sanvat -d sanvat --clean --if-exists --exit-on-error --single-transaction "$dump"
fi
echo 'put files and keys back (tar -C "$SANVAT_DATA" -xf files-….tar, likewise keys-….tar), start the product, then: npm run --silent sanvat -- audit verify' >&2
