//! `caseway senders`: who may submit.

use std::process::ExitCode;

use anyhow::{bail, ensure};
use caseway_proto::RegistryId;
use caseway_store::{NewSender, Roster, RosterEntry, Token};
use clap::{Args, Subcommand};
use ring::rand::{SecureRandom as _, SystemRandom};

use super::place::Place;
use crate::clock::Clock;

/// Add, list or revoke senders; a running gateway takes notice at once.
#[derive(Args)]
pub(super) struct Senders {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    place: Place,
}

#[derive(Subcommand)]
enum What {
    /// Add a sender and print its token, once: it is kept only as a digest.
    Add {
        /// The sender's name, unique.
        name: String,
        /// Its organisation number, nine digits: what it owes is found by it.
        #[arg(long, value_name = "NUMBER")]
        organisation: Option<String>,
        /// The registry its reports are for when they name no profile.
        #[arg(long, value_name = "ID")]
        registry: Option<String>,
    },
    /// List senders.
    List,
    /// Revoke a sender's token: from now on it is answered 403.
    Revoke {
        /// The sender's name.
        name: String,
    },
}

impl Senders {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let roster = self.place.make().await?.roster();
        match self.what {
            What::Add {
                name,
                organisation,
                registry,
            } => {
                let token = add(&*roster, &name, organisation, registry.map(RegistryId)).await?;
                eprintln!("{name} may submit with this token; it is shown once:");
                println!("{}", token.reveal());
            }
            What::List => roster.list().await?.iter().for_each(show),
            What::Revoke { name } => revoke(&*roster, &name).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Adds a sender and gives its token.
pub(super) async fn add(
    roster: &dyn Roster,
    name: &str,
    organisation: Option<String>,
    default_registry: Option<RegistryId>,
) -> anyhow::Result<Token> {
    ensure!(
        !name.trim().is_empty() && name.len() <= 200,
        "a name has 1 to 200 characters"
    );
    if let Some(number) = &organisation {
        let nine = number.len() == 9 && number.bytes().all(|byte| byte.is_ascii_digit());
        ensure!(nine, "an organisation number has nine digits");
    }
    let mut random = [0; 32];
    SystemRandom::new()
        .fill(&mut random)
        .map_err(|_| anyhow::anyhow!("the system gives no random bytes"))?;
    let token = Token::from_random(random);
    let sender = NewSender {
        name: name.to_owned(),
        organisation,
        default_registry,
        token: token.digest(),
        at: Clock::system().now(),
    };
    if roster.add(sender).await?.is_none() {
        bail!("there is a sender called {name} already; revoke it and choose another name");
    }
    Ok(token)
}

async fn revoke(roster: &dyn Roster, name: &str) -> anyhow::Result<()> {
    if !roster.revoke(name, Clock::system().now()).await? {
        bail!("no sender called {name} has a token to revoke; `caseway senders list` shows them");
    }
    eprintln!("the token of {name} is revoked");
    Ok(())
}

fn show(entry: &RosterEntry) {
    let sender = &entry.sender;
    let state = entry
        .revoked_at
        .map_or_else(|| String::from("active"), |at| format!("revoked {at}"));
    let organisation = sender.organisation.as_deref().unwrap_or("-");
    let registry = sender
        .default_registry
        .as_ref()
        .map_or("-", |id| id.0.as_str());
    println!(
        "{}\t{organisation}\t{registry}\t{state}\t{}",
        sender.id, sender.name
    );
}
