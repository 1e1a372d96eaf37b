//! Mutants: valid reports of every registry, each broken in exactly one thing.
//!
//! A kind of mutant says which rule must be told, and where. The unbroken reports are
//! accepted; every mutant is refused; the rule and the place are those expected.

mod kinds;
mod report;

use std::collections::BTreeMap;

use caseway_profiles::registry::{self, Tables};
use caseway_profiles::sample::{Planned, Sampler};
use caseway_profiles::{Ask, Catalogue, Checked, Settings};
use caseway_proto::Syntax;
use jiff::Timestamp;
use serde_json::Value;

use crate::report::Report;

/// Reports of this many persons are broken.
const PERSONS: u64 = 80;
/// Each kind breaks this many reports, of all registries in turn.
const A_KIND: usize = 42;
/// Of a hundred mutants so many must be told by the expected rule at the expected place.
const EXPECTED_PERCENT: usize = 98;

struct Scene {
    tables: Tables,
    catalogue: Catalogue,
    reports: Vec<Value>,
}

fn scene() -> Result<Scene, Box<dyn std::error::Error>> {
    let tables = registry::builtin()?;
    let mut catalogue = Catalogue::new(Settings::default())?;
    catalogue.install_tables(&tables.registries, &tables.spine)?;
    let sampler = Sampler::new(&tables, 5);
    let journeys = (0..PERSONS).flat_map(|index| sampler.journey(index));
    let reports = in_turn(journeys, tables.registries.len());
    Ok(Scene {
        tables,
        catalogue,
        reports,
    })
}

/// The first report of each registry, then the second of each, and so on.
fn in_turn(journeys: impl Iterator<Item = Planned>, registries: usize) -> Vec<Value> {
    let mut turns = BTreeMap::new();
    let mut reports: Vec<(usize, Value)> = journeys
        .map(|planned| {
            let turn = turns.entry(planned.registry.0).or_insert(0);
            *turn += 1;
            (*turn, planned.bundle)
        })
        .collect();
    assert_eq!(turns.len(), registries, "each registry has reports");
    reports.sort_by_key(|(turn, _)| *turn);
    reports.into_iter().map(|(_, bundle)| bundle).collect()
}

impl Scene {
    fn check(&self, body: &[u8]) -> Checked {
        let ask = Ask {
            syntax: Syntax::Json,
            registry: None,
            default_registry: None,
            profile: None,
            // After every sample was written.
            received_at: Timestamp::constant(1_790_000_000, 0),
            allow_synthetic: true,
            refuse: &[],
        };
        self.catalogue.check(body, &ask)
    }
}

/// What became of the mutants of a kind.
#[derive(Default)]
struct Tally {
    made: usize,
    missed: usize,
    expected: usize,
    instead: Option<String>,
}

impl Tally {
    fn add(&mut self, checked: &Checked, rule: &str, place: Option<&str>) {
        self.made += 1;
        self.missed += usize::from(!checked.rejects());
        let told = checked.issues.iter().any(|issue| {
            issue.severity.rejects()
                && issue.rule == rule
                && place.is_none_or(|place| issue.expression.as_deref() == Some(place))
        });
        self.expected += usize::from(told);
        if !told {
            let found = checked
                .issues
                .iter()
                .filter(|issue| issue.severity.rejects());
            let found = found.map(|issue| (&*issue.rule, issue.expression.as_deref()));
            let found: Vec<_> = found.take(3).collect();
            self.instead = Some(format!("{rule} at {place:?}, but {found:?}"));
        }
    }
}

#[test]
fn unbroken_reports_are_accepted_and_every_mutant_is_told() {
    let scene = scene().unwrap();
    for report in &scene.reports {
        let checked = scene.check(report.to_string().as_bytes());
        assert!(!checked.rejects(), "{:?}", checked.issues);
    }
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (name, broken) in kinds::all() {
        let tally = tallies.entry(name).or_default();
        for (turn, report) in scene.reports.iter().enumerate() {
            let mut mutant = Report {
                tree: report.clone(),
                turn,
            };
            if tally.made < A_KIND
                && let Some((rule, place)) = broken(&mut mutant, &scene.tables)
            {
                let checked = scene.check(mutant.tree.to_string().as_bytes());
                tally.add(&checked, rule, Some(&place));
            }
        }
    }
    for (name, broken) in kinds::TEXTS {
        let tally = tallies.entry(name).or_default();
        for report in scene.reports.iter().take(A_KIND) {
            let (body, rule) = broken(&report.to_string());
            tally.add(&scene.check(&body), rule, None);
        }
    }
    told(&tallies);
}

fn told(tallies: &BTreeMap<&str, Tally>) {
    let sum = |of: fn(&Tally) -> usize| tallies.values().map(of).sum::<usize>();
    let (made, expected) = (sum(|tally| tally.made), sum(|tally| tally.expected));
    println!(
        "{made} mutants of {} kinds, {expected} told as expected",
        tallies.len()
    );
    for (name, tally) in tallies {
        let Tally {
            made,
            expected,
            instead,
            ..
        } = tally;
        assert!(*made > 0, "{name}: no report could be broken so");
        if let Some(instead) = instead {
            println!("{name}: {expected} of {made}; expected {instead}");
        }
    }
    let missed: Vec<_> = tallies
        .iter()
        .filter(|(_, tally)| tally.missed > 0)
        .collect();
    let missed: Vec<_> = missed
        .iter()
        .map(|(name, tally)| (name, tally.missed))
        .collect();
    assert!(missed.is_empty(), "accepted though broken: {missed:?}");
    assert!(
        expected * 100 >= made * EXPECTED_PERCENT,
        "{expected} of {made} told as expected"
    );
}
