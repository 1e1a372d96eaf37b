//! `[relay]`: what `caseway relay` needs of its own.

use std::net::SocketAddr;

use serde::Deserialize;

/// A relay in a process of its own.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Relay {
    /// Address of its metrics and probes. Default `127.0.0.1:8604`.
    pub(crate) metrics: SocketAddr,
}

impl Default for Relay {
    fn default() -> Self {
        Self {
            metrics: ([127, 0, 0, 1], 8604).into(),
        }
    }
}
