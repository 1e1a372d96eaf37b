//! Crowds: many engines on one database at once, as many gateways have it.

use std::collections::BTreeSet;
use std::sync::Arc;

use caseway_proto::{Position, SenderId};
use caseway_store::conformance::sample;
use caseway_store::{
    Casebook as _, JournalEngine as _, OutcomeKind, Owner, Page, StoreError, StoredKey,
    VaultEngine as _,
};

use super::database::Database;
use super::{hospital, opened};
use crate::Postgres;

const ENGINES: usize = 4;

/// Some engines on a database.
fn engines(database: &Database) -> Vec<Postgres> {
    let engine = |_| crate::open::connect(&database.login(), &[]);
    (0..ENGINES).map(engine).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_storm_of_one_submission_over_many_engines_is_kept_once() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let draft = Arc::new(sample::draft(hospital(&postgres).await, "a"));
    let storm: Vec<_> = engines(&database)
        .into_iter()
        .flat_map(|engine| std::iter::repeat_n(engine, 10))
        .map(|engine| {
            let drafts = vec![draft.as_ref().clone(); 25];
            tokio::spawn(async move { engine.append(drafts).await.unwrap() })
        })
        .collect();
    let mut answers = Vec::new();
    for call in storm {
        answers.extend(call.await.unwrap());
    }
    assert_eq!(answers.len(), ENGINES * 250);
    let first = answers.iter().filter(|logged| !logged.again).count();
    let positions: BTreeSet<_> = answers.iter().map(|logged| logged.position).collect();
    assert_eq!((first, positions.len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn versions_that_arrive_at_many_engines_are_decided_in_the_order_of_their_positions() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let engines = engines(&database);
    let versions = (0..40_usize).map(|number| {
        let engine = engines[number % ENGINES].clone();
        // The ranks come in no order.
        let rank = format!("{:02}", number * 27 % 40);
        let draft = sample::version(sender, &rank, "report", &rank);
        tokio::spawn(async move { (rank, engine.append(vec![draft]).await.unwrap().remove(0)) })
    });
    let versions: Vec<_> = versions.collect();
    let mut told = Vec::new();
    for version in versions {
        told.push(version.await.unwrap());
    }
    told.sort_by_key(|(_, logged)| logged.position);
    let mut newest = String::new();
    for (rank, logged) in told {
        let expected = if rank < newest {
            "superseded"
        } else {
            "accepted"
        };
        assert_eq!(
            logged.disposition.as_str(),
            expected,
            "{rank} after {newest}"
        );
        newest = newest.max(rank);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_recorders_of_the_same_page_one_records_and_the_others_are_overtaken() {
    let Some((_, database)) = opened().await else {
        return;
    };
    let page = Arc::new(Page {
        to: Position(1),
        outcomes: vec![sample::outcome(Position(1), OutcomeKind::Recorded)],
        facts: vec![sample::facts(Position(1), sample::person(1), "report")],
        cases: vec![sample::case_record(sample::person(1), "C50")],
        ..Page::default()
    });
    let recorders: Vec<_> = engines(&database)
        .into_iter()
        .map(|engine| (engine, page.clone()))
        .map(|(engine, page)| tokio::spawn(async move { engine.record(&page).await }))
        .collect();
    let mut recorded = 0;
    for recorder in recorders {
        match recorder.await.unwrap() {
            Ok(()) => recorded += 1,
            Err(error) => assert!(matches!(error, StoreError::Overtaken), "{error}"),
        }
    }
    assert_eq!(recorded, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn engines_that_keep_the_same_keys_in_any_order_end_with_the_same() {
    let Some((_, database)) = opened().await else {
        return;
    };
    let keepers: Vec<_> = (0_u8..)
        .zip(engines(&database))
        .map(|(number, engine)| {
            tokio::spawn(async move {
                let key = |sender| StoredKey {
                    owner: Owner::Sender(SenderId(sender)),
                    wrapped: vec![number; 60],
                    identity: None,
                };
                let mut keys: Vec<_> = (0..200).map(key).collect();
                if number % 2 == 1 {
                    keys.reverse();
                }
                let mut stand = engine.put(keys).await.unwrap();
                stand.sort_by_key(|key| key.owner.to_bytes());
                stand.into_iter().map(|key| key.wrapped).collect::<Vec<_>>()
            })
        })
        .collect();
    let mut kept = BTreeSet::new();
    for keeper in keepers {
        kept.insert(keeper.await.unwrap());
    }
    assert_eq!(kept.len(), 1);
}
