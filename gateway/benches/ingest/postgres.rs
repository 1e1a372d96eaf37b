//! A PostgreSQL for the benchmark, and the floors that it sets: what no gateway on it can
//! beat.

use std::process::Command;

use anyhow::{Context as _, ensure};
use caseway_proto::Digest;
use reqwest::Url;
use sqlx::{Connection as _, PgConnection};

use crate::process::BINARY;
use crate::script::Server;

/// Each floor is measured for so many seconds.
const SECONDS: &str = "4";
/// Clients that insert one row a commit.
const CLIENTS: [&str; 3] = ["1", "8", "32"];
/// What they insert into, one after the other.
const TABLES: &str = "
    CREATE TABLE floor (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body BYTEA);
    CREATE TABLE floor_of_upserts (id BIGINT PRIMARY KEY, body BYTEA);
";
/// A row a commit.
const INSERT: &str = "INSERT INTO floor (body) VALUES (decode(:body::TEXT, 'hex'));";
/// A hundred rows a commit, of which more and more are there already.
const UPSERT: &str = "\\set from random(0, 200)
INSERT INTO floor_of_upserts
SELECT :from * 100 + number, body
FROM generate_series(0, 99) AS number, decode(:body::TEXT, 'hex') AS body
ON CONFLICT (id) DO UPDATE SET body = excluded.body;";
/// The login of what keeps running.
const LOGIN: &str = "
    DO $$ BEGIN
        IF to_regrole('caseway_bench') IS NULL THEN
            CREATE ROLE caseway_bench LOGIN NOINHERIT
                IN ROLE caseway_gateway, caseway_normaliser, caseway_console, caseway_reader;
        END IF;
    END $$
";

/// Entries that were there before, of a hundred bytes, with what became of them.
const GROWN: &str = include_str!("grown.sql");

/// A database on a server of its own.
pub(crate) struct Database {
    server: Server,
    /// What an administrator connects with.
    administrator: String,
    /// Who makes the tables.
    pub(crate) owner: String,
    /// What the gateway connects with.
    pub(crate) url: String,
}

impl Database {
    /// Starts a server with a database that is up to date.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let server = Server::start("postgres")?;
        let administrator = server.ask(&["url"])?.trim().to_owned();
        let mut url = Url::parse(&administrator)?;
        let owner = url.username().to_owned();
        url.set_username("caseway_bench")
            .ok()
            .context("a URL has a login")?;
        let database = Self {
            server,
            administrator,
            owner,
            url: url.into(),
        };
        let mut migrate = Command::new(BINARY);
        migrate.args(["migrate", "--postgres", &database.url]);
        migrate.args(["--owner", &database.owner]);
        ensure!(migrate.output()?.status.success(), "caseway migrate failed");
        database.run(LOGIN).await?;
        Ok(database)
    }

    /// Measures and prints the floors, with rows as long as a kept body is, and gives rows a
    /// second of the upserts.
    pub(crate) async fn print_floors(&self, report_bytes: usize) -> anyhow::Result<f64> {
        self.run(TABLES).await?;
        // A body is kept at about a fifth of its size.
        let bytes = report_bytes / 5;
        for clients in CLIENTS {
            let rows = self.pgbench(clients, INSERT, bytes)?;
            println!(
                "floor: pgbench inserts         {rows:>8.0} rows of {bytes} bytes/s, one a commit, {clients} clients"
            );
        }
        let rows = 100.0 * self.pgbench("1", UPSERT, bytes)?;
        println!(
            "floor: pgbench upserts         {rows:>8.0} rows of {bytes} bytes/s, 100 a commit, 1 client\n"
        );
        Ok(rows)
    }

    /// Has the server write out what it holds, as it does every few minutes: from then on it uses
    /// the files of its log again, and no commit waits until a new one is made.
    pub(crate) async fn checkpoint(&self) -> anyhow::Result<()> {
        self.run("CHECKPOINT").await
    }

    /// Makes the tables as large as they are after so many entries, which the server has cleaned
    /// up after as it does meanwhile.
    pub(crate) async fn grow(&self, entries: u64) -> anyhow::Result<()> {
        self.run(&GROWN.replace("$1", &entries.to_string())).await?;
        self.run("VACUUM (FREEZE, ANALYZE)").await?;
        self.checkpoint().await
    }

    async fn run(&self, statements: &str) -> anyhow::Result<()> {
        let mut connection = PgConnection::connect(&self.administrator).await?;
        let statements = sqlx::AssertSqlSafe(statements.to_owned());
        sqlx::raw_sql(statements).execute(&mut connection).await?;
        Ok(())
    }

    /// How often a second clients run a script.
    fn pgbench(&self, clients: &str, script: &str, bytes: usize) -> anyhow::Result<f64> {
        let file = self.server.folder().join("floor.sql");
        std::fs::write(&file, script)?;
        let file = file.to_str().context("its path is UTF-8")?;
        // Bytes that do not compress, as a sealed body.
        let digests = (0..bytes.div_ceil(32)).map(|part| Digest::of(&part.to_be_bytes()));
        let hex: String = digests.map(|digest| digest.to_string()).collect();
        let told = self.server.ask(&[
            "pgbench",
            "-n",
            "-M",
            "prepared",
            "-c",
            clients,
            "-j",
            "1",
            "-T",
            SECONDS,
            "-D",
            &format!("body={}", &hex[..2 * bytes]),
            "-f",
            file,
        ])?;
        let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
        let rate = rate
            .and_then(|rate| rate.split(' ').next())
            .context("pgbench gives no rate")?;
        Ok(rate.parse()?)
    }
}
