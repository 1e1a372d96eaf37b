//! Opening a page of Entries, and reading what is known of its Persons.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use caseway_profiles::{Catalogue, Limits};
use caseway_proto::{Partition, Person, Position, Syntax};
use caseway_store::{
    Entry, Grounds, Held, Known, Matter, Nature, Pageful, ReportKey, RulingEntry, Sealed,
    StoreError,
};

use super::Parts;
use super::batch::{Batch, Content, Opened, Step};

/// At most this many Entries make a page.
pub const ENTRIES_MAX: u32 = 64;
/// A body nested deeper than this is not read.
const NESTING_MAX: usize = 120;

type Failure = Arc<StoreError>;

/// A page opened, each Entry passed to `then` before the next is opened; nothing is asked of
/// the Casebook.
pub(super) async fn open(
    parts: &Parts,
    (partition, from): (Partition, Position),
    pageful: Pageful,
    mut then: impl FnMut(&mut Opened),
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
        batch.opened.get_mut(&position).map(&mut then);
    }
    Ok(batch)
}

/// What is held back for the page's Persons, with the bodies of what its decisions may set
/// free.
pub(super) async fn held(parts: &Parts, batch: &mut Batch) -> Result<Vec<Held>, Failure> {
    let abouts: BTreeSet<_> = batch.decided().collect();
    fetch(parts, batch, abouts.iter().copied()).await?;
    let persons: Vec<Person> = batch.persons().into_iter().collect();
    let held = parts.casebook.held(&persons).await?;
    let decided: BTreeSet<Person> = abouts
        .iter()
        .filter_map(|about| Some(batch.opened.get(about)?.version.person))
        .collect();
    let waiting = held.iter().filter(|held| decided.contains(&held.person));
    fetch(parts, batch, waiting.map(|held| held.position)).await?;
    Ok(held)
}

/// What is known of the page's Persons, with the bodies of what its decisions may set free.
/// Whom it asked for is what the page rests on.
pub(super) async fn known(parts: &Parts, batch: &mut Batch) -> Result<Known, Failure> {
    if batch.decided().next().is_some() {
        held(parts, batch).await?;
    }
    let mut asked = Asked::default();
    for opened in batch.opened.values() {
        asked.persons.insert(opened.version.person);
        asked
            .reports
            .insert((opened.sender, opened.version.report_key.clone()));
    }
    for step in &batch.steps {
        if let Step::Ruling(entry) = step {
            asked.persons.extend(entry.ruling.persons());
        }
    }
    let known = ask(parts, &mut asked).await?;
    batch.grounds = Grounds::new(&asked.persons, &asked.reports, &known);
    Ok(known)
}

/// What the Casebook is asked about.
#[derive(Default)]
pub(super) struct Asked {
    persons: BTreeSet<Person>,
    reports: BTreeSet<ReportKey>,
}

impl Asked {
    /// About some Persons.
    pub(super) fn of(persons: &BTreeSet<Person>) -> Self {
        Self {
            persons: persons.clone(),
            reports: BTreeSet::new(),
        }
    }
}

/// Asks the Casebook for some Persons and Reports, and again with whoever else a version of one
/// of all their Reports is about, which may have moved, and with whoever a ruling binds to them,
/// until nobody is new.
pub(super) async fn ask(parts: &Parts, asked: &mut Asked) -> Result<Known, Failure> {
    loop {
        let persons: Vec<_> = asked.persons.iter().copied().collect();
        let reports: Vec<_> = asked.reports.iter().cloned().collect();
        let known = parts.casebook.known(&persons, &reports).await?;
        let theirs = known.facts.iter();
        let theirs = theirs.map(|facts| (facts.sender, facts.report_key.clone()));
        let new: BTreeSet<ReportKey> = theirs.filter(|key| !asked.reports.contains(key)).collect();
        let new: Vec<ReportKey> = new.into_iter().collect();
        if !new.is_empty() {
            asked.persons.extend(parts.casebook.holders(&new).await?);
            asked.reports.extend(new);
        }
        let facts = known.facts.iter().map(|facts| facts.person);
        let ruled = known.rulings.iter();
        let ruled = ruled.flat_map(|entry| entry.ruling.persons());
        asked.persons.extend(facts.chain(ruled));
        if asked.persons.len() == persons.len() {
            return Ok(known);
        }
    }
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
