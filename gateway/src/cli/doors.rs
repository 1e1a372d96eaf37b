//! `--http`, `--grpc` and `--console`, and keeping what is there up until it is told to stop.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;

use crate::config::Config;
use crate::up::{Running, stopped};

/// Where the doors and the console are.
#[derive(Args)]
pub(super) struct Doors {
    /// The address of the FHIR REST door.
    #[arg(long, value_name = "ADDR")]
    http: Option<SocketAddr>,
    /// The address of the gRPC door.
    #[arg(long, value_name = "ADDR")]
    grpc: Option<SocketAddr>,
    /// The address of the console and the metrics; senders must not reach it.
    #[arg(long, value_name = "ADDR")]
    console: Option<SocketAddr>,
}

impl Doors {
    /// Lets the flags have their say.
    pub(super) fn apply(self, config: &mut Config) {
        let doors = &mut config.doors;
        doors.http = self.http.unwrap_or(doors.http);
        doors.grpc = self.grpc.unwrap_or(doors.grpc);
        config.console.address = self.console.unwrap_or(config.console.address);
    }
}

/// Keeps a gateway up until it is told to stop, and drains it.
pub(super) async fn keep(running: Running) -> anyhow::Result<ExitCode> {
    eprintln!("{running}");
    stopped().await?;
    eprintln!("caseway: draining; a second signal stops at once");
    tokio::select! {
        () = running.drain() => {}
        second = stopped() => second?,
    }
    Ok(ExitCode::SUCCESS)
}
