//! A Report as the noun readers see it: its resources, its tumours, its specimens.
//!
//! A fact belongs to the tumour it refers to; where it refers to none, to the
//! Report's only tumour; where the Report has several, to none that it says.

use std::sync::Arc;

use caseway_proto::{CaseEvent, Noun, Provenance, ShortText, TumourClue, Value};

use super::{About, act, act::Act, condition, condition::Part, observation, primary, specimen};
use crate::fhir::{Bundle, Element, day};

/// The elements by which resources refer to what they are about.
const TIES: [&str; 3] = ["reasonReference", "focus", "indication"];

/// One Observation and what it is about.
pub(super) struct Observed<'r, 'a> {
    pub(super) resource: &'r Element<'a>,
    pub(super) noun: Noun,
    pub(super) name: &'a str,
}

/// A Report's resources and what is known of its tumours.
pub(super) struct Report<'r, 'a> {
    pub(super) bundle: &'r Bundle<'a>,
    pub(super) about: &'r About,
    /// The Conditions, by the index of their resource.
    pub(super) conditions: Vec<(usize, Part)>,
    /// The Observations that are kept, with the noun they belong to.
    pub(super) observations: Vec<Observed<'r, 'a>>,
    /// The Procedures that were done.
    pub(super) acts: Vec<Act<'r, 'a>>,
    /// The primary tumours, by the index of their Condition.
    tumours: Vec<(usize, TumourClue)>,
    /// Every specimen number.
    specimens: Vec<String>,
}

impl<'r, 'a> Report<'r, 'a> {
    pub(super) fn new(bundle: &'r Bundle<'a>, about: &'r About) -> Self {
        let conditions = condition::all(bundle);
        let mut report = Self {
            bundle,
            about,
            observations: observation::all(bundle, about),
            tumours: Vec::new(),
            specimens: specimen::numbers(bundle),
            conditions,
            acts: Vec::new(),
        };
        report.tumours = report.clues();
        report.acts = act::all(&report);
        report
    }

    /// The Conditions of a part, with their index.
    pub(super) fn conditions_of(
        &self,
        part: Part,
    ) -> impl Iterator<Item = (usize, &'r Element<'a>)> {
        let bundle = self.bundle;
        self.conditions
            .iter()
            .filter(move |(_, found)| *found == part)
            .map(move |(index, _)| (*index, &bundle.resources[*index]))
    }

    /// Whether a resource refers to a tumour of this Report.
    pub(super) fn is_for_tumour(&self, resource: &Element<'a>) -> bool {
        self.tied(resource).is_some()
    }

    /// What is known of the tumour that a resource is about.
    pub(super) fn clue(&self, resource: &Element<'a>) -> TumourClue {
        if let Some(clue) = self.tied(resource).or_else(|| self.only()) {
            return clue.clone();
        }
        TumourClue {
            specimens: specimen::numbers_of(self.bundle, resource, &self.specimens),
            ..TumourClue::default()
        }
    }

    /// What is known of the tumour whose Condition stands at that index.
    pub(super) fn clue_at(&self, condition: usize) -> Option<&TumourClue> {
        self.tumours
            .iter()
            .find(|(index, _)| *index == condition)
            .map(|(_, clue)| clue)
    }

    /// The Report's only tumour.
    pub(super) fn only(&self) -> Option<&TumourClue> {
        match self.tumours.as_slice() {
            [(_, clue)] => Some(clue),
            _ => None,
        }
    }

    /// A fact read from a resource; `date` as sent, cut to its day.
    pub(super) fn event(
        &self,
        (noun, rule): (Noun, &'static str),
        resource: &Element<'a>,
        date: Option<&str>,
        values: Vec<Value>,
    ) -> CaseEvent {
        CaseEvent {
            noun,
            date: date.and_then(day).map(ShortText::from),
            clue: self.clue(resource),
            values,
            provenance: Provenance {
                submission: self.about.submission,
                element: resource.path.written(),
                profile: Arc::clone(&self.about.profile),
                rule: rule.into(),
            },
        }
    }

    fn tied(&self, resource: &Element<'a>) -> Option<&TumourClue> {
        TIES.iter()
            .flat_map(|tie| resource.each(tie))
            .filter_map(|reference| self.bundle.resolve(&reference))
            .find_map(|index| self.clue_at(index).or_else(|| self.origin(index)))
    }

    /// The primary that a recurrence or metastasis refers to.
    fn origin(&self, condition: usize) -> Option<&TumourClue> {
        let resource = self.bundle.resources.get(condition)?;
        condition::related(self.bundle, resource).find_map(|index| self.clue_at(index))
    }

    fn clues(&self) -> Vec<(usize, TumourClue)> {
        let found: Vec<_> = self.conditions_of(Part::Primary).collect();
        let only = found.len() == 1;
        found
            .into_iter()
            .map(|(index, resource)| {
                let mut clue = primary::clue(self.bundle, (index, resource), only);
                if only {
                    clue.specimens.clone_from(&self.specimens);
                }
                (index, clue)
            })
            .collect()
    }
}
