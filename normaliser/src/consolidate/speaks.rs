//! What speaks for a tumour, found once for all who ask: whoever numbers it or routes it; a
//! Case shows the same.

use caseway_proto::Summary;
use caseway_store::Facts;

use super::{candidate, diagnosed, morphology, topography};
use crate::link::Group;

/// A value that speaks for a tumour.
pub(crate) struct Chosen<'f> {
    /// The value.
    pub(crate) text: &'f str,
    /// The version that says it.
    pub(crate) facts: &'f Facts,
    pub(super) element: &'f str,
    pub(super) rule: &'static str,
}

impl Chosen<'_> {
    /// As a Case tells it.
    pub(super) fn summary(&self) -> Summary {
        Summary {
            value: self.text.to_owned(),
            submission: self.facts.submission,
            element: self.element.to_owned(),
            rule: self.rule.into(),
        }
    }
}

/// The values by which a tumour is numbered and routed.
#[derive(Default)]
pub(crate) struct Speaks<'f> {
    /// The site.
    pub(crate) topography: Option<Chosen<'f>>,
    /// The histology.
    pub(crate) morphology: Option<Chosen<'f>>,
    /// The date of diagnosis.
    pub(crate) diagnosed: Option<Chosen<'f>>,
}

impl<'f> Speaks<'f> {
    /// Those of a tumour whose facts are in their order.
    pub(crate) fn of(group: &Group<'f>) -> Self {
        let names = [
            "topography",
            "morphology",
            "diagnosed",
            "collected",
            "collected_start",
        ];
        let [topography, morphology, diagnosed, taken, taken_from] = candidate::named(group, names);
        Self {
            topography: topography::chosen(topography),
            morphology: morphology::chosen(morphology),
            diagnosed: diagnosed::chosen(group, diagnosed, taken.into_iter().chain(taken_from)),
        }
    }

    /// What tumours are numbered by: the date of diagnosis, unknown ones last.
    pub(crate) fn date(&self) -> impl Ord + use<> {
        let diagnosed = self.diagnosed.as_ref();
        diagnosed.map_or(diagnosed::END, |chosen| diagnosed::latest(chosen.text))
    }
}
