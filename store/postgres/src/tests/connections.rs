//! Connections that are lost, and logins that may too much.

use std::sync::atomic::Ordering;
use std::time::Duration;

use caseway_proto::Position;
use caseway_store::conformance::sample;
use caseway_store::{JournalEngine as _, Nature};

use super::cable::{Cable, Cut};
use super::database::{Database, at};
use super::{hospital, opened};
use crate::limit::CALL_MAX;
use crate::turn;

#[tokio::test]
async fn a_login_that_may_do_everything_is_refused() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let refused = crate::open(&database.administrators()).await.unwrap_err();
    assert_eq!(refused.nature(), Nature::Permanent);
    let source = std::error::Error::source(&refused).unwrap().to_string();
    assert!(source.contains("the login may do more than it should"));
}

#[tokio::test]
async fn a_server_that_is_not_there_may_be_there_later() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!(
        "postgres://caseway@localhost/caseway?host={}",
        folder.path().display()
    );
    let unavailable = crate::open(&at(&url)).await.unwrap_err();
    assert_eq!(unavailable.nature(), Nature::Retryable);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stops_in_its_turn_is_thrown_out_and_the_next_one_goes_on() {
    let Some((stopped, database)) = opened().await else {
        return;
    };
    let draft = sample::draft(hospital(&stopped).await, "a");
    let mut transaction = stopped.gateway.begin().await.unwrap();
    turn::take(&mut transaction, 1).await.unwrap();
    let next = crate::open(&database.login()).await.unwrap();
    let logged = next.append(vec![draft]).await.unwrap();
    assert!(!logged[0].again);
    assert!(transaction.commit().await.is_err(), "it was thrown out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_whose_commit_was_not_answered_is_kept_once() {
    let Some((direct, database)) = opened().await else {
        return;
    };
    let Some(cable) = Cable::laid(&database.url(), Cut::AtCommit) else {
        return;
    };
    let draft = sample::draft(hospital(&direct).await, "a");
    let through = crate::open(&at(&cable.url)).await.unwrap();
    let unknown = through.append(vec![draft.clone()]).await.unwrap_err();
    assert_eq!(unknown.nature(), Nature::Retryable);
    let again = direct.append(vec![draft]).await.unwrap();
    assert!(again[0].again, "the commit had taken place");
    assert_eq!(direct.head().await.unwrap(), again[0].position);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_the_connection_is_cut_a_draft_is_kept_once() {
    let Some((direct, database)) = opened().await else {
        return;
    };
    let sender = hospital(&direct).await;
    let (mut cut_off, mut tried) = (0, 0);
    for said in 1.. {
        let Some(cable) = Cable::laid(&database.url(), Cut::After(said)) else {
            return;
        };
        let draft = sample::draft(sender, &said.to_string());
        let through = crate::open::connect(&at(&cable.url), &[]);
        tried += 1;
        let answer = through.append(vec![draft.clone()]).await;
        let kept = direct.append(vec![draft]).await.unwrap().remove(0);
        match answer {
            Ok(logged) => assert_eq!((kept.again, kept.position), (true, logged[0].position)),
            Err(error) => {
                assert_eq!(error.nature(), Nature::Retryable, "{error:?}");
                cut_off += 1;
            }
        }
        if !cable.was_cut.load(Ordering::Relaxed) {
            break;
        }
    }
    let (entries, _) = direct.page(Position(0), 1000).await.unwrap();
    assert_eq!(entries.len(), tried);
    assert!(cut_off > 5, "it was cut {cut_off} times");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_says_nothing_more_is_given_up() {
    let Some((direct, database)) = opened().await else {
        return;
    };
    let Some(cable) = Cable::laid(&database.url(), Cut::SilentAtCommit) else {
        return;
    };
    let draft = sample::draft(hospital(&direct).await, "a");
    let mut through = crate::open(&at(&cable.url)).await.unwrap();
    through.call_max = Duration::from_secs(1);
    let unknown = through.append(vec![draft.clone()]).await.unwrap_err();
    assert_eq!(unknown.nature(), Nature::Retryable);
    through.call_max = CALL_MAX;
    let again = through.append(vec![draft]).await.unwrap();
    assert!(again[0].again, "the commit had taken place");
}
