#!/bin/sh
# restore.sh DUMP: into the database of DATABASE_URL, or into the embedded one while the product runs; then start the product anew.
set -eu
dump=${1:?which dump}
data=${SANVAT_DATA:-./data}
pg_restore --list "$dump" > /dev/null
if [ -n "${DATABASE_URL:-}" ]; then
  into=$DATABASE_URL
else
  [ -f "$data/postgres.location" ] && home=$(cat "$data/postgres.location") || home=$data
  into="host='$(cd "$home" && pwd)/run' user=sanvat dbname=sanvat"
fi
# A dump brings its tables and what the product's role may do with them, but not the role.
rights=
psql -qd "$into" -v ON_ERROR_STOP=1 -c "do \$\$ begin
  if not exists (select from pg_roles where rolname = 'sanvat_app') then
    create role sanvat_app nologin;
    grant sanvat_app to current_user;
  end if;
end \$\$" || rights=--no-privileges
# shellcheck disable=SC2086 # one word or none
pg_restore -d "$into" --no-owner $rights --clean --if-exists --exit-on-error --single-transaction "$dump"
echo 'put files and keys back (tar -C "$SANVAT_DATA" -xf files-….tar, likewise keys-….tar), start the product, then: npm run --silent sanvat -- audit verify' >&2
