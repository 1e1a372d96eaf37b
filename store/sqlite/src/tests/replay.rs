//! Replays: a Casebook in another file, and what is in use after a swap.

use caseway_proto::Position;
use caseway_store::conformance::sample;
use caseway_store::{Casebook as _, Cases as _, Engine as _, Page};

use super::opened;
use crate::{discard_replays, has_replay, open_replay, put_in_place};

const NAME: &str = "0f0f0f0f";

fn page(from: i64, to: i64, person: u8) -> Page {
    Page {
        from: Position(from),
        to: Position(to),
        cases: vec![sample::case_record(sample::person(person), "breast")],
        ..Page::default()
    }
}

#[tokio::test]
async fn a_replay_takes_the_place_of_the_casebook_when_nobody_has_it_open() {
    let (in_use, folder) = opened().await;
    in_use.record(&page(0, 5, 1)).await.unwrap();
    let replay = open_replay(folder.path(), NAME).await.unwrap();
    replay.record(&page(0, 5, 2)).await.unwrap();
    replay.record(&page(5, 7, 3)).await.unwrap();
    assert_eq!(in_use.cases(None, 9).await.unwrap().len(), 1);

    assert!(put_in_place(folder.path(), NAME).await.is_err());
    in_use.close().await;
    assert!(put_in_place(folder.path(), NAME).await.is_err());
    assert!(has_replay(folder.path(), NAME));
    replay.close().await;
    put_in_place(folder.path(), NAME).await.unwrap();

    assert!(!has_replay(folder.path(), NAME));
    let in_use = crate::open(folder.path()).await.unwrap();
    assert_eq!(in_use.cases(None, 9).await.unwrap().len(), 2);
    assert_eq!(in_use.position().await.unwrap(), Position(7));
    in_use.record(&page(7, 8, 4)).await.unwrap();
}

#[tokio::test]
async fn replays_are_discarded_and_nothing_else_is() {
    let (in_use, folder) = opened().await;
    in_use.record(&page(0, 5, 1)).await.unwrap();
    open_replay(folder.path(), NAME)
        .await
        .unwrap()
        .close()
        .await;
    std::fs::write(folder.path().join("casebook.kept-by-hand.db"), "").unwrap();
    assert_eq!(discard_replays(folder.path()).await.unwrap(), [NAME]);
    assert!(!has_replay(folder.path(), NAME));
    assert!(folder.path().join("casebook.kept-by-hand.db").exists());
    assert!(folder.path().join("casebook.db").exists());
    assert_eq!(in_use.cases(None, 9).await.unwrap().len(), 1);
    assert!(discard_replays(folder.path()).await.unwrap().is_empty());
}
