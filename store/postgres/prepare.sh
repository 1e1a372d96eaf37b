#!/bin/sh
# Makes the data again that the build checks statements with: run it after a
# statement or a migration has changed, and commit .sqlx with the change.
# Needs PostgreSQL and cargo.
set -eu
cd "$(dirname "$0")"
folder=$(mktemp -d)
export CASEWAY_TEST_POSTGRES_FOLDER="$folder/postgres"
trap '../../tests/postgres stop; rm -rf "$folder"' EXIT
# The server's user reaches its own folder through this one.
chmod 711 "$folder"
postgres=$(../../tests/postgres start)
eval "$postgres"
{
    cat statements/engine/make_roles.sql
    echo \;
    cat statements/engine/become_owner.sql
    echo \;
    # As much of what keeps account of the migrations as a statement asks for.
    echo 'CREATE SCHEMA journal; CREATE TABLE journal.migrations (version BIGINT, success BOOLEAN);'
    cat migrations/*.sql
} | ../../tests/postgres psql --quiet --set ON_ERROR_STOP=1
mkdir "$folder/queries"
touch src/lib.rs
DATABASE_URL="$CASEWAY_TEST_POSTGRES&options=-c%20search_path=journal,casebook,vault" \
    SQLX_OFFLINE=false SQLX_OFFLINE_DIR="$folder/queries" \
    cargo check -p caseway-store-postgres --features fail-points --all-targets
# Only a check that succeeded replaces what was there.
rm -rf .sqlx
cp -r "$folder/queries" .sqlx
