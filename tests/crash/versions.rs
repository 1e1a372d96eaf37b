//! Upgrades: tables that a newer version has brought up to date under those that run, and a
//! migration that is killed on its way.

use std::process::{Command, Stdio};
use std::time::Instant;

use caseway_tests::{Database, binary, run};

use crate::load::Load;

/// What the ledger grows by before and after the tables change.
const GROWTH_BYTES: u64 = 20_000;
/// What a newer version may do to tables that an older one works with: it adds.
const NEWER: [&str; 11] = [
    "ALTER TABLE journal.senders ADD COLUMN newer TEXT",
    "ALTER TABLE journal.entries ADD COLUMN newer TEXT",
    "ALTER TABLE journal.matters ADD COLUMN newer TEXT",
    "ALTER TABLE vault.keys ADD COLUMN newer TEXT",
    "ALTER TABLE casebook.feed ADD COLUMN newer TEXT",
    "ALTER TABLE casebook.outcomes ADD COLUMN newer TEXT",
    "ALTER TABLE casebook.held ADD COLUMN newer TEXT",
    "ALTER TABLE casebook.facts ADD COLUMN newer TEXT",
    "ALTER TABLE casebook.cases ADD COLUMN newer TEXT",
    "ALTER TABLE casebook.expectations ADD COLUMN newer TEXT",
    "INSERT INTO journal.migrations (version, description, success, checksum, execution_time)
     VALUES (9999, 'newer', true, '', 0)",
];
/// How often a migration is killed, at moments spread over the time that a whole one takes.
const KILLS: u32 = 8;

#[tokio::test]
async fn whoever_runs_bears_tables_of_a_newer_version_and_so_does_who_starts() -> anyhow::Result<()>
{
    let Some(database) = Database::fresh()? else {
        return Ok(());
    };
    let mut load = Load::shared(database, 209)?;
    load.grown(GROWTH_BYTES).await?;
    // Table by table: who holds several and waits for another deadlocks with those who work.
    for statement in NEWER {
        load.house.administer(statement)?;
    }
    load.grown(GROWTH_BYTES).await?;
    load.house.restart()?;
    load.grown(GROWTH_BYTES).await?;
    let (_, audit) = load.end().await?;
    audit.is_clean();
    Ok(())
}

/// Kills migrations of a place at several moments, lets one end, and says how it went. How
/// long a whole one takes is seen at another place.
fn killed(place: &[&str], other: &[&str]) -> anyhow::Result<()> {
    let started = Instant::now();
    migrated(other)?;
    let whole = started.elapsed();
    for kill in 1..=KILLS {
        let mut migrating = Command::new(binary()?)
            .arg("migrate")
            .args(place)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        std::thread::sleep(whole * kill / KILLS);
        migrating.kill()?;
        migrating.wait()?;
    }
    migrated(place)
}

fn migrated(place: &[&str]) -> anyhow::Result<()> {
    let migrated = run(&[&["migrate"], place].concat())?;
    let told = String::from_utf8_lossy(&migrated.stderr);
    anyhow::ensure!(migrated.status.success(), "caseway migrate: {told}");
    Ok(())
}

#[test]
fn a_migration_of_a_folder_that_is_killed_is_done_by_the_next() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let [data, other] = ["data", "other"].map(|name| folder.path().join(name));
    let (data, other) = (data.to_string_lossy(), other.to_string_lossy());
    killed(&["--data", &data], &["--data", &other])?;
    let added = run(&["senders", "add", "Fjordbyen", "--data", &data])?;
    assert!(added.status.success(), "what was migrated is worked with");
    Ok(())
}

#[test]
fn a_migration_of_postgresql_that_is_killed_is_done_by_the_next() -> anyhow::Result<()> {
    let (Some(database), Some(other)) = (Database::empty()?, Database::empty()?) else {
        return Ok(());
    };
    let place = |of: &Database| ["--postgres", of.url(), "--owner", of.owner()].map(str::to_owned);
    let (place, elsewhere) = (place(&database), place(&other));
    killed(
        &place.each_ref().map(String::as_str),
        &elsewhere.each_ref().map(String::as_str),
    )?;
    database.admit()?;
    let added = run(&["senders", "add", "Fjordbyen", "--postgres", database.url()])?;
    let told = String::from_utf8_lossy(&added.stderr);
    assert!(
        added.status.success(),
        "what was migrated is worked with: {told}"
    );
    Ok(())
}
