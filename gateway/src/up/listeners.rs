//! The addresses of a process, taken before anything else is opened.

use std::net::SocketAddr;

use anyhow::Context as _;
use tokio::net::TcpListener;

use crate::config::Config;

/// Where the doors and the console are.
#[derive(Clone, Copy)]
pub(crate) struct Addresses {
    /// The FHIR REST door.
    pub(crate) http: SocketAddr,
    /// The gRPC door.
    pub(crate) grpc: SocketAddr,
    /// The console.
    pub(crate) console: SocketAddr,
}

/// What listens there.
pub(super) struct Listeners {
    pub(super) http: TcpListener,
    pub(super) grpc: TcpListener,
    pub(super) console: TcpListener,
}

impl Listeners {
    pub(super) async fn bind(config: &Config) -> anyhow::Result<Self> {
        Ok(Self {
            http: bind(config.doors.http, "--http").await?,
            grpc: bind(config.doors.grpc, "--grpc").await?,
            console: bind(config.console.address, "--console").await?,
        })
    }

    pub(super) fn addresses(&self) -> std::io::Result<Addresses> {
        Ok(Addresses {
            http: self.http.local_addr()?,
            grpc: self.grpc.local_addr()?,
            console: self.console.local_addr()?,
        })
    }
}

/// Listens on an address that a flag can change.
pub(crate) async fn bind(address: SocketAddr, flag: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("cannot listen on {address}; choose another with {flag}"))
}
