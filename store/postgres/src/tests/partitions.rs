//! Partitions recorded beside each other: how the feed is divided, and what keeps pages apart
//! that rest on the same.

use std::collections::BTreeSet;

use caseway_proto::{Partition, Person, Position};
use caseway_store::conformance::sample;
use caseway_store::{
    Arrived, Casebook as _, Grounds, JournalEngine as _, Known, OutcomeKind, Page, Relaying as _,
    ReportKey, StoreError,
};

use super::{hospital, opened};
use crate::Postgres;

const OF: u32 = 2;

/// What a page rests on that was made for a person and a report when nothing was known.
fn grounds(person: Person, report: &str) -> Grounds {
    let persons = BTreeSet::from([person]);
    let key: ReportKey = (
        sample::facts(Position(1), person, report).sender,
        report.to_owned(),
    );
    Grounds::new(&persons, &BTreeSet::from([key]), &Known::default())
}

/// A page of one partition that records facts of a person.
fn page(number: u32, position: i64, person: u8) -> Page {
    let report = format!("report-{person}");
    let (position, person) = (Position(position), sample::person(person));
    Page {
        partition: Partition { number, of: OF },
        grounds: grounds(person, &report),
        from: Position(0),
        to: position,
        outcomes: vec![sample::outcome(position, OutcomeKind::Recorded)],
        facts: vec![sample::facts(position, person, &report)],
        ..Page::default()
    }
}

async fn divided() -> Option<(Postgres, super::Database)> {
    let (postgres, database) = opened().await?;
    assert!(postgres.divide(OF).await.unwrap());
    Some((postgres, database))
}

#[tokio::test]
async fn a_feed_is_divided_when_all_of_it_stands_at_one_position_and_not_before() {
    let Some((postgres, _database)) = divided().await else {
        return;
    };
    assert_eq!(postgres.partitions().await.unwrap(), [Position(0); 2]);
    postgres.record(&page(0, 3, 1)).await.unwrap();
    assert!(!postgres.divide(1).await.unwrap());
    assert!(postgres.divide(OF).await.unwrap(), "it is divided so");
    assert_eq!(postgres.position().await.unwrap(), Position(0));
    let to_the_same = Page {
        to: Position(3),
        ..page(1, 2, 2)
    };
    postgres.record(&to_the_same).await.unwrap();
    assert!(postgres.divide(5).await.unwrap());
    assert_eq!(postgres.partitions().await.unwrap(), [Position(3); 5]);
    let late = postgres.record(&page(0, 4, 1)).await;
    assert!(
        matches!(late, Err(StoreError::Overtaken)),
        "of another division"
    );
}

#[tokio::test]
async fn whoever_lost_a_partition_writes_nothing() {
    let Some((postgres, _database)) = divided().await else {
        return;
    };
    postgres.record(&page(0, 3, 1)).await.unwrap();
    // Made when the partition stood at the beginning, and on grounds that still hold.
    let late = postgres.record(&page(0, 5, 2)).await;
    assert!(matches!(late, Err(StoreError::Overtaken)));
    let known = postgres.known(&[sample::person(2)], &[]).await.unwrap();
    assert!(known.facts.is_empty());
    // The control: the same page where the partition stands is recorded.
    let on = Page {
        from: Position(3),
        ..page(0, 5, 2)
    };
    postgres.record(&on).await.unwrap();
}

#[tokio::test]
async fn a_page_whose_grounds_have_changed_is_made_again_and_without_grounds_would_not_be() {
    let Some((postgres, _database)) = divided().await else {
        return;
    };
    postgres.record(&page(0, 3, 1)).await.unwrap();
    let second = page(1, 4, 1);
    let overtaken = postgres.record(&second).await;
    assert!(matches!(overtaken, Err(StoreError::Overtaken)));
    let known = postgres.known(&[sample::person(1)], &[]).await.unwrap();
    assert_eq!(known.facts.len(), 1, "nothing was written");
    // The control.
    let blind = Page {
        grounds: Grounds::default(),
        ..second
    };
    postgres.record(&blind).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_pages_beside_each_other_that_rest_on_the_same_one_is_recorded() {
    for _ in 0..8 {
        let Some((postgres, _database)) = divided().await else {
            return;
        };
        let recorders = [page(0, 3, 1), page(1, 4, 1)].map(|page| {
            let postgres = postgres.clone();
            tokio::spawn(async move { postgres.record(&page).await })
        });
        let mut recorded = 0;
        for recorder in recorders {
            match recorder.await.unwrap() {
                Ok(()) => recorded += 1,
                Err(error) => assert!(matches!(error, StoreError::Overtaken), "{error}"),
            }
        }
        assert_eq!(recorded, 1);
    }
}

#[tokio::test]
async fn arrivals_are_told_with_whom_they_are_about_and_without_their_bodies() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let drafts = ["a", "b", "c"].map(|key| sample::draft(sender, key));
    postgres.append(drafts.to_vec()).await.unwrap();
    let (first, upto) = postgres.arrivals(Position(0), 2).await.unwrap();
    assert_eq!((first.len(), upto), (2, first[1].position));
    assert!(first.iter().all(|arrival| arrival.person.is_some()));
    assert!(matches!(first[0].arrived, Arrived::Report { .. }));
    let (rest, upto) = postgres.arrivals(upto, 2).await.unwrap();
    assert_eq!((rest.len(), upto), (1, postgres.head().await.unwrap()));
    let (none, upto) = postgres.arrivals(upto, 2).await.unwrap();
    assert_eq!((none.len(), upto), (0, postgres.head().await.unwrap()));
}

#[tokio::test]
async fn a_case_that_changed_is_told_until_it_was_and_again_when_it_changed_meanwhile() {
    let Some((postgres, _database)) = divided().await else {
        return;
    };
    let with_case = |number, position, site| Page {
        cases: vec![sample::case_record(sample::person(1), site)],
        grounds: Grounds {
            facts: u64::from(position > 3),
            ..grounds(sample::person(1), "report-1")
        },
        ..page(number, position, 1)
    };
    postgres.record(&with_case(0, 3, "C50")).await.unwrap();
    let told = postgres.changed(10).await.unwrap();
    assert_eq!(told.len(), 1);
    assert!(told[0].document.is_some());
    postgres.record(&with_case(1, 4, "C18")).await.unwrap();
    postgres.told(&told).await.unwrap();
    let again = postgres.changed(10).await.unwrap();
    assert_eq!(again.len(), 1, "it has changed since");
    assert!(again[0].revision > told[0].revision);
    assert_ne!(again[0].document, told[0].document);
    postgres.told(&again).await.unwrap();
    assert!(postgres.changed(10).await.unwrap().is_empty());
}
