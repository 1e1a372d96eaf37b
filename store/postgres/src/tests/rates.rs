//! How fast: asserted against a floor far below what is measured, so that a
//! slow machine passes and a statement without its index does not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use caseway_proto::{CaseEvent, LinkedEvent, Noun, Person, Position};
use caseway_store::conformance::sample;
use caseway_store::{CaseRecord, Draft, Facts, JournalEngine as _, OutcomeKind, Page};
use caseway_store::{Casebook as _, Outcome};

use super::{hospital, opened};

const GROUP: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn drafts_are_appended_in_groups() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let draft = |number: usize| {
        let mut draft: Draft = sample::draft(sender, &number.to_string());
        draft.body.bytes = vec![7; 5_000];
        draft
    };
    let groups: Vec<Vec<Draft>> = (0..40)
        .map(|group| {
            (0..GROUP)
                .map(|place| draft(group * GROUP + place))
                .collect()
        })
        .collect();
    let begun = Instant::now();
    for group in groups {
        postgres.append(group).await.unwrap();
    }
    told("drafts", 40 * GROUP, begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(10));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_64_reports_with_25_facts_each_is_recorded() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let pages: Vec<Page> = (0..20).map(page).collect();
    let begun = Instant::now();
    for page in &pages {
        postgres.record(page).await.unwrap();
    }
    told("pages", pages.len(), begun.elapsed());
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_eq!(postgres.position().await.unwrap(), pages[19].to);
}

fn told(what: &str, count: usize, taken: Duration) {
    println!(
        "{count} {what} in {taken:?}: {:?} each",
        taken / u32::try_from(count).unwrap()
    );
}

fn page(number: i64) -> Page {
    let size = i64::try_from(GROUP).unwrap();
    let from = number * size;
    let reports = || (1..=size).map(move |place| (Position(from + place), who(from + place)));
    Page {
        from: Position(from),
        to: Position(from + size),
        outcomes: reports()
            .map(|(position, person)| recorded(position, person))
            .collect(),
        facts: reports()
            .map(|(position, person)| facts(position, person))
            .collect(),
        cases: reports().map(|(_, person)| case(person)).collect(),
        ..Page::default()
    }
}

fn who(number: i64) -> Person {
    let mut person = [1; 33];
    person[25..].copy_from_slice(&number.to_be_bytes());
    Person(person)
}

fn recorded(position: Position, person: Person) -> Outcome {
    Outcome {
        person,
        ..sample::outcome(position, OutcomeKind::Recorded)
    }
}

fn events() -> impl Iterator<Item = Arc<CaseEvent>> {
    (0..25).map(|number| sample::event(Noun::Surgery, &format!("value {number}")))
}

fn facts(position: Position, person: Person) -> Facts {
    Facts {
        events: events().collect(),
        ..sample::facts(position, person, &position.to_string())
    }
}

fn case(person: Person) -> CaseRecord {
    let mut record = sample::case_record(person, "C50");
    let linked = |event| LinkedEvent {
        event,
        because: "same-organ".into(),
    };
    let case = record.case.as_mut().unwrap();
    case.tumours[0].events = events().map(linked).collect();
    record
}
