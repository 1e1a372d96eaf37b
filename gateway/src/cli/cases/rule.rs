//! `caseway cases rule` and `caseway cases undo`: a registrar decides what linkage could
//! not, with a reason.

use anyhow::{Context as _, anyhow};
use caseway_normaliser::verbs::{Named, Word};
use caseway_proto::{CaseId, Position};
use caseway_store::{Casebook, Desk, Grouping, Journal, Ruling};
use clap::{Args, Subcommand};

use crate::clock::Clock;
use crate::reason::reason;
use crate::rulings::{OpenCase, applied, person, undoing};
use crate::start::Store;
use crate::waivers::{self, named, ruling};

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
    #[command(flatten)]
    Linkage(Linkage),
    /// A report that is owed for the case does not apply; `undo` takes it back.
    NotApplicable {
        /// What is owed, by the id that `cases show` prints.
        expectation: String,
    },
}

/// What a registrar says of reports, tumours and persons.
#[derive(Subcommand)]
enum Linkage {
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
        let desk = store.desk();
        let ruling = match self.says {
            Saying::NotApplicable { expectation } => {
                waive(&id, &expectation, why, (&*casebook, &*desk)).await?
            }
            Saying::Linkage(says) => {
                let open = OpenCase::open(&id, &*casebook, &*desk).await?;
                let word = says.word(&open, &*casebook).await?;
                open.ruling(&word, why)?
            }
        };
        keep(
            &store.journal(Grouping::default()).await?,
            &*casebook,
            ruling,
        )
        .await
    }
}

/// The ruling that something owed for a case does not apply.
async fn waive(
    case: &CaseId,
    expectation: &str,
    why: (String, String),
    (casebook, desk): (&dyn Casebook, &dyn Desk),
) -> anyhow::Result<Ruling> {
    let owed = named(casebook.expectations(case).await?, expectation);
    let owed = owed.context("nothing of that id is owed for this case; `cases show` lists it")?;
    let ruling = ruling(&owed, waivers::Word::NotApplicable, why, (casebook, desk)).await?;
    ruling.context("that is said already; `cases show` prints by whom")
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

impl Linkage {
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
