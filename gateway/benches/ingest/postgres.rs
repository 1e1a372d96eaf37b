//! A PostgreSQL for the benchmark, and the floors that it sets: what no gateway on it can
//! beat.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use bytes::Bytes;
use reqwest::Url;
use sqlx::postgres::{PgConnection, PgPoolOptions};
use sqlx::{Connection as _, PgPool};

use crate::process::BINARY;

/// Each floor is measured for about this long.
const LONG: Duration = Duration::from_secs(3);
/// Clients that insert one row a commit.
const CLIENTS: [u32; 3] = [1, 8, 32];
/// Rows in an upsert.
const ROWS: i64 = 100;
/// The login of what keeps running.
const LOGIN: &str = "
    DO $$ BEGIN
        IF to_regrole('caseway_bench') IS NULL THEN
            CREATE ROLE caseway_bench LOGIN NOINHERIT
                IN ROLE caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;
        END IF;
    END $$
";

/// A database on a server of its own; both go when this does.
pub(crate) struct Database {
    folder: tempfile::TempDir,
    /// What an administrator connects with.
    administrator: String,
    /// What the gateway connects with.
    pub(crate) url: String,
}

impl Database {
    /// Starts a server with a database that is up to date.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        // The server's user reaches its own folder through this one.
        Command::new("chmod")
            .arg("711")
            .arg(folder.path())
            .status()?;
        script(folder.path(), "start")?;
        let administrator = script(folder.path(), "url")?.trim().to_owned();
        let mut url = Url::parse(&administrator)?;
        let owner = url.username().to_owned();
        url.set_username("caseway_bench")
            .ok()
            .context("a URL has a login")?;
        let database = Self {
            folder,
            administrator,
            url: url.into(),
        };
        let mut migrate = Command::new(BINARY);
        migrate.args(["migrate", "--postgres", &database.url, "--owner", &owner]);
        ensure!(migrate.output()?.status.success(), "caseway migrate failed");
        let mut connection = PgConnection::connect(&database.administrator).await?;
        sqlx::raw_sql(LOGIN).execute(&mut connection).await?;
        Ok(database)
    }

    /// Measures and prints the floors.
    pub(crate) async fn print_floors(&self, reports: &[Bytes]) -> anyhow::Result<()> {
        // A body is kept at about a fifth of its size.
        let row = &reports[0][..reports[0].len() / 5];
        for clients in CLIENTS {
            println!(
                "floor: PostgreSQL inserts      {:>8.0} rows of {} bytes/s, one a commit, {clients} clients",
                self.inserts(clients, row).await?,
                row.len()
            );
        }
        println!(
            "floor: PostgreSQL upserts      {:>8.0} rows of {} bytes/s, {ROWS} a commit\n",
            self.upserts(row).await?,
            row.len()
        );
        Ok(())
    }

    async fn pool(&self, clients: u32) -> anyhow::Result<PgPool> {
        let pool = PgPoolOptions::new().max_connections(clients);
        let pool = pool.connect(&self.administrator).await?;
        let made = "DROP TABLE IF EXISTS floor;
            CREATE TABLE floor (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body BYTEA);
            DROP TABLE IF EXISTS floor_of_upserts;
            CREATE TABLE floor_of_upserts (id BIGINT PRIMARY KEY, body BYTEA);";
        sqlx::raw_sql(made).execute(&pool).await?;
        Ok(pool)
    }

    /// Rows a second, each in a commit of its own.
    async fn inserts(&self, clients: u32, row: &[u8]) -> anyhow::Result<f64> {
        let pool = self.pool(clients).await?;
        let started = Instant::now();
        let mut inserting = tokio::task::JoinSet::new();
        for _ in 0..clients {
            let (pool, row) = (pool.clone(), row.to_vec());
            inserting.spawn(async move {
                let mut rows = 0_u32;
                while started.elapsed() < LONG {
                    let insert = sqlx::query("INSERT INTO floor (body) VALUES ($1)");
                    insert.bind(&row).execute(&pool).await?;
                    rows += 1;
                }
                anyhow::Ok(rows)
            });
        }
        let rows = inserting.join_all().await.into_iter();
        let rows: u32 = rows.collect::<anyhow::Result<Vec<_>>>()?.into_iter().sum();
        Ok(f64::from(rows) / started.elapsed().as_secs_f64())
    }

    /// Rows a second, many in a commit; every other time they are there already.
    async fn upserts(&self, row: &[u8]) -> anyhow::Result<f64> {
        let pool = self.pool(1).await?;
        let bodies = vec![row; usize::try_from(ROWS)?];
        let (started, mut turn) = (Instant::now(), 0_i64);
        while started.elapsed() < LONG {
            let from = turn / 2 * ROWS;
            let ids: Vec<i64> = (from..from + ROWS).collect();
            let upsert = sqlx::query(
                "INSERT INTO floor_of_upserts SELECT * FROM unnest($1::BIGINT[], $2::BYTEA[])
                 ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            );
            upsert.bind(&ids).bind(&bodies).execute(&pool).await?;
            turn += 1;
        }
        let rows = u32::try_from(turn * ROWS)?;
        Ok(f64::from(rows) / started.elapsed().as_secs_f64())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        script(self.folder.path(), "stop").ok();
    }
}

/// Has `tests/postgres` do something with the server in a folder.
fn script(folder: &Path, what: &str) -> anyhow::Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/postgres");
    let done = Command::new(script)
        .arg(what)
        .env("CASEWAY_TEST_POSTGRES_FOLDER", folder.join("postgres"))
        .output()?;
    let told = String::from_utf8_lossy(&done.stderr);
    ensure!(done.status.success(), "tests/postgres {what}: {told}");
    Ok(String::from_utf8(done.stdout)?)
}
