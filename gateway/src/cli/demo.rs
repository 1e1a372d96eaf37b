//! `caseway demo`: the main job before your eyes.
//!
//! A real gateway in a temporary folder, real doors, real senders with tokens;
//! only the reports are synthetic. The story is in `demo/story.rs`, what is sent in
//! `demo/reports.rs`, how it is sent in `demo/post.rs`.

mod ending;
mod post;
mod reports;
mod story;

use std::process::ExitCode;

use clap::Args;

use crate::clock::Clock;
use crate::config::Config;
use crate::up::{Addresses, Running, stopped};

/// See the main job before your eyes: reports from three hospitals and a laboratory.
///
/// Starts a gateway in a temporary folder, sends good, bad, repeated, corrected,
/// retracted and doubtful reports over REST and gRPC, and shows each verdict, the
/// cases and each sender's account. Stays up until Ctrl-C, so that you can look at
/// the console and send reports of your own.
#[derive(Args)]
pub(super) struct Demo {
    /// End after the story.
    #[arg(long)]
    once: bool,
    /// The synthetic persons and reports are made from this number.
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
}

impl Demo {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let folder = tempfile::Builder::new().prefix("caseway-demo-").tempdir()?;
        let running = start(folder.path()).await?;
        let Addresses {
            http,
            grpc,
            console,
        } = running.addresses;
        println!(
            "A gateway is up, with its data in {}.",
            folder.path().display()
        );
        println!("REST http://{http} · gRPC http://{grpc} · console http://{console}/\n");
        let balanced = story::tell(&running, self.seed).await?;
        if !self.once {
            println!("\nThe gateway stays up; look around. Ctrl-C ends it and removes its data.");
            stopped().await?;
        }
        running.drain().await;
        Ok(if balanced {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        })
    }
}

/// A gateway on its usual addresses, or on free ones where those are taken.
async fn start(folder: &std::path::Path) -> anyhow::Result<Running> {
    let mut config = Config::default();
    config.storage.data = folder.to_owned();
    for address in [
        &mut config.doors.http,
        &mut config.doors.grpc,
        &mut config.console.address,
    ] {
        if std::net::TcpListener::bind(*address).is_err() {
            address.set_port(0);
        }
    }
    let mut running = Running::start(config, Clock::system()).await?;
    running.normalise()?;
    Ok(running)
}
