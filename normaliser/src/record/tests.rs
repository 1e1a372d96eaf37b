//! The loop from the Journal to the Casebook, over engines of the test's own.

mod rulings;

use std::sync::atomic::Ordering;
use std::time::Duration;

use caseway_proto::{Partition, Person, Position};
use caseway_store::{Action, Cases, Feed, JournalFeed, OutcomeKind, Owner, Pageful};
use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::partition::record;
use super::{Parts, Replay, rebuild, run};
use crate::testing::{Memory, ReportBuilder, World, person};

fn report(site: &str) -> Value {
    ReportBuilder::new("work-up")
        .tumour("tumour", (site, site), None)
        .build()
}

fn doubtful() -> Value {
    let mut tree = report("C50.4");
    tree["entry"][2]["resource"]["birthDate"] = json!("1999-09-09");
    tree
}

fn kind(memory: &Memory, position: Position) -> OutcomeKind {
    memory.outcome(position).unwrap().kind
}

/// The Feed that reads the Journal itself.
fn feed(parts: &Parts) -> Box<dyn Feed> {
    Box::new(JournalFeed::new(parts.journal.clone(), 1))
}

/// Records what is new, a page at a time, as who follows the Journal does.
async fn follow(parts: &Parts) {
    loop {
        let from = parts.casebook.position().await.unwrap();
        let (entries, to) = parts.journal.page(from, 64).await.unwrap();
        if to <= from {
            return;
        }
        let page = Pageful { entries, to };
        record(parts, (Partition::WHOLE, from), page).await.unwrap();
    }
}

async fn organs(memory: &Memory, person: Person) -> Vec<String> {
    let case = memory
        .case(&caseway_proto::CaseId::of(&person))
        .await
        .unwrap();
    let tumours = case.map(|case| case.tumours).unwrap_or_default();
    tumours.into_iter().map(|tumour| tumour.organ).collect()
}

#[tokio::test]
async fn the_loop_records_what_arrives_until_it_is_stopped() {
    let mut world = World::new().await;
    world
        .submit("a", person(1), "work-up", &report("C50.4"))
        .await;
    let (stop, stopped) = oneshot::channel::<()>();
    let parts = world.parts.clone();
    let running = tokio::spawn(run(parts.clone(), feed(&parts), async move {
        stopped.await.unwrap_or_default();
    }));
    world
        .submit("b", person(2), "work-up", &report("C18.7"))
        .await;
    while organs(&world.memory, person(2)).await.is_empty() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    assert_eq!(organs(&world.memory, person(1)).await, ["C50"]);
    stop.send(()).unwrap();
    running.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_failure_that_passes_is_waited_out() {
    let mut world = World::new().await;
    world
        .submit("a", person(1), "work-up", &report("C50.4"))
        .await;
    world.memory.failures.store(2, Ordering::SeqCst);
    let memory = world.memory.clone();
    let recorded = async move {
        while organs(&memory, person(1)).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    run(world.parts.clone(), feed(&world.parts), recorded)
        .await
        .unwrap();
    assert_eq!(organs(&world.memory, person(1)).await, ["C50"]);
}

#[tokio::test]
async fn a_released_entry_of_an_earlier_page_is_fetched_with_those_behind_it() {
    let mut world = World::new().await;
    let held = world.submit("a", person(1), "work-up", &doubtful()).await;
    let behind = world
        .submit("b", person(1), "work-up", &report("C50.4"))
        .await;
    follow(&world.parts).await;
    assert_eq!(kind(&world.memory, held), OutcomeKind::Quarantined);
    assert_eq!(kind(&world.memory, behind), OutcomeKind::Waiting);
    let at = world.decide(Action::Release, held).await;
    follow(&world.parts).await;
    for position in [held, behind] {
        let outcome = world.memory.outcome(position).unwrap();
        assert_eq!((outcome.kind, outcome.at), (OutcomeKind::Recorded, at));
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_quarantined() {
    let mut world = World::new().await;
    let at = world.submit_bytes("a", person(1), "work-up", b"{").await;
    follow(&world.parts).await;
    assert_eq!(
        world.memory.outcome(at).unwrap().cause.as_deref(),
        Some("unreadable")
    );
}

#[tokio::test]
async fn an_erased_person_leaves_no_facts_in_a_rebuilt_casebook() {
    let mut world = World::new().await;
    let at = world
        .submit("a", person(1), "work-up", &report("C50.4"))
        .await;
    world
        .parts
        .vault
        .erase(Owner::Person(person(1)))
        .await
        .unwrap();
    rebuild(&world.parts).await.unwrap();
    assert_eq!(kind(&world.memory, at), OutcomeKind::Recorded);
    assert!(world.memory.cases().is_empty());
}

/// A report moved away long ago stays away when its first person gets another.
#[tokio::test]
async fn a_later_report_does_not_bring_back_what_was_moved() {
    let mut world = World::new().await;
    world
        .submit("a", person(1), "work-up", &report("C50.4"))
        .await;
    world
        .submit("a", person(2), "work-up", &report("C50.4"))
        .await;
    follow(&world.parts).await;
    world
        .submit("b", person(1), "work-up", &report("C18.7"))
        .await;
    follow(&world.parts).await;
    assert_eq!(organs(&world.memory, person(1)).await, ["C18"]);
    assert_eq!(organs(&world.memory, person(2)).await, ["C50"]);
}

#[tokio::test]
async fn a_casebook_rebuilt_at_once_or_in_steps_equals_one_that_followed_entry_by_entry() {
    let mut world = World::new().await;
    let (in_steps, stepped) = world.fresh();
    let trees = [
        report("C50.4"),
        doubtful(),
        report("C18.7"),
        report("C61.9"),
    ];
    for turn in 0..40_u8 {
        let about = person(1 + turn % 5);
        let tree = &trees[usize::from(turn % 7 % 4)];
        let at = world
            .submit(&format!("{}", turn % 11), about, "pathology", tree)
            .await;
        follow(&world.parts).await;
        if turn % 9 == 8 && kind(&world.memory, at) == OutcomeKind::Quarantined {
            world.decide(Action::Release, at).await;
        }
        if turn % 6 == 5 {
            rebuild(&in_steps).await.unwrap();
        }
    }
    follow(&world.parts).await;
    rebuild(&in_steps).await.unwrap();
    let (at_once, fresh) = world.fresh();
    rebuild(&at_once).await.unwrap();
    assert!(!fresh.cases().is_empty());
    assert_eq!(fresh.cases(), world.memory.cases());
    assert_eq!(stepped.cases(), world.memory.cases());
}

#[tokio::test]
async fn a_replay_that_was_stopped_between_its_passes_links_what_is_left() {
    let mut world = World::new().await;
    for (number, site) in [(1, "C50.4"), (2, "C18.7")] {
        let report = report(site);
        let key = number.to_string();
        world.submit(&key, person(number), "work-up", &report).await;
    }
    let (parts, fresh) = world.fresh();
    let mut replay = Replay::new(parts.clone(), Some(1)).await.unwrap();
    assert_eq!(replay.page().await.unwrap(), Some(1));
    let left = parts.casebook.unlinked(None, 10).await.unwrap();
    assert_eq!(left, [person(1)]);
    assert!(fresh.cases().is_empty());
    drop(replay);
    rebuild(&parts).await.unwrap();
    assert_eq!(organs(&fresh, person(1)).await, ["C50"]);
    assert_eq!(organs(&fresh, person(2)).await, ["C18"]);
    let left = parts.casebook.unlinked(None, 10).await.unwrap();
    assert!(left.is_empty());
}
