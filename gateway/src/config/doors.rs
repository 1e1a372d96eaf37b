//! `[doors]`: where Senders come in.

use std::net::SocketAddr;

use serde::Deserialize;

/// Where Senders come in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Doors {
    /// Address of the FHIR REST door. Default `127.0.0.1:8600`; bind `0.0.0.0:8600`
    /// behind something that ends TLS.
    pub(crate) http: SocketAddr,
    /// Address of the gRPC door. Default `127.0.0.1:8601`.
    pub(crate) grpc: SocketAddr,
    /// At most this many connections a door; more wait to be accepted. Default 4,096.
    pub(crate) connections_max: usize,
    /// A request's headers must be here after this many seconds. Default 10.
    pub(crate) header_wait_seconds: u64,
    /// A request's body must be here after this many seconds. Default 60.
    pub(crate) body_wait_seconds: u64,
    /// After SIGTERM, requests under way have this many seconds. Default 10.
    pub(crate) drain_seconds: u64,
}

impl Default for Doors {
    fn default() -> Self {
        Self {
            http: ([127, 0, 0, 1], 8600).into(),
            grpc: ([127, 0, 0, 1], 8601).into(),
            connections_max: 4_096,
            header_wait_seconds: 10,
            body_wait_seconds: 60,
            drain_seconds: 10,
        }
    }
}
