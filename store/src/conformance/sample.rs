//! Samples that the suites are made of: senders, Drafts, facts, Cases.

use std::sync::Arc;

use caseway_proto::{
    Case, CaseEvent, CaseId, Counted, Datum, Digest, Disposition, Door, Expectation, Issue,
    IssueCode, LinkedEvent, Noun, Person, Position, Provenance, Rank, RegistryId, ReportKind,
    Rerouting, Review, Ruled, Sender, SenderId, Severity, SubmissionId, Summary, Syntax, Tumour,
    TumourClue, Value,
};
use jiff::Timestamp;

use super::Engines;
use crate::{
    CaseRecord, Draft, Facts, NewSender, Outcome, OutcomeKind, Owner, PatientFacts, Sealed, Token,
    Version,
};

/// A moment, some seconds after the first.
#[must_use]
pub fn moment(seconds: i64) -> Timestamp {
    Timestamp::new(1_700_000_000 + seconds, 123_456_000).unwrap()
}

/// A Person of a number.
#[must_use]
pub fn person(number: u8) -> Person {
    Person([number; 33])
}

/// Adds a Sender.
pub async fn sender(engines: &Engines, name: &str) -> Sender {
    let digest = Digest::of(name.as_bytes());
    let new = NewSender {
        name: name.to_owned(),
        organisation: Some(format!("organisation of {name}")),
        default_registry: Some(RegistryId("breast".to_owned())),
        token: Token::from_random(digest.0).digest(),
        at: moment(0),
    };
    engines.roster.add(new).await.unwrap().unwrap()
}

/// An accepted Draft with a key and content of its own.
#[must_use]
pub fn draft(sender: SenderId, key: &str) -> Draft {
    version(sender, key, key, "1")
}

/// An accepted Draft that is a version of a Report; its content is its key.
#[must_use]
pub fn version(sender: SenderId, key: &str, report_key: &str, rank: &str) -> Draft {
    let (content, plan) = (Digest::of(key.as_bytes()), Digest::of(b"plan"));
    Draft {
        id: SubmissionId::derive(sender, key, content, plan),
        sender,
        key: key.to_owned(),
        content,
        raw: Digest::of(b"raw"),
        plan,
        door: Door::Rest,
        syntax: Syntax::Json,
        verdict: Disposition::Accepted,
        issues: vec![issue()],
        version: Some(version_of(report_key, rank)),
        body: Sealed {
            owner: Owner::Person(person(1)),
            bytes: key.as_bytes().to_vec(),
        },
        received_at: moment(1),
    }
}

fn version_of(report_key: &str, rank: &str) -> Version {
    Version {
        person: person(1),
        report_key: report_key.to_owned(),
        rank: Rank(rank.to_owned()),
        retracts: false,
        registry: RegistryId("breast".to_owned()),
        kind: ReportKind("surgery".to_owned()),
        profile: "https://profile.example|1".into(),
    }
}

/// A finding.
#[must_use]
pub fn issue() -> Issue {
    Issue::new(
        Severity::Warning,
        IssueCode::Value,
        "sample",
        "Look at \"this\".",
    )
    .at("Bundle")
}

/// A Draft of the same key with other content.
#[must_use]
pub fn with_content(mut draft: Draft, content: &str) -> Draft {
    draft.content = Digest::of(content.as_bytes());
    renamed(draft)
}

/// A Draft of the same content, checked under another Plan.
#[must_use]
pub fn with_plan(mut draft: Draft, plan: &str) -> Draft {
    draft.plan = Digest::of(plan.as_bytes());
    renamed(draft)
}

fn renamed(draft: Draft) -> Draft {
    Draft {
        id: SubmissionId::derive(draft.sender, &draft.key, draft.content, draft.plan),
        ..draft
    }
}

/// A Draft that the checker rejected, too broken to name a Report.
#[must_use]
pub fn rejected(sender: SenderId, key: &str) -> Draft {
    Draft {
        verdict: Disposition::Rejected,
        version: None,
        body: Sealed {
            owner: Owner::Sender(sender),
            bytes: b"{".to_vec(),
        },
        ..draft(sender, key)
    }
}

/// What became of an Entry of Person 1 at its own Position.
#[must_use]
pub fn outcome(position: Position, kind: OutcomeKind) -> Outcome {
    let held = kind != OutcomeKind::Recorded;
    Outcome {
        position,
        at: position,
        kind,
        person: person(1),
        case: (!held).then(|| CaseId::of(&person(1))),
        cause: held.then(|| "sample-cause".to_owned()),
        sentence: held.then(|| "It waits.".to_owned()),
    }
}

