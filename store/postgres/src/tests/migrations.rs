//! Migrations: made once, by somebody else than who works with what they make.

use std::str::FromStr as _;

use caseway_store::Nature;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, PgConnection};

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

async fn tables(administrator: &mut PgConnection) -> Vec<(String, String)> {
    sqlx::query_as(
        "SELECT schemaname || '.' || tablename, tableowner FROM pg_tables
         WHERE schemaname IN ('journal', 'casebook', 'vault') ORDER BY 1",
    )
    .fetch_all(administrator)
    .await
    .unwrap()
}
