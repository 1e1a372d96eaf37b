//! `[publication]`: what may be published.

use serde::Deserialize;

/// What may be published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Publication {
    /// Numbers out of fewer than this are hidden, because they could tell of persons.
    /// Default 5; 1 hides nothing.
    pub(crate) hidden_below: u64,
}

impl Default for Publication {
    fn default() -> Self {
        Self { hidden_below: 5 }
    }
}
