//! Rulings on their way from the Journal to the Casebook.

use std::collections::BTreeMap;

use caseway_profiles::registry::Scopes;
use caseway_proto::{Case, CaseId, Person, Position, Rank, RegistryId, ReportKind};
use caseway_proto::{SenderId, SubmissionId};
use caseway_store::{CaseRecord, Cases as _, Known, RulingEntry, Says, Version};
use proptest::prelude::*;
use serde_json::Value;

use crate::record::batch::{Batch, Content, Opened, Step};
use crate::record::tests::{feed, follow};
use crate::record::{decide, rebuild, run};
use crate::testing::{
    Memory, ReportBuilder, World, apart, moved, person, ruling, saying, together,
};

const LEFT: &str = "7771000";
const RIGHT: &str = "24028007";

/// A report of a breast tumour, or of a colon's, with a side where one is given.
fn report(site: &str, laterality: Option<&str>) -> Value {
    ReportBuilder::new("pathology")
        .tumour("tumour", (site, site), laterality)
        .build()
}

async fn case(memory: &Memory, person: Person) -> Option<Case> {
    memory.case(&CaseId::of(&person)).await.unwrap()
}

async fn sizes(memory: &Memory, person: Person) -> Vec<usize> {
    let case = case(memory, person).await;
    let tumours = case.map(|case| case.tumours).unwrap_or_default();
    tumours.iter().map(|tumour| tumour.events.len()).collect()
}

/// Three reports of one person, of which the last says no side, and another person's.
async fn world() -> World {
    let mut world = World::new().await;
    let sides = [("a", Some(LEFT)), ("b", Some(RIGHT)), ("c", None)];
    for (key, side) in sides {
        world
            .submit(key, person(1), "pathology", &report("C50.4", side))
            .await;
    }
    world
        .submit("d", person(2), "pathology", &report("C50.4", Some(LEFT)))
        .await;
    world
}

async fn rebuilt_equals(world: &World) {
    let (parts, fresh) = world.fresh();
    rebuild(&parts).await.unwrap();
    let live = world.memory.cases().into_iter();
    let live: Vec<_> = live.filter(|(case, _)| case.is_some()).collect();
    let fresh: Vec<_> = fresh
        .cases()
        .into_iter()
        .filter(|(case, _)| case.is_some())
        .collect();
    assert!(!fresh.is_empty());
    assert_eq!(fresh, live);
}

#[tokio::test]
async fn a_ruling_is_applied_undone_and_made_again_by_a_rebuild() {
    let world = world().await;
    follow(&world.parts).await;
    assert_eq!(
        case(&world.memory, person(1)).await.unwrap().reviews.len(),
        1
    );
    let at = world.rule(saying(vec![together(&["b", "c"])])).await;
    follow(&world.parts).await;
    assert_eq!(sizes(&world.memory, person(1)).await, [1, 2]);
    let ruled = case(&world.memory, person(1)).await.unwrap();
    assert_eq!((ruled.rulings[0].ruling, ruled.reviews.len()), (at, 0));
    rebuilt_equals(&world).await;
    world.rule(saying(vec![Says::Withdrawn(at)])).await;
    follow(&world.parts).await;
    assert_eq!(sizes(&world.memory, person(1)).await, [1, 1]);
    rebuilt_equals(&world).await;
}

#[tokio::test]
async fn a_report_of_another_person_stays_there_whoever_gets_the_next() {
    let mut world = world().await;
    follow(&world.parts).await;
    let at = world
        .rule(saying(vec![moved(Some("a"), person(1), person(2))]))
        .await;
    follow(&world.parts).await;
    assert_eq!(sizes(&world.memory, person(2)).await, [2]);
    assert_eq!(sizes(&world.memory, person(1)).await, [2]);
    for (key, number) in [("e", 1), ("f", 2)] {
        let report = report("C18.7", None);
        world
            .submit(key, person(number), "pathology", &report)
            .await;
        follow(&world.parts).await;
    }
    world
        .submit("a", person(1), "pathology", &report("C50.2", Some(LEFT)))
        .await;
    follow(&world.parts).await;
    assert_eq!(sizes(&world.memory, person(2)).await, [1, 2]);
    rebuilt_equals(&world).await;
    world.rule(saying(vec![Says::Withdrawn(at)])).await;
    follow(&world.parts).await;
    assert_eq!(sizes(&world.memory, person(2)).await, [1, 1]);
    rebuilt_equals(&world).await;
}

