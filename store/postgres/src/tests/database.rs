//! A database for a test: copied from one that was brought up to date once, and gone with
//! the test.

use std::io::Write as _;
use std::path::Path;
use std::str::FromStr as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use caseway_proto::Digest;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, PgConnection};
use tokio::sync::OnceCell;

use super::statements::{crate_folder, files};

/// What the server is found by: an administrator's URL.
pub(super) const SERVER: &str = "CASEWAY_TEST_POSTGRES";

/// The login of the tests: a member of every role that works.
const LOGIN: &str = "caseway_test";

/// A database of its own.
pub(super) struct Database {
    name: String,
    server: PgConnectOptions,
}

impl Database {
    /// One that is up to date and empty; none where there is no server.
    pub(super) async fn fresh() -> Option<Self> {
        let server = std::env::var(SERVER).ok().or_else(left_out)?;
        Some(Self::of(&server, template(&server).await).await)
    }

    /// One that is empty on a server, copied from a template.
    pub(super) async fn of(server: &str, template: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("caseway_test_{}_{number}", std::process::id());
        let server = options(server);
        let mut administrator = server.connect().await.unwrap();
        run(
            &mut administrator,
            format!("CREATE DATABASE {name} TEMPLATE {template}"),
        )
        .await;
        Self { name, server }
    }

    /// What the engine connects with.
    pub(super) fn url(&self) -> String {
        url(&self.server.clone().database(&self.name).username(LOGIN))
    }

    /// The server as the engine logs in there.
    pub(super) fn login(&self) -> crate::Server {
        at(&self.url())
    }

    /// The server as an administrator logs in there.
    pub(super) fn administrators(&self) -> crate::Server {
        at(&self.administrators_url())
    }

    /// What an administrator connects with.
    pub(super) fn administrators_url(&self) -> String {
        url(&self.server.clone().database(&self.name))
    }

    /// A connection that may do everything.
    pub(super) async fn administrator(&self) -> PgConnection {
        let options = options(&self.administrators_url());
        let options = options.options([("search_path", "journal,casebook,vault")]);
        options.connect().await.unwrap()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (name, server) = (self.name.clone(), self.server.clone());
        let dropping = async move {
            // The server may have been stopped by its test, and the database be gone with it.
            if let Ok(mut administrator) = server.connect().await {
                let drop = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                run(&mut administrator, drop).await;
            }
        };
        let runtime = || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
        };
        let thread = std::thread::spawn(move || runtime().unwrap().block_on(dropping));
        thread.join().ok();
    }
}

/// Says, past the capture of a test's output, that tests are left out.
fn left_out() -> Option<String> {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        let line = format!("{SERVER} is not set: the tests on PostgreSQL are LEFT OUT\n");
        std::io::stderr().write_all(line.as_bytes()).ok();
    });
    None
}

/// The database that is copied, made when there is none of these migrations.
async fn template(server: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(|| make_template(server)).await
}

/// Makes the template and the login, unless another run of the tests has.
pub(super) async fn make_template(server: &str) -> String {
    let name = format!("caseway_template_{}", &fingerprint()[..16]);
    let server = options(server);
    let mut administrator = server.connect().await.unwrap();
    // Other processes may run tests on the same server.
    run(&mut administrator, "SELECT pg_advisory_lock(1)".to_owned()).await;
    let found: Option<(i32,)> = sqlx::query_as("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut administrator)
        .await
        .unwrap();
    if found.is_none() {
        let unfinished = format!("{name}_unfinished");
        run(
            &mut administrator,
            format!("DROP DATABASE IF EXISTS {unfinished}"),
        )
        .await;
        run(&mut administrator, format!("CREATE DATABASE {unfinished}")).await;
        let made = url(&server.clone().database(&unfinished));
        crate::migrate(&at(&made)).await.unwrap();
        run(&mut administrator, LOGIN_MADE.to_owned()).await;
        run(
            &mut administrator,
            format!("ALTER DATABASE {unfinished} RENAME TO {name}"),
        )
        .await;
    }
    administrator.close().await.unwrap();
    name
}

const LOGIN_MADE: &str = "
    DO $$ BEGIN
        IF to_regrole('caseway_test') IS NULL THEN
            CREATE ROLE caseway_test LOGIN NOINHERIT;
        END IF;
    END $$;
    GRANT caseway_gateway, caseway_normaliser, caseway_console, caseway_reader TO caseway_test;
";

/// The digest of what a database is made of.
fn fingerprint() -> String {
    let roles = crate_folder().join("statements/engine/make_roles.sql");
    let mut paths = files(&crate_folder().join("migrations"), "sql");
    paths.push(roles);
    paths.sort();
    let read = |path: &Path| std::fs::read(path).unwrap();
    let made_of: Vec<u8> = paths.iter().flat_map(|path| read(path)).collect();
    Digest::of(&made_of).to_string()
}

/// The server that a URL names.
pub(super) fn at(url: &str) -> crate::Server {
    crate::Server::at(url).unwrap()
}

fn options(url: &str) -> PgConnectOptions {
    PgConnectOptions::from_str(url)
        .unwrap()
        .disable_statement_logging()
}

fn url(options: &PgConnectOptions) -> String {
    options.to_url_lossy().to_string()
}

/// Runs a statement that has no answer.
pub(super) async fn run(connection: &mut PgConnection, statement: String) {
    let statement = sqlx::raw_sql(AssertSqlSafe(statement));
    statement.execute(connection).await.unwrap();
}
