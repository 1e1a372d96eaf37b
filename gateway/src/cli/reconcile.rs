//! `caseway reconcile`: a sender's account, as the operators see it.

use std::process::ExitCode;

use anyhow::Context as _;
use caseway_normaliser::{Asked, Reconciliation, reconcile};
use caseway_proto::Position;
use clap::{Args, ValueEnum};

use super::place::Place;
use crate::clock::Clock;
use crate::doors::rest::period;

/// Show what became of everything a sender sent, and what it still owes.
///
/// Exit code 1 when the residual is not 0.
#[derive(Args)]
pub(super) struct Reconcile {
    /// The sender's name; every sender when it is left out.
    #[arg(long, value_name = "NAME")]
    sender: Option<String>,
    /// First day, YYYY-MM-DD, UTC.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Last day, YYYY-MM-DD, UTC.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// The Journal position to look from; asked again with it, a settled account is the same.
    #[arg(long, value_name = "POSITION")]
    as_of: Option<i64>,
    /// How to print it.
    #[arg(long, value_enum, default_value = "text")]
    output: Output,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum Output {
    Text,
    Json,
    Csv,
}

impl Reconcile {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let store = self.place.open().await?;
        let period =
            period(self.from.as_deref(), self.to.as_deref()).map_err(anyhow::Error::msg)?;
        let mut senders: Vec<_> = store
            .roster()
            .list()
            .await?
            .into_iter()
            .map(|entry| entry.sender)
            .collect();
        if let Some(name) = &self.sender {
            senders.retain(|sender| sender.name == *name);
            senders
                .first()
                .with_context(|| format!("there is no sender called {name}"))?;
        }
        let mut balanced = true;
        for sender in &senders {
            let asked = Asked {
                period,
                as_of: self.as_of.map(Position),
                now: Clock::system().now(),
            };
            let account = reconcile(&*store.ledger(), sender, asked).await?;
            balanced &= account.tally.residual() == 0;
            print(self.output, &account)?;
        }
        Ok(if balanced {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        })
    }
}

fn print(output: Output, account: &Reconciliation) -> anyhow::Result<()> {
    match output {
        Output::Text => println!("{}", text(account)),
        Output::Json => println!("{}", serde_json::to_string(account)?),
        Output::Csv => print!("{}", account.to_csv()),
    }
    Ok(())
}

/// The account in a few lines.
pub(super) fn text(account: &Reconciliation) -> String {
    let tally = &account.tally;
    let open = account
        .expectations
        .iter()
        .filter(|owed| owed.is_open())
        .count();
    format!(
        "{}: received {} = recorded {} + rejected {} + superseded {} + quarantined {} + in flight {}; \
         residual {}; owes {open}; rerouted {} (position {})",
        account.sender,
        tally.received,
        tally.recorded,
        tally.rejected,
        tally.superseded,
        tally.quarantined,
        tally.in_flight,
        tally.residual(),
        account.reroutings.len(),
        account.as_of,
    )
}
