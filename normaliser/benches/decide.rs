//! `cargo bench -p caseway-normaliser --bench decide`: how many reports a second one core
//! makes facts and cases of, without a store, beside the floors of the same run: parsing
//! the same bodies, and touching every value of their trees once.
//!
//! Twice over: among few persons and among many, because a report must not cost more the
//! more cases there are. Memory is allocated as in the gateway. Absolute numbers depend on
//! the machine; the ratios to the floors are what to compare.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::time::{Duration, Instant};

use caseway_normaliser::{Batch, Content, Opened, Step, decide};
use caseway_profiles::registry::{Scopes, Tables, builtin};
use caseway_profiles::sample::{Planned, Sampler};
use caseway_proto::{Person, Position, Rank, ReportKind, SenderId, SubmissionId};
use caseway_store::{Facts, Known, Version};
use jiff::Timestamp;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many entries a page of the feed has at most.
const PAGE: usize = 256;
/// Persons in the smaller and in the larger run.
const PERSONS: [u64; 2] = [300, 3000];

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let tables = builtin()?;
    let scopes = Scopes::of(&tables.registries);
    let mut rates = Vec::new();
    for persons in PERSONS {
        let entries = entries(&tables, persons)?;
        let bodies: Vec<Vec<u8>> = entries.iter().map(body).collect();
        let bytes: usize = bodies.iter().map(Vec::len).sum();
        println!(
            "{persons} persons, {} reports, {} bytes each on average",
            entries.len(),
            bytes / entries.len().max(1)
        );
        let count = entries.len();
        let line = |what: &str, took: Duration| {
            let rate = rate(count, took);
            println!("{what:<32} {rate:>9.0} reports/s");
            rate
        };
        line(
            "floor: parsing",
            timed(|| {
                for body in &bodies {
                    black_box(serde_json::from_slice::<Value>(body).ok());
                }
            }),
        );
        line(
            "floor: every value touched",
            timed(|| {
                for entry in &entries {
                    black_box(values_within(tree(entry)));
                }
            }),
        );
        rates.push(line("normalised, linked, decided", run(entries, &scopes)));
    }
    if let [few, many] = rates[..] {
        println!(
            "a report among ten times the persons costs {:.2} times as much",
            few / many
        );
    }
    Ok(())
}

/// The entries of so many persons, those of one person in their order, all mixed.
fn entries(tables: &Tables, persons: u64) -> Result<Vec<Opened>, Fault> {
    let sampler = Sampler::new(tables, 17);
    let journeys = (0..persons).map(|index| (index, sampler.journey(index)));
    let mut planned: Vec<(u64, Planned)> = journeys
        .flat_map(|(index, journey)| journey.into_iter().map(move |plan| (index, plan)))
        .collect();
    planned.sort_by_key(|(_, plan)| plan.date);
    let numbered = (1_i64..).zip(planned);
    numbered
        .map(|(number, (index, plan))| entry(number, index, plan))
        .collect()
}

fn entry(number: i64, index: u64, plan: Planned) -> Result<Opened, Fault> {
    let mut person = [0; 33];
    person[..8].copy_from_slice(&index.to_be_bytes());
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    Ok(Opened {
        position: Position(number),
        received_at: Timestamp::UNIX_EPOCH,
        id: SubmissionId(id),
        sender: SenderId(i64::try_from(plan.sender)?),
        version: Version {
            person: Person(person),
            report_key: format!("{index}-{}", plan.truth.report),
            rank: Rank(format!("{:03}", plan.truth.version)),
            retracts: plan.bundle["entry"][0]["resource"]["status"] == "entered-in-error",
            registry: plan.registry,
            kind: ReportKind(plan.kind),
            profile: "bench|1".to_owned(),
        },
        content: Content::Tree(plan.bundle),
    })
}

/// Decides on all of them, page by page, each upon what the pages before it have recorded.
fn run(entries: Vec<Opened>, scopes: &Scopes) -> Duration {
    let mut casebook: BTreeMap<Person, Vec<Facts>> = BTreeMap::new();
    let mut took = Duration::ZERO;
    let mut from = Position(0);
    let mut entries = entries.into_iter().peekable();
    while entries.peek().is_some() {
        let opened: BTreeMap<Position, Opened> = entries
            .by_ref()
            .take(PAGE)
            .map(|entry| (entry.position, entry))
            .collect();
        let to = opened.keys().max().copied().unwrap_or(from);
        let persons: BTreeSet<Person> = opened.values().map(|one| one.version.person).collect();
        let known = persons.iter().filter_map(|person| casebook.get(person));
        let known = Known {
            facts: known.flatten().cloned().collect(),
            ..Known::default()
        };
        let batch = Batch {
            from,
            to,
            steps: opened.keys().copied().map(Step::Report).collect(),
            opened,
            ..Batch::default()
        };
        let started = Instant::now();
        let page = decide(&batch, &known, scopes);
        took += started.elapsed();
        for facts in page.facts {
            casebook.entry(facts.person).or_default().push(facts);
        }
        from = to;
    }
    took
}

fn tree(entry: &Opened) -> &Value {
    match &entry.content {
        Content::Tree(tree) => tree,
        Content::Read(_) | Content::Unreadable | Content::Erased => &Value::Null,
    }
}

fn body(entry: &Opened) -> Vec<u8> {
    serde_json::to_vec(tree(entry)).unwrap_or_default()
}

fn values_within(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(values_within).sum::<usize>() + 1,
        Value::Array(items) => items.iter().map(values_within).sum::<usize>() + 1,
        Value::String(text) => text.len(),
        _ => 1,
    }
}

fn timed(round: impl FnOnce()) -> Duration {
    let started = Instant::now();
    round();
    started.elapsed()
}

#[expect(clippy::cast_precision_loss, reason = "counts of reports are small")]
fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}
