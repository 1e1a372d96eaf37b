//! The floors of this machine, measured in the same run: what no gateway on it can beat.

use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

use bytes::Bytes;
use caseway_profiles::Ask;
use caseway_proto::Syntax;
use sqlx::Connection as _;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};

use crate::reports;

/// Each floor is measured for about this long.
const LONG: Duration = Duration::from_secs(2);
/// Rows in a group of the grouped insert: the gateway's own group of reports.
const GROUP: usize = 64;

/// Measures and prints the floors.
pub(crate) fn print(runtime: &tokio::runtime::Runtime, reports: &[Bytes]) -> anyhow::Result<()> {
    println!("floor: fsyncs                  {:>8.0} /s", fsyncs()?);
    let rows = runtime.block_on(grouped_insert(reports))?;
    println!(
        "floor: SQLite grouped insert   {rows:>8.0} rows of {} bytes/s in groups of {GROUP}",
        reports[0].len() / 5
    );
    let (checked, mebibytes) = checking(reports)?;
    println!(
        "floor: checking, one core      {checked:>8.0} reports/s, {mebibytes:.0} MiB/s, parse included"
    );
    println!(
        "floor: parsing, one core       {:>8.0} reports/s\n",
        parsing(reports)?
    );
    Ok(())
}

fn rate(mut once: impl FnMut() -> anyhow::Result<usize>) -> anyhow::Result<f64> {
    let (started, mut done) = (Instant::now(), 0);
    while started.elapsed() < LONG {
        done += once()?;
    }
    #[expect(clippy::cast_precision_loss, reason = "a count of two seconds' work")]
    Ok(done as f64 / started.elapsed().as_secs_f64())
}

fn fsyncs() -> anyhow::Result<f64> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let mut file = File::create(folder.path().join("floor"))?;
    rate(|| {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        Ok(1)
    })
}

async fn grouped_insert(reports: &[Bytes]) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let options = SqliteConnectOptions::new()
        .filename(folder.path().join("floor.db"))
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    sqlx::query(
        "CREATE TABLE floor (position INTEGER PRIMARY KEY AUTOINCREMENT, body BLOB NOT NULL)",
    )
    .execute(&mut connection)
    .await?;
    // A body is kept at about a fifth of its size.
    let row = &reports[0][..reports[0].len() / 5];
    let (started, mut done) = (Instant::now(), 0_u32);
    while started.elapsed() < LONG {
        let mut group = connection.begin().await?;
        for _ in 0..GROUP {
            sqlx::query("INSERT INTO floor (body) VALUES (?1)")
                .bind(row)
                .execute(&mut *group)
                .await?;
            done += 1;
        }
        group.commit().await?;
    }
    Ok(f64::from(done) / started.elapsed().as_secs_f64())
}

fn checking(reports: &[Bytes]) -> anyhow::Result<(f64, f64)> {
    let catalogue = reports::catalogue()?;
    let ask = Ask {
        syntax: Syntax::Json,
        registry: None,
        default_registry: None,
        profile: None,
        received_at: reports::received_at(),
        allow_synthetic: true,
        strict: false,
    };
    let per_second = rate(|| {
        for report in reports {
            let checked = catalogue.check(report, &ask);
            anyhow::ensure!(
                !checked.rejects(),
                "a report of the benchmark is rejected: {:?}",
                checked.issues
            );
        }
        Ok(reports.len())
    })?;
    #[expect(clippy::cast_precision_loss, reason = "the size of a report")]
    let bytes = reports[0].len() as f64;
    Ok((per_second, per_second * bytes / 1_048_576.0))
}

fn parsing(reports: &[Bytes]) -> anyhow::Result<f64> {
    rate(|| {
        for report in reports {
            std::hint::black_box(serde_json::from_slice::<serde_json::Value>(report)?);
        }
        Ok(reports.len())
    })
}
