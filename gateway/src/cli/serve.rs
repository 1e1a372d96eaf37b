//! `caseway serve`: the doors and the console, and no normaliser.

use std::process::ExitCode;

use clap::Args;

use super::doors::Doors;
use super::place::Place;
use crate::clock::Clock;
use crate::up::Running;

/// Keep the doors and the console up, on a PostgreSQL that `caseway normalise` works on too.
///
/// Any number can be up at once, behind something that spreads what senders send over them;
/// each must have the same configuration and the same key file. Stop it with Ctrl-C or
/// SIGTERM: requests under way are answered first.
#[derive(Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    doors: Doors,
}

impl Serve {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.place.shared(|config| self.doors.apply(config))?;
        let running = Running::start(config, Clock::system()).await?;
        super::doors::keep(running).await
    }
}
