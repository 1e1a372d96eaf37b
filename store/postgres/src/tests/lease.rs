//! Leases: one has it, and the next one gets it when the first is gone, however it went.

use std::time::Duration;

use caseway_store::{Engine as _, Lease as _, Work};

use super::opened;
use crate::lease::take;

/// What a lease may take to pass on.
const PASSED_ON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_lease_that_another_has_is_waited_for_until_it_is_given_up() {
    let Some((first, database)) = opened().await else {
        return;
    };
    let held = first.lease(Work::Normalise).await.unwrap();
    let next = crate::open(&database.login()).await.unwrap();
    let waiting = tokio::spawn(async move { next.lease(Work::Normalise).await });
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    assert!(!waiting.is_finished());
    drop(held);
    let taken = tokio::time::timeout(Duration::from_secs(2), waiting).await;
    assert!(taken.unwrap().unwrap().is_ok());
}

#[tokio::test]
async fn whoever_keeps_a_lease_has_it_for_as_long_as_it_likes() {
    let Some((first, database)) = opened().await else {
        return;
    };
    let mut held = take(&first, Work::Normalise).await.unwrap();
    let next = crate::open(&database.login()).await.unwrap();
    let waiting = tokio::spawn(async move { next.lease(Work::Normalise).await });
    let kept = tokio::time::timeout(PASSED_ON, held.lost()).await;
    assert!(kept.is_err(), "it was not lost");
    assert!(!waiting.is_finished());
}

#[tokio::test]
async fn whoever_is_stopped_loses_its_lease_to_the_next_one_and_learns_of_it() {
    let Some((first, database)) = opened().await else {
        return;
    };
    // Nobody polls it, as in a process that was stopped.
    let mut stopped = take(&first, Work::Normalise).await.unwrap();
    let next = crate::open(&database.login()).await.unwrap();
    let taken = tokio::time::timeout(PASSED_ON, next.lease(Work::Normalise)).await;
    assert!(taken.is_ok_and(|taken| taken.is_ok()));
    let learned = tokio::time::timeout(Duration::from_secs(5), stopped.lost()).await;
    assert!(learned.is_ok());
}
