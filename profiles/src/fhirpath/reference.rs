//! What the engine asks others: where a reference leads, whether a code is in a set.

use serde_json::Value;

/// What follows references.
pub(crate) trait Resolve<'e> {
    /// The resource that a reference leads to, within the resource that it stands in;
    /// nothing where it is not at hand.
    fn resource(&self, reference: &str, within: &'e Value) -> Option<&'e Value>;
}

/// What knows codes.
pub(crate) trait Terminology {
    /// Whether a code is in the value set; nothing where that cannot be told here.
    fn is_member(&self, value_set: &str, system: Option<&str>, code: &str) -> Option<bool>;
}

/// All that others answer.
#[derive(Clone, Copy)]
pub(crate) struct Answers<'e> {
    /// Where references lead.
    pub(crate) references: &'e dyn Resolve<'e>,
    /// Which codes are in which sets.
    pub(crate) terminology: &'e dyn Terminology,
    /// Whether a narrative's `div` is as it must be.
    pub(crate) narrative: fn(&str) -> bool,
}
