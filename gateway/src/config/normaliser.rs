//! `[normaliser]`: what `caseway normalise` needs of its own.

use std::net::SocketAddr;

use serde::Deserialize;

/// A normaliser in a process of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Normaliser {
    /// Address of its metrics and probes. Default `127.0.0.1:8603`.
    pub(crate) metrics: SocketAddr,
}

impl Default for Normaliser {
    fn default() -> Self {
        Self {
            metrics: ([127, 0, 0, 1], 8603).into(),
        }
    }
}
