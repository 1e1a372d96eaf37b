//! Migrations: made once, by somebody else than who works with what they make.

use std::str::FromStr as _;

use std::borrow::Cow;
use std::time::Duration;

use caseway_store::Nature;
use sqlx::migrate::{Migration, MigrationType};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection, SqlSafeStr as _};

use super::database::{Database, at, run};

#[tokio::test]
async fn a_database_that_is_up_to_date_stays_as_it_is() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let before = tables(&mut database.administrator().await).await;
    assert!(before.len() > 8);
    crate::migrate(&database.administrators()).await.unwrap();
    assert_eq!(tables(&mut database.administrator().await).await, before);
}

#[tokio::test]
async fn everything_belongs_to_the_owner() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    for (table, owner) in tables(&mut database.administrator().await).await {
        assert_eq!(owner, "caseway_owner", "{table}");
    }
}

#[tokio::test]
async fn whoever_works_with_the_tables_cannot_make_them() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let refused = crate::migrate(&database.login()).await.unwrap_err();
    assert_eq!(refused.nature(), Nature::Permanent);
}

#[tokio::test]
async fn an_administrator_who_is_no_superuser_makes_a_database() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let administrator = &mut database.administrator().await;
    let name = format!("caseway_test_{}_made", std::process::id());
    for statement in [
        format!("CREATE ROLE {name} LOGIN CREATEROLE CREATEDB"),
        format!("CREATE DATABASE {name} OWNER {name}"),
    ] {
        run(administrator, statement).await;
    }
    // Other tests have made the roles. From 16 on, whoever makes one has it so.
    if administrator.server_version_num() >= Some(160_000) {
        let made =
            format!("GRANT caseway_owner TO {name} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
        run(administrator, made).await;
    }
    let made = PgConnectOptions::from_str(&database.administrators_url()).unwrap();
    let made = made.database(&name).username(&name).to_url_lossy();
    let migrated = crate::migrate(&at(made.as_str())).await;
    for statement in [
        format!("DROP DATABASE {name} WITH (FORCE)"),
        format!("DROP ROLE {name}"),
    ] {
        run(administrator, statement).await;
    }
    migrated.unwrap();
}

#[tokio::test]
async fn tables_that_are_older_than_the_program_are_refused_and_newer_ones_are_not() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let administrator = &mut database.administrator().await;
    run(administrator, "UPDATE migrations SET version = 1000 WHERE version = (SELECT max(version) FROM migrations)".to_owned()).await;
    crate::open(&database.login()).await.unwrap();
    run(
        administrator,
        "DELETE FROM migrations WHERE version = 1000".to_owned(),
    )
    .await;
    let refused = crate::open(&database.login()).await.unwrap_err();
    let source = std::error::Error::source(&refused).unwrap().to_string();
    assert!(source.contains("the tables are older than this program"));
}

/// Somebody works with two tables that a migration takes the other way round. Theirs is not
/// looked after for an hour, so the migration is what the server rolls back.
#[tokio::test]
async fn a_migration_that_the_server_rolls_back_for_somebody_elses_work_is_made_after_it() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let administrator = &mut database.administrator().await;
    for statement in [
        "CREATE SEQUENCE public.tries",
        "GRANT USAGE ON SEQUENCE public.tries TO caseway_owner",
    ] {
        run(administrator, statement.to_owned()).await;
    }
    let mut worker = database.administrator().await;
    run(&mut worker, "SET deadlock_timeout = '1h'".to_owned()).await;
    let mut work = worker.begin().await.unwrap();
    run(&mut work, "LOCK TABLE casebook.feed".to_owned()).await;
    let url = database.administrators_url();
    let server = at(&format!("{url}&options[deadlock_timeout]=3s"));
    let meeting = async {
        while !waits(administrator).await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        run(&mut work, "LOCK TABLE journal.senders".to_owned()).await;
        work.commit().await.unwrap();
    };
    let (migrated, ()) = tokio::join!(crate::migrate::run(&server, with_another()), meeting);
    migrated.unwrap();
    let tries = "SELECT last_value FROM public.tries";
    let tries: (i64,) = sqlx::query_as(tries)
        .fetch_one(administrator)
        .await
        .unwrap();
    assert_eq!(tries.0, 2);
}

/// Whether somebody waits for the table that the work has.
async fn waits(administrator: &mut PgConnection) -> bool {
    let statement = "SELECT EXISTS (SELECT FROM pg_locks
        WHERE NOT granted AND relation = 'casebook.feed'::regclass)";
    let found = sqlx::query_as(statement).fetch_one(administrator);
    let (found,): (bool,) = found.await.unwrap();
    found
}

/// What this program knows, and one more that takes two tables.
fn with_another() -> Vec<Migration> {
    let statements = "
        SELECT nextval('public.tries');
        LOCK TABLE journal.senders;
        LOCK TABLE casebook.feed;
    ";
    let another = Migration::new(
        1_000,
        Cow::Borrowed("takes two tables"),
        MigrationType::Simple,
        AssertSqlSafe(statements).into_sql_str(),
        false,
    );
    let known = crate::migrate::MIGRATIONS.iter().cloned();
    known.chain([another]).collect()
}

async fn tables(administrator: &mut PgConnection) -> Vec<(String, String)> {
    sqlx::query_as(
        "SELECT schemaname || '.' || tablename, tableowner FROM pg_tables
         WHERE schemaname IN ('journal', 'casebook', 'vault') ORDER BY 1",
    )
    .fetch_all(administrator)
    .await
    .unwrap()
}
