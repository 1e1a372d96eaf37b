#!/bin/sh
# Makes the data again that the build checks statements with: run it after a
# statement or a migration has changed, and commit .sqlx with the change.
# Needs sqlite3 and cargo.
set -eu
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat migrations/journal/*.sql migrations/casebook/*.sql migrations/vault/*.sql |
    sqlite3 -bail "$folder/statements.db"
mkdir "$folder/queries"
touch src/lib.rs
DATABASE_URL="sqlite:$folder/statements.db" SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$folder/queries" \
    cargo check -p caseway-store-sqlite --features fail-points
# Only a check that succeeded replaces what was there.
rm -rf .sqlx
cp -r "$folder/queries" .sqlx
