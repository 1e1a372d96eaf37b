//! What is asked of the checker besides the body.

use caseway_proto::{RegistryId, Syntax};
use jiff::Timestamp;

/// What FHIR asks of who writes a resource, and lets no receiver refuse it for.
///
/// A receiver takes what it can use: R4 says so of extensions nobody has defined
/// (<http://hl7.org/fhir/R4/extensibility.html>), and a display is for people to read.
/// A unit that is none is no reason either where no profile says the unit: nobody computes
/// with the quantity, and its `unit` is for people (R4, Data Types, Quantity).
/// Who writes a resource should mend it all the same, and knows the profiles that it writes by.
pub const STRICT: [&str; 7] = [
    "display-wrong",
    "document-entry-unreachable",
    "document-reference-relative",
    "extension-undefined",
    "narrative-link-broken",
    "profile-asked-unknown",
    "unit-not-in-system",
];

/// What is known of a body before it is looked into.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    /// How the body is written.
    pub syntax: Syntax,
    /// The Registry named beside the body.
    pub registry: Option<&'a RegistryId>,
    /// The Registry of a Sender's reports that name none.
    pub default_registry: Option<&'a RegistryId>,
    /// The profile to check against, whatever the body names; a body that is no Bundle is checked only so.
    pub profile: Option<&'a str>,
    /// When the body was received: what is later lies in the future.
    pub received_at: Timestamp,
    /// Whether identity numbers of synthetic persons are accepted.
    pub allow_synthetic: bool,
    /// The rules whose warnings are errors to who asks; a Registry's report gets the
    /// verdict of the door all the same.
    pub refuse: &'a [&'a str],
}
