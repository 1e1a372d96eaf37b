//! What is asked of the checker besides the body.

use caseway_proto::{RegistryId, Syntax};
use jiff::Timestamp;

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
    /// Whether what a receiver only warns of is an error, as for who writes a resource;
    /// a Registry's report gets the verdict of the door all the same.
    pub strict: bool,
}
