//! The server dies in the middle of appends: what was acknowledged is there, once.
//!
//! On a server of its own, started and killed by `tests/postgres`. Where commits do not wait
//! for the disk the same test finds a loss: that is the control.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use caseway_proto::{Position, SenderId, SubmissionId};
use caseway_store::conformance::sample;
use caseway_store::{JournalEngine as _, Logged, Matter, Nature};

use super::hospital;
use super::server::Server;
use crate::Postgres;

const APPENDERS: u32 = 6;
const DEATHS: u32 = 3;
const LIFE: Duration = Duration::from_millis(400);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_before_the_server_died_is_there_once() {
    let Some(server) = Server::start("") else {
        return;
    };
    let database = server.database().await;
    let postgres = crate::open(&database.url()).await.unwrap();
    let appending = Appending::begin(&postgres).await;
    for _ in 0..DEATHS {
        tokio::time::sleep(LIFE).await;
        server.die();
        server.again();
    }
    tokio::time::sleep(LIFE).await;
    let acknowledged = appending.end().await;
    let kept = kept(&postgres).await;
    for logged in &acknowledged {
        assert_eq!(kept[&logged.id], [logged.position]);
    }
    println!(
        "{} drafts over {DEATHS} deaths of the server",
        acknowledged.len()
    );
    assert!(acknowledged.len() > 50);
    postgres.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_commits_do_not_wait_for_the_disk_the_same_test_finds_a_loss() {
    let Some(server) = Server::start("-c wal_writer_delay=10s") else {
        return;
    };
    let database = server.database().await;
    let off = [("synchronous_commit", "off")];
    let postgres = crate::open::connect(&database.url(), &off).unwrap();
    let appending = Appending::begin(&postgres).await;
    tokio::time::sleep(LIFE).await;
    appending.ending.store(true, Ordering::Relaxed);
    server.die();
    let acknowledged = appending.acknowledged().await;
    server.again();
    let kept = kept(&postgres).await;
    let lost = acknowledged
        .iter()
        .filter(|logged| !kept.contains_key(&logged.id));
    let lost = lost.count();
    println!(
        "{lost} of {} acknowledged drafts were lost",
        acknowledged.len()
    );
    assert!(lost > 0);
    postgres.close().await;
}

#[tokio::test]
async fn a_server_that_does_not_wait_for_its_disk_is_refused() {
    let Some(server) = Server::start("-c fsync=off") else {
        return;
    };
    let database = server.database().await;
    let refused = crate::open(&database.url()).await.unwrap_err();
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
    appenders: Vec<tokio::task::JoinHandle<Vec<Logged>>>,
}

impl Appending {
    async fn begin(postgres: &Postgres) -> Self {
        let sender = hospital(postgres).await;
        let ending = Arc::new(AtomicBool::new(false));
        let appender = |number| append(postgres.clone(), sender, number, ending.clone());
        Self {
            appenders: (0..APPENDERS).map(appender).map(tokio::spawn).collect(),
            ending,
        }
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

/// Appends Draft after Draft, each until it is acknowledged or there is no time left.
async fn append(
    postgres: Postgres,
    sender: SenderId,
    number: u32,
    ending: Arc<AtomicBool>,
) -> Vec<Logged> {
    let mut acknowledged = Vec::new();
    for turn in 0.. {
        let draft = sample::draft(sender, &format!("{number} {turn}"));
        loop {
            if ending.load(Ordering::Relaxed) {
                return acknowledged;
            }
            match postgres.append(vec![draft.clone()]).await {
                Ok(logged) => break acknowledged.extend(logged),
                Err(error) => assert_eq!(error.nature(), Nature::Retryable, "{error:?}"),
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    acknowledged
}
