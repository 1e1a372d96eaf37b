//! What speaks for a tumour, found once for all who ask: whoever numbers it or routes it; a
//! Case shows the same.

use caseway_proto::Summary;
use caseway_store::Facts;

use crate::fhir::latest;

/// A value that speaks for a tumour.
pub(crate) struct Chosen<'f> {
    /// The value.
    pub(crate) text: &'f str,
    /// The version that says it.
    pub(crate) facts: &'f Facts,
    /// The element that says it.
    pub(crate) element: &'f str,
    /// The rule that preferred it.
    pub(crate) rule: &'static str,
}

impl Chosen<'_> {
    /// As a Case tells it.
    pub(crate) fn summary(&self) -> Summary {
        Summary {
            value: self.text.to_owned(),
            submission: self.facts.submission,
            element: self.element.to_owned(),
            rule: self.rule.into(),
        }
    }
}

/// The values by which a tumour is numbered and routed.
pub(crate) struct Speaks<'f> {
    /// The site.
    pub(crate) topography: Option<Chosen<'f>>,
    /// The histology.
    pub(crate) morphology: Option<Chosen<'f>>,
    /// The date of diagnosis.
    pub(crate) diagnosed: Option<Chosen<'f>>,
}

impl Speaks<'_> {
    /// What tumours are numbered by: the date of diagnosis, unknown ones last.
    pub(crate) fn date(&self) -> impl Ord + use<> {
        latest(self.diagnosed.as_ref().map_or("", |chosen| chosen.text))
    }
}