/// Facts of one version of a Report.
#[must_use]
pub fn facts(position: Position, person: Person, report_key: &str) -> Facts {
    Facts {
        position,
        submission: SubmissionId([1; 16]),
        sender: SenderId(1),
        person,
        report_key: report_key.to_owned(),
        rank: Rank(format!("{position}")),
        retracts: false,
        registry: RegistryId("breast".to_owned()),
        kind: ReportKind("surgery".to_owned()),
        received_at: moment(1),
        author: Some("999999999".to_owned()),
        requester: None,
        patient: PatientFacts {
            sex: Some("female".to_owned()),
            birth_year: None,
            element: "Bundle.entry[1].resource".to_owned(),
        },
        events: vec![event(Noun::Surgery, "dose \"\u{e5}\"")],
    }
}

/// A dated fact.
#[must_use]
pub fn event(noun: Noun, value: &str) -> Arc<CaseEvent> {
    Arc::new(CaseEvent {
        noun,
        date: Some("2024-03".into()),
        clue: TumourClue::default(),
        values: vec![Value {
            name: "procedure".into(),
            datum: Datum::Text(value.into()),
            element: "Bundle.entry[2].resource.code".to_owned(),
        }],
        provenance: Provenance {
            submission: SubmissionId([1; 16]),
            element: "Bundle.entry[2].resource".to_owned(),
            profile: "https://profile.example|1".into(),
            rule: "surgery.procedure".into(),
        },
    })
}

/// The Case of a Person with one tumour as ruled, one fact in review and nothing owed.
#[must_use]
pub fn case_record(person: Person, organ: &str) -> CaseRecord {
    let case = Case {
        id: CaseId::of(&person),
        sex: Some(summary("female")),
        birth_year: None,
        tumours: vec![tumour(organ)],
        reviews: vec![Review {
            reason: "two-sides".to_owned(),
            sentence: "Which side?".to_owned(),
            events: vec![event(Noun::Marker, "marker")],
        }],
        rulings: vec![ruled()],
    };
    CaseRecord {
        person,
        case: Some(case),
        undecided_since: Some(Position(1)),
        expectations: Vec::new(),
        reroutings: Vec::new(),
    }
}

fn tumour(organ: &str) -> Tumour {
    Tumour {
        number: 1,
        organ: organ.to_owned(),
        topography: Some(summary("C50.4")),
        morphology: None,
        laterality: Some(summary("left")),
        diagnosed: None,
        counted: Counted::default(),
        registries: vec![RegistryId("breast".to_owned())],
        provisional: false,
        rulings: vec![Position(7)],
        events: vec![LinkedEvent {
            event: event(Noun::Surgery, "surgery"),
            because: "same-organ".into(),
        }],
    }
}

fn ruled() -> Ruled {
    Ruled {
        ruling: Position(7),
        verb: "same-tumour".to_owned(),
        reason: "seen at the \"meeting\"".to_owned(),
        registrar: "registrar".to_owned(),
        at: moment(7),
        undoes: None,
        overruled_by: None,
    }
}

fn summary(value: &str) -> Summary {
    Summary {
        value: value.to_owned(),
        submission: SubmissionId([1; 16]),
        element: "Bundle.entry[1].resource".to_owned(),
        rule: "newest".into(),
    }
}

/// A Report that an organisation owes for Person 1's Case.
#[must_use]
pub fn expectation(
    responsible: Option<&str>,
    opened_at: i64,
    closed_at: Option<i64>,
) -> Expectation {
    let registry = RegistryId("breast".to_owned());
    let rule = "resection-without-surgery";
    Expectation {
        id: Expectation::name(SenderId(1), "report", &registry, rule),
        case: CaseId::of(&person(1)),
        tumour: 1,
        registry,
        kind: ReportKind("surgery".to_owned()),
        responsible: responsible.map(str::to_owned),
        rule: rule.to_owned(),
        cause: SubmissionId([1; 16]),
        opened_at: Position(opened_at),
        event_date: Some("2024-03-16".to_owned()),
        due: Some("2024-05-16".to_owned()),
        closed_by: closed_at.map(|_| SubmissionId([2; 16])),
        closed_at: closed_at.map(Position),
        waivers: Vec::new(),
    }
}

/// A Report about Person 1 that came to belong elsewhere by what stands at a Position, and
/// arrived so many seconds in.
#[must_use]
pub fn rerouting(at: i64) -> Rerouting {
    let registry = |id: &str| vec![RegistryId(id.to_owned())];
    Rerouting {
        report_key: "report \"a\"".to_owned(),
        submission: SubmissionId([1; 16]),
        case: CaseId::of(&person(1)),
        from: registry("breast"),
        to: registry("lymphoid"),
        provisional: false,
        cause: Some(SubmissionId([2; 16])),
        at: Position(at),
        on: moment(at),
    }
}
