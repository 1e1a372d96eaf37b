//! `[console]`: where Operators look.

use std::net::SocketAddr;

use serde::Deserialize;

/// Where Operators look.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Console {
    /// Address of the console, the metrics and the probes. Default `127.0.0.1:8602`.
    /// Whoever reaches it can release, discard and rule: keep it where only Operators and
    /// registrars are.
    pub(crate) address: SocketAddr,
    /// What decisions and rulings are signed with. Default `operator`.
    pub(crate) operator: String,
}

impl Default for Console {
    fn default() -> Self {
        Self {
            address: ([127, 0, 0, 1], 8602).into(),
            operator: String::from("operator"),
        }
    }
}
