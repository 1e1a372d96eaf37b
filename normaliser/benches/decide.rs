//! `cargo bench -p caseway-normaliser --bench decide`: how many reports a second one core
//! makes facts and cases of, without a store, beside the floors of the same run: parsing
//! the same bodies (and dropping their trees), and touching every value of the trees once.
//!
//! As the normaliser takes them: each body is parsed and read before the next, then what is
//! known of a page's persons is made of what a store keeps, and the page is decided upon.
//! Floors and decisions take turns, so that all meet the same moments of the machine; so a
//! body is parsed after another has been read, as in the normaliser, and not in a loop of
//! its own, which is faster. What was decided, and what it was decided upon, is dropped in
//! the time of deciding.
//!
//! Bodies and facts lie in a file until they are asked for: like the normaliser, the process
//! holds a page of them in its memory, however many there are.
//!
//! Among few persons and among many, because a report must not cost more the more cases
//! there are; `-- 2000 10000` names how many. Among few a page has more reports of one
//! person, whose case is linked once. Memory is allocated as in the gateway. Absolute numbers
//! depend on the machine; the ratios to the floors are what to compare.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::hint::black_box;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::time::{Duration, Instant};

use caseway_normaliser::{Batch, Content, ENTRIES_MAX, Opened, Step, decide};
use caseway_profiles::registry::{Scopes, Tables, builtin};
use caseway_profiles::sample::{Planned, Sampler};
use caseway_proto::{Person, Position, Rank, ReportKind, SenderId, SubmissionId};
use caseway_store::{Facts, Known, Version};
use jiff::Timestamp;
use serde_json::Value;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many persons there are in each run, where none are named.
const PERSONS: [u64; 2] = [500, 5000];

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let tables = builtin()?;
    let scopes = Scopes::of(&tables.registries);
    // What is made once, such as tables of codes, is made before anything is measured.
    let mut kept = Kept::new()?;
    run(reports(&tables, 100, &mut kept)?, kept, &scopes)?;
    let mut rates = Vec::new();
    let mut named: Vec<u64> = std::env::args()
        .filter_map(|one| one.parse().ok())
        .collect();
    if named.is_empty() {
        named.extend(PERSONS);
    }
    for persons in named {
        let mut kept = Kept::new()?;
        let reports = reports(&tables, persons, &mut kept)?;
        let bytes: usize = reports.iter().map(|report| report.body.length).sum();
        let count = reports.len();
        println!(
            "{persons} persons, {count} reports, {} bytes each on average",
            bytes / count.max(1)
        );
        let took = run(reports, kept, &scopes)?;
        for (what, took) in [
            ("floor: parsing", took.parsing),
            ("floor: every value touched", took.touching),
            ("normalised, linked, decided", took.deciding),
        ] {
            println!("{what:<32} {:>9.0} reports/s", rate(count, took));
        }
        rates.push(rate(count, took.deciding));
    }
    if let [first, .., last] = rates[..] {
        println!(
            "a report of the last run costs {:.2} times what one of the first does",
            first / last
        );
    }
    Ok(())
}

/// A report that is still to be opened.
struct Report {
    /// The entry, but for its content.
    entry: Opened,
    body: Span,
}

/// What a store keeps: bytes in a file that goes with the process.
struct Kept {
    file: File,
    end: u64,
}

/// Where some of them lie.
#[derive(Clone, Copy)]
struct Span {
    at: u64,
    length: usize,
}

impl Kept {
    fn new() -> Result<Self, Fault> {
        let file = tempfile::tempfile()?;
        Ok(Self { file, end: 0 })
    }

    fn put(&mut self, bytes: &[u8]) -> Result<Span, Fault> {
        self.file.write_all(bytes)?;
        let (at, length) = (self.end, bytes.len());
        self.end += length as u64;
        Ok(Span { at, length })
    }

    fn get(&self, Span { at, length }: Span) -> Result<Vec<u8>, Fault> {
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    }
}

/// What each part of the work took.
#[derive(Default)]
struct Took {
    parsing: Duration,
    deciding: Duration,
    touching: Duration,
}

