//! `caseway cases`: list, show with provenance, export; what waits for a registrar, and
//! what registrars rule.

mod export;
mod review;
mod rule;
mod show;
mod values;

use std::process::ExitCode;

use caseway_profiles::Catalogue;
use caseway_proto::{Case, CaseId};
use caseway_store::Casebook;
use clap::{Args, Subcommand, ValueEnum};

use super::place::Place;
use crate::rulings::OpenCase;
use crate::start::{Store, installed, tables};

pub(super) use show::brief;

/// Cases are read this many at a time.
const PAGE: u32 = 500;

/// Look at cases, pseudonymous, each value with its source; decide what waits for a registrar.
#[derive(Args)]
pub(super) struct Cases {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    place: Place,
}

#[derive(Subcommand)]
enum What {
    /// One line a tumour.
    List,
    /// One case whole, each value with the submission and element it came from.
    Show {
        /// The case's name, as `list` prints it.
        case: String,
    },
    /// What waits for a registrar, oldest first: the case, why, since when, which reports.
    Review {
        /// At most this many cases.
        #[arg(long, default_value_t = 100, value_name = "NUMBER")]
        most: u32,
    },
    /// Decide what linkage could not: a ruling goes before every rule of linkage, a later
    /// one before an earlier one, and it can be undone.
    ///
    /// For instance `caseway cases rule CASE same-tumour 3f2a 81c0 --reason "one specimen"`.
    /// A running gateway applies it within a second.
    ///
    /// A REPORT is a submission's name as `show` prints it, or the beginning of it; where the
    /// report tells of several tumours, #1, #2 and so on after it names one of them, in the
    /// order of their site, histology and side.
    Rule(rule::Rule),
    /// Undo a ruling; the case becomes what it would be without it.
    Undo {
        /// The ruling's number, as `rule` and `show` print it.
        ruling: i64,
        #[command(flatten)]
        why: rule::Why,
    },
    /// Every case: ndjson (one case a line, whole), CSV (one value of a report a line, with
    /// its source), or `values`: CSV, what each variable of each tumour comes to, a line for
    /// each report that speaks in it or says otherwise.
    Export {
        /// The form.
        #[arg(long, value_enum, default_value = "ndjson")]
        format: Format,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Ndjson,
    Csv,
    Values,
}

impl Cases {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let (config, store) = self.place.open_configured().await?;
        let catalogue = || installed(&config, &tables()?);
        let casebook = store.casebook();
        match self.what {
            What::List => {
                each(&*casebook, |case| {
                    for line in show::brief(case) {
                        println!("{line}");
                    }
                    Ok(())
                })
                .await?;
            }
            What::Show { case } => show(&store, case, &catalogue()?).await?,
            What::Review { most } => review::review(&*casebook, &*store.desk(), most).await?,
            What::Rule(rule) => rule.run(&store).await?,
            What::Undo { ruling, why } => rule::undo(&store, ruling, why).await?,
            What::Export { format } => match format {
                Format::Ndjson => export::ndjson(&*casebook).await?,
                Format::Csv => export::csv(&*casebook).await?,
                Format::Values => values::export(&*casebook, &catalogue()?).await?,
            },
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn show(store: &Store, id: String, catalogue: &Catalogue) -> anyhow::Result<()> {
    let casebook = store.casebook();
    let open = OpenCase::open(&CaseId(id), &*casebook, &*store.desk()).await?;
    let values = caseway_normaliser::values(&open.case, catalogue);
    let expectations = casebook.expectations(&open.case.id).await?;
    let looks = open.looks(&*casebook).await?;
    print!(
        "{}",
        show::whole(&open.case, &values, &expectations, &looks)
    );
    Ok(())
}

/// Looks at every case.
pub(super) async fn each(
    casebook: &dyn Casebook,
    mut look: impl FnMut(&Case) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut after = None;
    loop {
        let page = casebook.cases(after.as_ref(), PAGE).await?;
        page.iter().try_for_each(&mut look)?;
        match page.into_iter().last() {
            Some(last) => after = Some(last.id),
            None => return Ok(()),
        }
    }
}