#[tokio::test]
async fn what_a_person_is_told_of_later_counts_for_the_one_it_is_ruled_to_be() {
    let mut world = world().await;
    world
        .rule(saying(vec![moved(None, person(2), person(1))]))
        .await;
    follow(&world.parts).await;
    assert_eq!(case(&world.memory, person(2)).await, None);
    world
        .submit("e", person(2), "pathology", &report("C18.7", None))
        .await;
    follow(&world.parts).await;
    assert_eq!(case(&world.memory, person(2)).await, None);
    assert_eq!(sizes(&world.memory, person(1)).await, [1, 2, 1]);
    rebuilt_equals(&world).await;
}

/// A ruling that another process kept is not announced to this one's Journal.
#[tokio::test]
async fn a_ruling_that_nobody_announced_is_found() {
    let world = world().await;
    let memory = world.memory.clone();
    let engine: std::sync::Arc<dyn caseway_store::JournalEngine> = memory.clone();
    let found = async move {
        while sizes(&memory, person(1)).await.is_empty() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let ruling = saying(vec![together(&["b", "c"])]);
        engine
            .append_ruling(ruling, jiff::Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
        while sizes(&memory, person(1)).await != [1, 2] {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    run(world.parts.clone(), feed(&world.parts), found)
        .await
        .unwrap();
}

/// A version of a report; its number names its Submission, rank and Position.
fn opened(number: u8, report_key: &str, (about, side): (u8, Option<&str>)) -> Opened {
    Opened {
        position: Position(i64::from(number)),
        received_at: jiff::Timestamp::UNIX_EPOCH,
        id: SubmissionId([number; 16]),
        sender: SenderId(1),
        version: Version {
            person: person(about),
            report_key: report_key.to_owned(),
            rank: Rank(format!("{number:03}")),
            retracts: false,
            registry: RegistryId("breast".to_owned()),
            kind: ReportKind("pathology".to_owned()),
            profile: "profile|1".to_owned(),
        },
        content: Content::Tree(report("C50.4", side)),
    }
}

fn reports() -> Vec<Opened> {
    vec![
        opened(1, "a", (1, Some(LEFT))),
        opened(2, "b", (1, Some(RIGHT))),
        opened(3, "c", (1, None)),
        opened(4, "a", (1, Some(LEFT))),
        opened(5, "d", (2, None)),
        opened(6, "e", (1, Some(LEFT))),
    ]
}

fn rulings() -> Vec<RulingEntry> {
    vec![
        ruling(100, vec![together(&["b", "c"])]),
        ruling(101, vec![apart("a", "e")]),
        ruling(102, vec![moved(Some("d"), person(2), person(1))]),
        ruling(103, vec![together(&["a", "e"])]),
        ruling(104, vec![Says::Withdrawn(Position(103))]),
        ruling(105, vec![together(&["c", "d"])]),
    ]
}

/// The Cases that come of some arrivals, taken so many a page; what is known is all that
/// was recorded.
fn followed(steps: &[Step], most: usize) -> BTreeMap<Person, (Case, Option<Position>)> {
    let (mut known, mut cases) = (Known::default(), BTreeMap::new());
    for page in steps.chunks(most) {
        let batch = Batch {
            from: Position(0),
            to: Position(0),
            steps: page.to_vec(),
            opened: reports()
                .into_iter()
                .map(|opened| (opened.position, opened))
                .collect(),
            ..Batch::default()
        };
        let page = decide(&batch, &known, &Scopes::default());
        known.facts.extend(page.facts);
        known.rulings.extend(page.rulings);
        for CaseRecord {
            person,
            case,
            undecided_since,
            ..
        } in page.cases
        {
            cases.insert(person, case.map(|case| (case, undecided_since)));
        }
    }
    let standing = cases.into_iter();
    standing
        .filter_map(|(person, case)| Some((person, case?)))
        .collect()
}

/// The reports in any order, and the rulings in theirs, anywhere between them.
fn arrivals() -> impl Strategy<Value = Vec<Step>> {
    let order = Just((0..12_usize).collect::<Vec<_>>()).prop_shuffle();
    order.prop_map(|order| {
        let mut rulings = rulings().into_iter();
        // The first six slots are the reports, the others whichever ruling is next.
        let next = |slot: usize| match reports().get(slot) {
            Some(opened) => Some(Step::Report(opened.position)),
            None => rulings.next().map(Step::Ruling),
        };
        order.into_iter().filter_map(next).collect()
    })
}

proptest! {
    #[test]
    fn the_cases_are_the_same_for_every_order_of_arrival(
        (one, other) in (arrivals(), arrivals()),
        (few, many) in (1..4_usize, 4..13_usize),
    ) {
        let first = followed(&one, few);
        prop_assert_eq!(first.len(), 1, "what is told of the other is about the first");
        prop_assert_eq!(first[&person(1)].0.tumours.len(), 3);
        prop_assert_eq!(&first, &followed(&other, many));
    }
}
