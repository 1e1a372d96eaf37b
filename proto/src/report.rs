//! What the envelope of a Report says, as the checker reads it.

use serde::{Deserialize, Serialize};

use crate::{Digest, Identity, RegistryId, ReportKind};

/// The order of the versions of one Report: the greatest is the one that counts.
///
/// It is made of `Composition.date`, then `Bundle.timestamp` (both as UTC
/// instants of fixed width), then the content's digest, so that any two versions
/// are ordered and the order does not depend on which arrived first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rank(pub String);

/// What the envelope of a readable Report says.
#[derive(Clone, Debug)]
pub struct ReportHead {
    /// `Bundle.identifier` as `system|value`: the idempotency key within the Sender.
    pub submission_key: Option<String>,
    /// `Composition.identifier`, else `Bundle.identifier`, as `system|value`:
    /// stays the same through corrections.
    pub report_key: Option<String>,
    /// Which version of the Report this is.
    pub rank: Rank,
    /// `Composition.status` is `entered-in-error`: the Report is taken back.
    pub retracts: bool,
    /// The Registry whose profile the Bundle names.
    pub registry: Option<RegistryId>,
    /// The kind of report.
    pub kind: Option<ReportKind>,
    /// The profile it was checked against, as `url|version`.
    pub profile: Option<String>,
    /// Who the patient is.
    pub identity: Option<Identity>,
    /// The digest of the canonical content: members sorted, no white space, decimals as written.
    pub content: Digest,
}
