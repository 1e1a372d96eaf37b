//! Opening a page of Entries, and reading what is known of its Persons.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use caseway_profiles::{Catalogue, Limits};
use caseway_proto::{Partition, Person, Position, Syntax};
use caseway_store::{
    Entry, Grounds, Known, Matter, Nature, Pageful, ReportKey, RulingEntry, Sealed, StoreError,
};

use super::Parts;
use super::batch::{Batch, Content, Opened, Step};

/// At most this many Entries make a page.
pub(super) const ENTRIES_MAX: u32 = 64;
/// A body nested deeper than this is not read.
const NESTING_MAX: usize = 120;

type Failure = Arc<StoreError>;

/// A page opened, each Entry passed to `then` before the next is opened; nothing is asked of
/// the Casebook.
pub(super) async fn open(
    parts: &Parts,
    (partition, from): (Partition, Position),
    pageful: Pageful,
    then: impl Fn(&mut Opened),
) -> Result<Batch, Failure> {
    let mut batch = Batch {
        partition,
        from,
        to: pageful.to,
        steps: Vec::with_capacity(pageful.entries.len()),
        opened: BTreeMap::new(),
        grounds: Grounds::default(),
    };
    for entry in pageful.entries {
        batch.steps.push(match &entry.matter {
            Matter::Report { .. } => Step::Report(entry.position),
            Matter::Decision(decision) => Step::Decision {
                at: entry.position,
                decision: decision.clone(),
            },
            Matter::Ruling(ruling) => Step::Ruling(RulingEntry {
                position: entry.position,
                at: entry.received_at,
                ruling: ruling.clone(),
            }),
        });
        let position = entry.position;
        take(parts, &mut batch, entry).await?;
        batch.opened.get_mut(&position).map(&then);
    }
    Ok(batch)
}

/// What is known of the page's Persons, with the bodies of what is held back for those
/// that a decision is about.
pub(super) async fn known(parts: &Parts, batch: &mut Batch) -> Result<Known, Failure> {
    let abouts: BTreeSet<_> = batch
        .steps
        .iter()
        .filter_map(|step| match step {
            Step::Decision { decision, .. } => Some(decision.about),
            Step::Report(_) | Step::Ruling(_) => None,
        })
        .collect();
    fetch(parts, batch, abouts.iter().copied()).await?;
    let mut known = ask(parts, batch).await?;
    let persons: BTreeSet<Person> = abouts
        .iter()
        .filter_map(|about| Some(batch.opened.get(about)?.version.person))
        .collect();
    let held = known.held.iter();
    let waiting: Vec<_> = held
        .filter(|held| persons.contains(&held.person))
        .map(|held| held.position)
        .collect();
    if waiting
        .iter()
        .any(|position| !batch.opened.contains_key(position))
    {
        fetch(parts, batch, waiting.into_iter()).await?;
        known = ask(parts, batch).await?;
    }
    Ok(known)
}

/// Asks the Casebook for the page's Persons and Reports, then for every version of all
/// their Reports, one of which may have moved to another Person, and for whoever a ruling
/// binds to them, until nobody is new. Whom it asked for is what the page rests on.
async fn ask(parts: &Parts, batch: &mut Batch) -> Result<Known, Failure> {
    let mut persons: BTreeSet<Person> = BTreeSet::new();
    let mut reports: BTreeSet<ReportKey> = BTreeSet::new();
    for opened in batch.opened.values() {
        persons.insert(opened.version.person);
        reports.insert((opened.sender, opened.version.report_key.clone()));
    }
    for step in &batch.steps {
        if let Step::Ruling(entry) = step {
            persons.extend(entry.ruling.persons());
        }
    }
    loop {
        let known = ask_for(parts, &persons, &reports).await?;
        let asked = (persons.len(), reports.len());
        for entry in &known.rulings {
            persons.extend(entry.ruling.persons());
        }
        for facts in &known.facts {
            persons.insert(facts.person);
            reports.insert((facts.sender, facts.report_key.clone()));
        }
        if asked == (persons.len(), reports.len()) {
            batch.grounds = Grounds::new(&persons, &reports, &known);
            return Ok(known);
        }
    }
}

async fn ask_for(
    parts: &Parts,
    persons: &BTreeSet<Person>,
    reports: &BTreeSet<ReportKey>,
) -> Result<Known, Failure> {
    let persons: Vec<_> = persons.iter().copied().collect();
    let reports: Vec<_> = reports.iter().cloned().collect();
    Ok(parts.casebook.known(&persons, &reports).await?)
}

/// Opens Entries that stand before the page.
async fn fetch(
    parts: &Parts,
    batch: &mut Batch,
    positions: impl Iterator<Item = Position>,
) -> Result<(), Failure> {
    for position in positions {
        if !batch.opened.contains_key(&position)
            && let Some(entry) = parts.journal.entry(position).await?
        {
            take(parts, batch, entry).await?;
        }
    }
    Ok(())
}

/// Opens an Entry's body, where it has one.
async fn take(parts: &Parts, batch: &mut Batch, entry: Entry) -> Result<(), Failure> {
    let Matter::Report {
        id,
        sender,
        syntax,
        version,
        body,
    } = entry.matter
    else {
        return Ok(());
    };
    let opened = Opened {
        position: entry.position,
        received_at: entry.received_at,
        id,
        sender,
        version,
        content: unseal(parts, (&body, syntax), &id.0).await?,
    };
    batch.opened.insert(entry.position, opened);
    Ok(())
}

/// A body that will never open holds back its Person, not the Feed.
async fn unseal(
    parts: &Parts,
    (body, syntax): (&Sealed, Syntax),
    bound: &[u8],
) -> Result<Content, Failure> {
    match parts.vault.unseal(body, bound).await {
        Ok(plain) => Ok(parse(&parts.catalogue, &plain, syntax)),
        Err(error) if matches!(*error, StoreError::Erased) => Ok(Content::Erased),
        Err(error) if error.nature() == Nature::Retryable => Err(error),
        Err(_) => Ok(Content::Unreadable),
    }
}

/// The tree of a body. Its size was admitted at the door, whose limits may have been
/// others than today's: here only the nesting is bounded, for the stack's sake.
fn parse(catalogue: &Catalogue, plain: &[u8], syntax: Syntax) -> Content {
    let limits = Limits {
        body_bytes_max: usize::MAX,
        depth_max: NESTING_MAX,
        entries_max: usize::MAX,
        string_bytes_max: usize::MAX,
    };
    let tree = catalogue.read(plain, syntax, &limits);
    tree.map_or(Content::Unreadable, Content::Tree)
}
