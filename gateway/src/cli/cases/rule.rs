//! `caseway cases rule` and `caseway cases undo`: a registrar decides what linkage could
//! not, with a reason.

use anyhow::{Context as _, anyhow};
use caseway_normaliser::verbs::{Named, Word};
use caseway_proto::{CaseId, Position};
use caseway_store::{Casebook, Grouping, Journal, Ruling};
use clap::{Args, Subcommand};

use crate::clock::Clock;
use crate::reason::reason;
use crate::rulings::{OpenCase, applied, person, undoing};
use crate::start::Store;

/// What a ruling needs beside what it says.
#[derive(Args)]
pub(super) struct Why {
    /// Why, in 3 to 500 characters; it is kept with the ruling and shown on the case. Name
    /// nobody in it.
    #[arg(long, global = true, value_name = "TEXT")]
    reason: Option<String>,
    /// Who decides.
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        env = "USER",
        hide_env_values = true
    )]
    by: Option<String>,
}

/// The case and the decision.
#[derive(Args)]
pub(super) struct Rule {
    /// The case's name, as `list` and `review` print it.
    case: String,
    #[command(subcommand)]
    says: Saying,
    #[command(flatten)]
    why: Why,
}

#[derive(Subcommand)]
enum Saying {
    /// These reports are about one tumour; the tumours they stand in become one.
    SameTumour {
        /// Two reports or more.
        #[arg(required = true, num_args = 2.., value_name = "REPORT")]
        reports: Vec<String>,
    },
    /// These reports are about a tumour that no other report is about.
    NewTumour {
        /// One report or more.
        #[arg(required = true, value_name = "REPORT")]
        reports: Vec<String>,
    },
    /// These reports of a tumour are about another one; the rest of it stays.
    Split {
        /// The tumour's number, as `cases show` prints it.
        tumour: u32,
        /// The reports that leave it.
        #[arg(required = true, value_name = "REPORT")]
        reports: Vec<String>,
    },
    /// Two tumours of the case are one.
    Merge {
        /// The number of the one.
        one: u32,
        /// The number of the other.
        other: u32,
    },
    /// This report is not about this person.
    WrongPerson {
        /// The report.
        report: String,
        /// The case of the person it is about; without it the report gets a case of its own
        /// and waits there.
        #[arg(long, value_name = "CASE")]
        to: Option<String>,
    },
    /// Another case is of the same person: what is told there counts here.
    SamePerson {
        /// The other case.
        other: String,
    },
}

impl Rule {
    /// Keeps the ruling and says whether it is applied.
    pub(super) async fn run(self, store: &Store) -> anyhow::Result<()> {
        let why = self.why.given()?;
        let (casebook, id) = (store.casebook(), CaseId(self.case));
        let open = OpenCase::open(&id, &*casebook, &*store.desk()).await?;
        let word = self.says.word(&open, &*casebook).await?;
        let ruling = open.ruling(&word, why)?;
        keep(
            &store.journal(Grouping::default()).await?,
            &*casebook,
            ruling,
        )
        .await
    }
}

/// Undoes the ruling at a position.
pub(super) async fn undo(store: &Store, ruling: i64, why: Why) -> anyhow::Result<()> {
    let why = why.given()?;
    let (casebook, journal) = (store.casebook(), store.journal(Grouping::default()).await?);
    let ruling = undoing(Position(ruling), (&journal, &*casebook), why).await?;
    keep(&journal, &*casebook, ruling).await
}

async fn keep(journal: &Journal, casebook: &dyn Casebook, ruling: Ruling) -> anyhow::Result<()> {
    let verb = ruling.verb.as_str();
    let at = journal.rule(ruling, Clock::system().now()).await?;
    println!("{at}");
    if applied(casebook, at).await? {
        eprintln!("ruling {at} ({verb}) is kept and applied; `caseway cases undo {at}` undoes it");
    } else {
        eprintln!("ruling {at} ({verb}) is kept; it is applied as soon as a normaliser runs there");
    }
    Ok(())
}

impl Why {
    fn given(self) -> anyhow::Result<(String, String)> {
        let written = self
            .reason
            .context("a ruling needs a reason: add --reason TEXT")?;
        let reason = reason(&written).map_err(|what| anyhow!("{what}"))?;
        let by = self.by.filter(|by| !by.trim().is_empty());
        let by = by.context("a ruling needs a name: add --by NAME")?;
        Ok((reason, by))
    }
}

impl Saying {
    async fn word(self, open: &OpenCase, casebook: &dyn Casebook) -> anyhow::Result<Word> {
        let all = |reports: Vec<String>| -> anyhow::Result<Vec<Named>> {
            let named = reports.iter().map(|report| open.named(report));
            Ok(named.collect::<Result<_, _>>()?)
        };
        Ok(match self {
            Self::SameTumour { reports } => Word::SameTumour(all(reports)?),
            Self::NewTumour { reports } => Word::NewTumour(all(reports)?),
            Self::Split { tumour, reports } => Word::Split(tumour, all(reports)?),
            Self::Merge { one, other } => Word::Merge(one, other),
            Self::WrongPerson { report, to } => {
                let to = match to {
                    Some(case) => Some(person(casebook, CaseId(case)).await?),
                    None => None,
                };
                Word::WrongPerson(open.named(&report)?.submission, to)
            }
            Self::SamePerson { other } => Word::SamePerson(person(casebook, CaseId(other)).await?),
        })
    }
}
