//! `caseway run`: everything in one process.

use std::process::ExitCode;

use clap::Args;

use super::doors::Doors;
use super::place::Place;
use crate::clock::Clock;
use crate::up::Running;

/// Keep a gateway up: both doors, the normaliser and the console in one process.
///
/// Nothing has to be configured. Stop it with Ctrl-C or SIGTERM: requests under
/// way are answered first. On PostgreSQL several can run beside each other, and beside
/// `serve` and `normalise`.
#[derive(Args)]
pub(super) struct Run {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    doors: Doors,
}

impl Run {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.place.config(|config| self.doors.apply(config))?;
        let mut running = Running::start(config, Clock::system()).await?;
        running.normalise()?;
        super::doors::keep(running).await
    }
}
