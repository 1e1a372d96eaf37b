//! Casebook → what the Registries publish: shares and numbers by Registry, hospital and
//! year. One definition each, in one file, with its source.
//!
//! A hospital is the organisation number that reports name as their author; nothing, where
//! they name none. A year is that of the diagnosis, unless a measure says otherwise. Pure:
//! the same Cases give the same numbers.

mod agreement;
mod coverage;
mod hidden;
mod timeliness;
mod unknown;
mod verified;
mod volume;

use std::collections::{BTreeMap, HashMap};

use caseway_profiles::Catalogue;
use caseway_profiles::registry::Mark;
use caseway_proto::{Case, Expectation, RegistryId, SubmissionId, Tumour};
use caseway_store::Facts;
use serde::Serialize;

pub use hidden::hide;

use crate::values::{Values, values};

/// What is measured.
#[derive(Debug)]
pub struct Measure {
    /// Its stable word.
    pub id: &'static str,
    /// What it is called in English.
    pub en: &'static str,
    /// What it is called in Norwegian.
    pub nb: &'static str,
    /// What is counted, and out of what.
    pub definition: &'static str,
    /// Where the definition comes from.
    pub source: &'static str,
    /// How well it is known that the Registries define it so.
    pub mark: Mark,
    /// What its numbers are.
    pub form: Form,
    count: fn(&Subject<'_>, &mut Sink<'_>),
}

/// What the numbers of a measure are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// So many out of so many.
    Share,
    /// So many.
    Number,
}

/// All measures, in the order in which they are published.
pub const MEASURES: [&Measure; 6] = [
    &coverage::MEASURE,
    &volume::MEASURE,
    &timeliness::MEASURE,
    &verified::MEASURE,
    &agreement::MEASURE,
    &unknown::MEASURE,
];

/// One tumour and what measures look at.
struct Subject<'c> {
    tumour: &'c Tumour,
    values: &'c Values,
    /// The reports that its facts stand in.
    reports: Vec<&'c Facts>,
    owed: Vec<&'c Expectation>,
    catalogue: &'c Catalogue,
}

impl Subject<'_> {
    /// The year of diagnosis.
    fn year(&self) -> Option<&str> {
        self.tumour.diagnosed.as_ref()?.value.get(..4)
    }

    fn report(&self, submission: SubmissionId) -> Option<&Facts> {
        let mut reports = self.reports.iter();
        reports
            .find(|facts| facts.submission == submission)
            .copied()
    }

    /// The hospital of the report that dates the tumour.
    fn hospital(&self) -> Option<&str> {
        let dating = self.tumour.diagnosed.as_ref()?.submission;
        self.report(dating)?.author.as_deref()
    }
}

/// What a number is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Key {
    /// The measure's word.
    pub measure: &'static str,
    /// The Registry.
    pub registry: RegistryId,
    /// The kind of report or the variable; empty where a measure is of neither.
    pub of: String,
    /// The year.
    pub year: String,
    /// The hospital's organisation number; empty where no report names it.
    pub hospital: String,
}

/// How many, and out of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// So many.
    pub count: u64,
    /// Out of so many; of a number the same.
    pub of: u64,
}

/// Where one measure of one tumour puts what it counts.
struct Sink<'t> {
    measure: &'static str,
    registries: &'t [RegistryId],
    tally: &'t mut BTreeMap<Key, Count>,
}

impl Sink<'_> {
    /// Counts once in each Registry of the tumour; nothing where the year is not known.
    fn add(&mut self, of: &str, year: Option<&str>, hospital: Option<&str>, counts: bool) {
        for registry in self.registries {
            self.add_to(registry, (of, year, hospital), counts);
        }
    }

    /// Counts once in one Registry.
    fn add_to(
        &mut self,
        registry: &RegistryId,
        (of, year, hospital): (&str, Option<&str>, Option<&str>),
        counts: bool,
    ) {
        let Some(year) = year else {
            return;
        };
        let key = Key {
            measure: self.measure,
            registry: registry.clone(),
            of: of.to_owned(),
            year: year.to_owned(),
            hospital: hospital.unwrap_or_default().to_owned(),
        };
        let cell = self.tally.entry(key).or_default();
        cell.count += u64::from(counts);
        cell.of += 1;
    }
}

/// Everything that is published, as it is counted.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<Key, Count>);

impl Tally {
    /// Counts a Case: with every version recorded of its Person's Reports and what is owed.
    pub fn add(
        &mut self,
        case: &Case,
        (versions, owed): (&[Facts], &[Expectation]),
        catalogue: &Catalogue,
    ) {
        let by_submission: HashMap<SubmissionId, &Facts> = versions
            .iter()
            .map(|facts| (facts.submission, facts))
            .collect();
        let values = values(case, catalogue);
        for (tumour, values) in case.tumours.iter().zip(&values) {
            let events = tumour.events.iter();
            let mut reports: Vec<SubmissionId> = events
                .map(|linked| linked.event.provenance.submission)
                .collect();
            reports.sort();
            reports.dedup();
            let reports = reports.iter();
            let subject = Subject {
                tumour,
                values,
                reports: reports
                    .filter_map(|id| by_submission.get(id).copied())
                    .collect(),
                owed: owed
                    .iter()
                    .filter(|owed| owed.tumour == tumour.number)
                    .collect(),
                catalogue,
            };
            for measure in MEASURES {
                let mut sink = Sink {
                    measure: measure.id,
                    registries: &tumour.registries,
                    tally: &mut self.0,
                };
                (measure.count)(&subject, &mut sink);
            }
        }
    }

    /// What was counted, in the order of its keys.
    pub fn cells(&self) -> impl Iterator<Item = (&Key, Count)> {
        self.0.iter().map(|(key, count)| (key, *count))
    }
}

#[cfg(test)]
mod tests;
