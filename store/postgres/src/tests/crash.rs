//! The server dies in the middle of appends: what was acknowledged is there, once.
//!
//! On a server of its own, started and killed by `tests/postgres`. Where commits do not wait
//! for the disk a loss is found the same way: that is the control.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use caseway_proto::{Position, SubmissionId};
use caseway_store::conformance::sample;
use caseway_store::{Draft, Engine as _, JournalEngine as _, Logged, Matter, Nature};

use super::hospital;
use super::server::Server;
use crate::Postgres;

const APPENDERS: u32 = 6;
const DEATHS: u32 = 3;
/// How many Drafts are acknowledged before the server dies.
const LIFE: usize = 25;
const RECOVERY_MAX: Duration = Duration::from_mins(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_the_server_died_is_there_once() {
    let Some(server) = Server::start("") else {
        return;
    };
    let database = server.database().await;
    let postgres = crate::open(&database.login()).await.unwrap();
    let appending = Appending::begin(&postgres).await;
    for _ in 0..DEATHS {
        appending.live().await;
        server.die();
        server.again();
    }
    appending.live().await;
    let acknowledged = appending.end().await;
    let kept = kept(&postgres).await;
    assert!(kept.values().all(|positions| positions.len() == 1), "once");
    for logged in &acknowledged {
        assert_eq!(kept[&logged.id], [logged.position]);
    }
    let count = acknowledged.len();
    println!("{count} drafts over {DEATHS} deaths of the server");
    postgres.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_commits_do_not_wait_for_the_disk_a_loss_is_found() {
    let Some(server) = Server::start("-c wal_writer_delay=10s") else {
        return;
    };
    for death in 1..=DEATHS {
        let lost = lost(&server).await;
        println!("{lost} acknowledged drafts were lost with death {death}");
        if lost > 0 {
            return;
        }
    }
    panic!("nothing was lost");
}

/// How many acknowledged Drafts are not there after a death of the server.
async fn lost(server: &Server) -> usize {
    let database = server.database().await;
    let off = [("synchronous_commit", "off")];
    let postgres = crate::open::connect(&database.login(), &off);
    let appending = Appending::begin(&postgres).await;
    appending.live().await;
    server.die();
    let acknowledged = appending.end().await;
    server.again();
    let kept = kept(&postgres).await;
    postgres.close().await;
    let gone = |logged: &&Logged| !kept.contains_key(&logged.id);
    acknowledged.iter().filter(gone).count()
}

#[tokio::test]
async fn a_server_that_does_not_wait_for_its_disk_is_refused() {
    let Some(server) = Server::start("-c fsync=off") else {
        return;
    };
    let database = server.database().await;
    let refused = crate::open(&database.login()).await.unwrap_err();
    assert_eq!(refused.nature(), Nature::Permanent);
    let source = std::error::Error::source(&refused).unwrap().to_string();
    assert!(source.contains("fsync is off"));
}

/// Where every Submission that is kept stands.
async fn kept(postgres: &Postgres) -> HashMap<SubmissionId, Vec<Position>> {
    let mut kept: HashMap<_, Vec<_>> = HashMap::new();
    let mut after = Position(0);
    loop {
        let (entries, read) = postgres.page(after, 1000).await.unwrap();
        if entries.is_empty() {
            return kept;
        }
        after = read;
        for entry in entries {
            if let Matter::Report { id, .. } = entry.matter {
                kept.entry(id).or_default().push(entry.position);
            }
        }
    }
}

/// Appenders at work.
struct Appending {
    ending: Arc<AtomicBool>,
    /// How many Drafts were acknowledged.
    count: Arc<AtomicUsize>,
    appenders: Vec<tokio::task::JoinHandle<Vec<Logged>>>,
}

impl Appending {
    async fn begin(postgres: &Postgres) -> Self {
        let sender = hospital(postgres).await;
        let ending = Arc::new(AtomicBool::new(false));
        let count = Arc::new(AtomicUsize::new(0));
        let appender = |number| {
            let appender = Appender {
                postgres: postgres.clone(),
                drafts: (0..).map(move |turn| sample::draft(sender, &format!("{number} {turn}"))),
                ending: ending.clone(),
                count: count.clone(),
            };
            tokio::spawn(appender.append())
        };
        Self {
            appenders: (0..APPENDERS).map(appender).collect(),
            ending,
            count,
        }
    }

    /// Waits until some more Drafts are acknowledged.
    async fn live(&self) {
        let enough = self.count.load(Ordering::Relaxed) + LIFE;
        let living = async {
            while self.count.load(Ordering::Relaxed) < enough {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let recovered = tokio::time::timeout(RECOVERY_MAX, living).await;
        assert!(recovered.is_ok(), "nothing is acknowledged any more");
    }

    /// Lets each finish its Draft, and gives what was acknowledged.
    async fn end(self) -> Vec<Logged> {
        self.ending.store(true, Ordering::Relaxed);
        self.acknowledged().await
    }

    async fn acknowledged(self) -> Vec<Logged> {
        let mut acknowledged = Vec::new();
        for appender in self.appenders {
            acknowledged.extend(appender.await.unwrap());
        }
        acknowledged
    }
}

/// Appends Draft after Draft.
struct Appender<D> {
    postgres: Postgres,
    drafts: D,
    ending: Arc<AtomicBool>,
    count: Arc<AtomicUsize>,
}

impl<D: Iterator<Item = Draft>> Appender<D> {
    /// Each until it is acknowledged or there is no time left.
    async fn append(self) -> Vec<Logged> {
        let mut acknowledged = Vec::new();
        for draft in self.drafts {
            loop {
                if self.ending.load(Ordering::Relaxed) {
                    return acknowledged;
                }
                match self.postgres.append(vec![draft.clone()]).await {
                    Ok(logged) => break acknowledged.extend(logged),
                    Err(error) => assert_eq!(error.nature(), Nature::Retryable, "{error:?}"),
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        acknowledged
    }
}