/// The reports of so many persons, those of one person in their order, all mixed.
fn reports(tables: &Tables, persons: u64, kept: &mut Kept) -> Result<Vec<Report>, Fault> {
    let sampler = Sampler::new(tables, 17);
    let mut dated = Vec::new();
    for index in 0..persons {
        for plan in sampler.journey(index) {
            dated.push((plan.date, report(index, plan, kept)?));
        }
    }
    dated.sort_by_key(|(date, _)| *date);
    let reports = (1..).zip(dated).map(|(number, (_, mut report))| {
        report.entry.position = Position(number);
        report
    });
    Ok(reports.collect())
}

fn report(index: u64, plan: Planned, kept: &mut Kept) -> Result<Report, Fault> {
    // The first byte tells a pseudonym's key; zero would be a person whom nobody knows.
    let mut person = [1; 33];
    person[1..9].copy_from_slice(&index.to_be_bytes());
    let body = kept.put(&serde_json::to_vec(&plan.bundle)?)?;
    // No two lie at one place.
    let id = u128::from(body.at).to_be_bytes();
    let entry = Opened {
        position: Position(0),
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
        content: Content::Unreadable,
    };
    Ok(Report { entry, body })
}

/// The facts of each person, as a store keeps them.
type Casebook = BTreeMap<Person, Vec<Span>>;

/// Decides on all of them, page by page, each upon what the pages before it have recorded.
fn run(reports: Vec<Report>, mut kept: Kept, scopes: &Scopes) -> Result<Took, Fault> {
    let mut casebook = Casebook::new();
    let mut took = Took::default();
    let mut reports = reports.into_iter().peekable();
    while reports.peek().is_some() {
        let page: Vec<Report> = reports.by_ref().take(ENTRIES_MAX as usize).collect();
        let batch = opened(page, &kept, &mut took)?;
        let opened = batch.opened.values();
        let persons: BTreeSet<Person> = opened.map(|one| one.version.person).collect();
        let known = Known {
            facts: known(&casebook, &persons, &kept)?,
            ..Known::default()
        };
        let page = timed(&mut took.deciding, || decide(&batch, &known, scopes));
        for facts in &page.facts {
            let of_person = casebook.entry(facts.person).or_default();
            of_person.push(kept.put(&serde_json::to_vec(facts)?)?);
        }
        timed(&mut took.deciding, || drop((page, known, batch)));
    }
    Ok(took)
}

/// What is known of some persons.
fn known(
    casebook: &Casebook,
    persons: &BTreeSet<Person>,
    kept: &Kept,
) -> Result<Vec<Facts>, Fault> {
    let facts = persons.iter().filter_map(|person| casebook.get(person));
    let facts = facts.flatten().map(|span| kept.get(*span));
    facts
        .map(|facts| Ok(serde_json::from_slice(&facts?)?))
        .collect()
}

/// A page, each body parsed and read before the next.
fn opened(page: Vec<Report>, kept: &Kept, took: &mut Took) -> Result<Batch, Fault> {
    let mut batch = Batch::default();
    for Report { mut entry, body } in page {
        let body = kept.get(body)?;
        let tree: Value = timed(&mut took.parsing, || serde_json::from_slice(&body))?;
        entry.content = Content::Tree(tree);
        let read = timed(&mut took.deciding, || entry.read(false));
        if let Some(Ok(read)) = read {
            let tree = std::mem::replace(&mut entry.content, Content::Read(read));
            if let Content::Tree(tree) = tree {
                timed(&mut took.touching, || black_box(values_within(&tree)));
                timed(&mut took.parsing, || drop(tree));
            }
        }
        batch.to = entry.position;
        batch.steps.push(Step::Report(entry.position));
        batch.opened.insert(entry.position, entry);
    }
    Ok(batch)
}

fn values_within(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.values().map(values_within).sum::<usize>() + 1,
        Value::Array(items) => items.iter().map(values_within).sum::<usize>() + 1,
        Value::String(text) => text.len(),
        _ => 1,
    }
}

fn timed<T>(took: &mut Duration, work: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let done = work();
    *took += started.elapsed();
    done
}

#[expect(clippy::cast_precision_loss, reason = "counts of reports are small")]
fn rate(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}
