//! Opening: connections for each role, and what the server must be for commits to be kept.

use std::time::Duration;

use caseway_store::StoreError;
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::{Connection as _, PgConnection};

use crate::error::Doing as _;
use crate::limit::CALL_MAX;
use crate::migrate::newest;
use crate::months::Months;
use crate::role::Role;
use crate::server::Server;

/// Every port on PostgreSQL. Cheap to clone; all clones share the connections.
#[derive(Clone, Debug)]
pub struct Postgres {
    /// Keeps submissions and new keys.
    pub(crate) gateway: PgPool,
    /// Reads entries and keys, writes the Casebook.
    pub(crate) normaliser: PgPool,
    /// Reads for operators, keeps decisions and the Roster, erases keys.
    pub(crate) console: PgPool,
    /// Reads for senders.
    pub(crate) reader: PgPool,
    /// The partitions that are there.
    pub(crate) months: Months,
    /// How long a call that writes may take.
    pub(crate) call_max: Duration,
    /// Whether submissions are looked up before they are written.
    pub(crate) dedupe: bool,
    /// Whether appenders take turns.
    pub(crate) in_turn: bool,
}

/// Opens the engine on a database that [`crate::migrate()`] has brought up to date.
///
/// The login must be one as [`crate::migrate()`] tells how to make.
///
/// # Errors
/// When the server cannot be reached, is older than 15, or does not wait for its disk, the
/// login may do more than it should, or the tables are older than this program. Newer ones
/// are no hindrance: programs of two versions may run beside each other.
pub async fn open(server: &Server) -> Result<Postgres, StoreError> {
    let postgres = connect(server, &[]);
    check(&postgres.gateway).await?;
    Ok(postgres)
}

/// How long a call waits for a connection.
const CONNECTION_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection was tested as it was put back; one that lay longer than this since is tested
/// again before it is used.
const UNTESTED_MAX: Duration = Duration::from_secs(1);

/// What holds for every connection.
const SETTINGS: [(&str, &str); 10] = [
    ("search_path", "journal,casebook,vault"),
    // Who stops in the middle of a transaction holds up the others no longer than this.
    ("idle_in_transaction_session_timeout", "5s"),
    ("lock_timeout", "10s"),
    ("statement_timeout", "60s"),
    // Each statement is written for its indexes. A table that was small when a plan was made
    // is not small for long.
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("max_parallel_workers_per_gather", "0"),
    ("jit", "off"),
    // A column of bodies is taken apart in memory.
    ("work_mem", "64MB"),
];

/// Makes the connections, none of which is opened before it is needed; further settings
/// come after those that always hold.
pub(crate) fn connect(server: &Server, further: &[(&str, &str)]) -> Postgres {
    let options = server
        .options()
        .application_name("caseway")
        .options(SETTINGS)
        .options(further.iter().copied());
    let pool = |role: Role, connections| {
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(CONNECTION_TIMEOUT)
            .test_before_acquire(false)
            .before_acquire(|connection, about| Box::pin(tested(connection, about)))
            .connect_lazy_with(
                options
                    .clone()
                    .options([("role", role.as_str()), ("plan_cache_mode", plans(role))]),
            )
    };
    Postgres {
        gateway: pool(Role::Gateway, 6),
        normaliser: pool(Role::Normaliser, 4),
        console: pool(Role::Console, 4),
        reader: pool(Role::Reader, 6),
        months: Months::default(),
        call_max: CALL_MAX,
        dedupe: true,
        in_turn: true,
    }
}

/// Who makes plans when. What a submission asks is looked up by what tells it apart, whatever the
/// tables are like; planned anew for each, a third of its time would go to plans. Others ask for
/// windows and pages, where it depends on their values what is best.
const fn plans(role: Role) -> &'static str {
    match role {
        Role::Gateway => "force_generic_plan",
        Role::Normaliser | Role::Console | Role::Reader => "auto",
    }
}

/// Tests a connection that nobody used for a while; one that is broken is not used.
async fn tested(
    connection: &mut PgConnection,
    about: PoolConnectionMetadata,
) -> Result<bool, sqlx::Error> {
    if about.idle_for > UNTESTED_MAX {
        connection.ping().await?;
    }
    Ok(true)
}

/// Refuses a server or a login that cannot be relied on.
pub(crate) async fn check(pool: &PgPool) -> Result<(), StoreError> {
    let found = sqlx::query_file!("statements/engine/find_settings.sql")
        .fetch_one(pool)
        .await
        .doing("asking for the settings of PostgreSQL")?;
    let faults = [
        (found.version < 150_000, "PostgreSQL is older than 15"),
        (!found.fsync, "fsync is off: a commit can be lost"),
        (
            !found.full_page_writes,
            "full_page_writes is off: a page can be torn",
        ),
        (
            !found.synchronous_commit,
            "synchronous_commit is off: a commit can be lost",
        ),
        (
            found.may_everything,
            "the login may do more than it should: give it the roles of Caseway but the owner's, \
             and nothing else",
        ),
        (
            found.migration < newest(),
            "the tables are older than this program: bring them up to date",
        ),
    ];
    match faults.into_iter().find(|(there, _)| *there) {
        None => Ok(()),
        Some((_, fault)) => Err(StoreError::Refused {
            doing: "checking the settings of PostgreSQL",
            source: fault.into(),
        }),
    }
}
