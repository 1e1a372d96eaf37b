//! `caseway cases`: list, show with provenance, export.

mod export;
mod show;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context as _;
use caseway_proto::{Case, CaseId};
use caseway_store::Casebook;
use clap::{Args, Subcommand, ValueEnum};

use super::folder::Folder;

pub(super) use show::brief;

/// Cases are read this many at a time.
const PAGE: u32 = 500;

/// Look at cases: pseudonymous, each value with its source.
#[derive(Args)]
pub(super) struct Cases {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    folder: Folder,
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
    /// Every case: ndjson (one case a line, whole) or CSV (one value a line, with its source).
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
}

impl Cases {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let casebook = self.folder.open().await?.casebook();
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
            What::Show { case } => show(&*casebook, case).await?,
            What::Export { format } => export(&*casebook, format).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

async fn show(casebook: &dyn Casebook, id: String) -> anyhow::Result<()> {
    let id = CaseId(id);
    let case = casebook.case(&id).await?;
    let case =
        case.with_context(|| format!("there is no case {id}; `caseway cases list` shows them"))?;
    print!("{}", show::whole(&case, &casebook.expectations(&id).await?));
    Ok(())
}

async fn export(casebook: &dyn Casebook, format: Format) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if format == Format::Csv {
        writeln!(out, "{}", export::CSV_HEADER)?;
    }
    each(casebook, |case| {
        match format {
            Format::Ndjson => writeln!(out, "{}", serde_json::to_string(case)?)?,
            Format::Csv => out.write_all(export::csv(case).as_bytes())?,
        }
        Ok(())
    })
    .await
}

async fn each(
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
