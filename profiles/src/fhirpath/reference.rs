//! What the engine asks others: where a reference leads, whether a code is in a set,
//! whether something meets a profile.

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

/// What knows profiles.
pub(crate) trait Conformance<'e> {
    /// Whether what lies in a resource meets a profile; nothing where that cannot be told here.
    fn conforms(&self, value: &'e Value, within: Within<'e>, profile: &str) -> Option<bool>;
}

/// The resources around a value.
#[derive(Clone, Copy)]
pub(crate) struct Within<'e> {
    /// The innermost.
    pub(crate) resource: &'e Value,
    /// The one that it is contained in, else itself.
    pub(crate) root: &'e Value,
}

/// Refers to nothing and knows no profile: what is looked at stands alone.
pub(crate) struct Nowhere;

impl<'e> Resolve<'e> for Nowhere {
    fn resource(&self, _: &str, _: &'e Value) -> Option<&'e Value> {
        None
    }
}

impl<'e> Conformance<'e> for Nowhere {
    fn conforms(&self, _: &'e Value, _: Within<'e>, _: &str) -> Option<bool> {
        None
    }
}

/// All that others answer.
#[derive(Clone, Copy)]
pub(crate) struct Answers<'e> {
    /// Where references lead.
    pub(crate) references: &'e dyn Resolve<'e>,
    /// What meets which profile.
    pub(crate) profiles: &'e dyn Conformance<'e>,
    /// Which codes are in which sets.
    pub(crate) terminology: &'e dyn Terminology,
    /// Whether a narrative's `div` is as it must be.
    pub(crate) narrative: fn(&str) -> bool,
}
