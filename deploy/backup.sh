#!/bin/sh
# backup.sh FOLDER: a dump while the product runs, the files beside it, and, apart, the keys. Needs pg_dump 18 or newer.
set -eu
umask 077
into=${1:?where to}
data=${SANVAT_DATA:-./data}
at=$(date -u +%Y%m%dT%H%M%SZ)
mkdir -p "$into"
if [ -n "${DATABASE_URL:-}" ]; then
  pg_dump -Fc -f "$into/sanvat-$at.dump.part" "$DATABASE_URL"
else
  [ -f "$data/postgres.location" ] && home=$(cat "$data/postgres.location") || home=$data
  pg_dump -h "$(cd "$home" && pwd)/run" -U sanvat -Fc -f "$into/sanvat-$at.dump.part" sanvat
fi
pg_restore --list "$into/sanvat-$at.dump.part" > /dev/null
mv "$into/sanvat-$at.dump.part" "$into/sanvat-$at.dump"
# After the dump: papers are only ever added, so every paper that the dump names is there.
tar -C "$data" --exclude='./postgres*' --exclude=./run --exclude=./secrets -cf "$into/files-$at.tar" .
if [ -d "$data/secrets" ]; then
  tar -C "$data" -cf "$into/keys-$at.tar" secrets
  echo "keep $into/keys-$at.tar apart from the dump" >&2
fi
echo "$into/sanvat-$at.dump"
