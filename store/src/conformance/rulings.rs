//! What the Journal, the Casebook and the Desk must keep to about rulings and what they
//! are for.

use std::collections::BTreeSet;

use caseway_proto::{CaseId, Person, Position, SenderId};
use jiff::civil::Date;

use super::Engines;
use super::sample::{case_record, draft, facts, moment, person, rejected, sender};
use crate::{CaseRecord, Matter, Page, Part, Ruling, RulingEntry, Says, Verb};

fn ruling(person: Person, says: Vec<Says>) -> Ruling {
    Ruling {
        verb: Verb::SameTumour,
        person,
        says,
        reason: "seen at the \"meeting\"".to_owned(),
        registrar: "registrar".to_owned(),
    }
}

fn part(report_key: &str) -> Part {
    Part {
        sender: SenderId(1),
        report_key: report_key.to_owned(),
        tumour: Some(1),
    }
}

fn entry(position: i64, ruling: Ruling) -> RulingEntry {
    RulingEntry {
        position: Position(position),
        at: moment(position),
        ruling,
    }
}

/// A ruling takes a Position and is fed in its place.
pub async fn a_ruling_is_an_entry(engines: Engines) {
    let says = vec![
        Says::Together(vec![part("a"), part("b")]),
        Says::Apart(part("a"), part("c")),
        Says::Withdrawn(Position(1)),
    ];
    let ruling = ruling(person(1), says);
    let journal = &engines.journal;
    let at = journal.append_ruling(ruling.clone(), moment(2)).await;
    let at = at.unwrap();
    let (entries, read) = journal.page(Position(0), 10).await.unwrap();
    assert_eq!((entries.len(), read), (1, at));
    assert_eq!(entries[0].received_at, moment(2));
    assert!(matches!(&entries[0].matter, Matter::Ruling(read) if *read == ruling));
    let found = journal.entry(at).await.unwrap().unwrap();
    assert!(matches!(found.matter, Matter::Ruling(read) if read == ruling));
}

/// A ruling is known of each Person that it is about, the one that a Report is moved to
/// and the ones that hold a version of a Report included.
pub async fn a_ruling_is_known_of_every_person_it_is_about(engines: Engines) {
    let moved = Says::Moved {
        from: person(1),
        report: Some((SenderId(1), "report".to_owned())),
        to: person(2),
    };
    let rulings = vec![
        entry(3, ruling(person(3), Vec::new())),
        entry(5, ruling(person(1), vec![moved])),
        entry(4, ruling(person(2), Vec::new())),
    ];
    let told = Page {
        to: Position(5),
        facts: vec![facts(Position(1), person(3), "elsewhere")],
        rulings: rulings.clone(),
        ..Page::default()
    };
    let casebook = &engines.casebook;
    casebook.record(&told).await.unwrap();
    let known = async |persons: &[Person], reports: &[(SenderId, String)]| {
        casebook.known(persons, reports).await.unwrap().rulings
    };
    assert_eq!(known(&[person(1)], &[]).await, rulings[1..2]);
    let both = [rulings[2].clone(), rulings[1].clone()];
    assert_eq!(known(&[person(2)], &[]).await, both);
    assert_eq!(known(&[person(1), person(2)], &[]).await, both, "once each");
    let elsewhere = [(SenderId(1), "elsewhere".to_owned())];
    assert_eq!(known(&[], &elsewhere).await, rulings[..1]);
    assert!(known(&[person(4)], &[]).await.is_empty());
}

/// A Case tells its Person, and one that is not there has none.
pub async fn a_case_tells_its_person(engines: Engines) {
    let told = Page {
        cases: vec![case_record(person(1), "C50")],
        ..Page::default()
    };
    engines.casebook.record(&told).await.unwrap();
    let asked = async |number| {
        let id = CaseId::of(&person(number));
        engines.casebook.person(&id).await.unwrap()
    };
    assert_eq!(asked(1).await, Some(person(1)));
    assert_eq!(asked(2).await, None);
}

/// Those that wait longest come first, and those in which nothing waits do not come.
pub async fn undecided_cases_are_listed_oldest_first(engines: Engines) {
    let waiting = |number: u8, since: Option<i64>| CaseRecord {
        undecided_since: since.map(Position),
        ..case_record(person(number), "C50")
    };
    let told = Page {
        cases: vec![waiting(1, Some(9)), waiting(2, None), waiting(3, Some(4))],
        ..Page::default()
    };
    engines.casebook.record(&told).await.unwrap();
    let listed = async |most| engines.desk.undecided(most).await.unwrap();
    let (first, second) = (CaseId::of(&person(3)), CaseId::of(&person(1)));
    assert_eq!(listed(10).await, [first.clone(), second]);
    assert_eq!(listed(1).await, [first]);
    let counted = async |most| engines.desk.stuck(Date::MAX, most).await.unwrap().undecided;
    assert_eq!((counted(10).await, counted(1).await), (2, 1));
}

/// A Submission that carries no accepted Report, or that nobody sent, is left out.
pub async fn reports_are_seen_by_their_submissions(engines: Engines) {
    let sender = sender(&engines, "hospital").await;
    let drafts = vec![
        draft(sender.id, "a"),
        rejected(sender.id, "b"),
        draft(sender.id, "c"),
    ];
    let logged = engines.journal.append(drafts).await.unwrap();
    let mut asked: Vec<_> = logged.iter().map(|logged| logged.id).collect();
    asked.push(caseway_proto::SubmissionId([9; 16]));
    let seen = engines.desk.reports(&asked).await.unwrap();
    let ids: BTreeSet<_> = seen.iter().map(|report| report.id).collect();
    assert_eq!(ids, BTreeSet::from([logged[0].id, logged[2].id]));
    let first = seen.iter().find(|report| report.id == logged[0].id);
    let first = first.unwrap();
    assert_eq!((first.sender, &*first.sender_name), (sender.id, "hospital"));
    assert_eq!((&*first.report_key, &*first.kind.0), ("a", "surgery"));
    assert_eq!(first.received_at, logged[0].received_at);
}
