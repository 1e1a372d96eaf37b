//! `[identity]`: which identity numbers are taken.

use serde::Deserialize;

/// Which identity numbers are taken.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Identity {
    /// Whether synthetic numbers (month + 80, + 65 or + 40) are taken. Default true,
    /// so that a sender can test before going live; set it to false in production,
    /// where a synthetic number is then rejected.
    pub(crate) allow_synthetic: bool,
}

impl Default for Identity {
    fn default() -> Self {
        Self {
            allow_synthetic: true,
        }
    }
}
