//! `caseway statistics`: what the Registries publish, by Registry, hospital and year.

mod page;
mod rows;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use caseway_normaliser::{MEASURES, Tally, hide};
use caseway_profiles::Catalogue;
use caseway_proto::CaseId;
use caseway_store::Casebook;
use clap::{Args, ValueEnum};

use super::place::Place;
use crate::start::{installed, tables};
use rows::Row;

/// Cases are read this many at a time.
const PAGE: u32 = 500;

/// What the registries publish, by registry, hospital and year: coverage of each kind of
/// report, operations, timeliness, microscopic verification, agreement between laboratory
/// and clinic, share unknown of each variable.
///
/// Small numbers are hidden: `[publication]` in the configuration says which.
#[derive(Args)]
pub(super) struct Statistics {
    /// Only this registry.
    #[arg(long, value_name = "ID")]
    registry: Option<String>,
    /// Only this year.
    #[arg(long, value_name = "YEAR")]
    year: Option<String>,
    /// The form: a page with charts to look at, CSV, or JSON with the definitions.
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// The file to write; the screen where nothing is said.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
    Html,
}

impl Statistics {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let (config, store) = self.place.open_configured().await?;
        let catalogue = installed(&config, &tables()?)?;
        let tally = count(&*store.casebook(), &catalogue).await?;
        let wanted = |wanted: Option<&String>, own: &str| wanted.is_none_or(|one| one == own);
        let cells = hide(tally.cells(), config.publication.hidden_below).into_iter();
        let rows: Vec<Row<'_>> = cells
            .filter(|(key, _)| {
                wanted(self.registry.as_ref(), &key.registry.0)
                    && wanted(self.year.as_ref(), &key.year)
            })
            .map(|(key, count)| Row { key, count })
            .collect();
        let told = match self.format {
            Format::Csv => rows::csv(&rows),
            Format::Json => rows::json(&MEASURES, &rows)?,
            Format::Html => page::page(&rows, &catalogue, config.publication.hidden_below),
        };
        match self.out {
            Some(path) => std::fs::write(&path, told)
                .with_context(|| format!("cannot write {}", path.display()))?,
            None => std::io::stdout().lock().write_all(told.as_bytes())?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Counts every Case.
async fn count(casebook: &dyn Casebook, catalogue: &Catalogue) -> anyhow::Result<Tally> {
    let mut tally = Tally::default();
    let mut after: Option<CaseId> = None;
    loop {
        let page = casebook.cases(after.as_ref(), PAGE).await?;
        for case in &page {
            let Some(person) = casebook.person(&case.id).await? else {
                continue;
            };
            let known = casebook.known(&[person], &[]).await?;
            let owed = casebook.expectations(&case.id).await?;
            tally.add(case, (&known.facts, &owed), catalogue);
        }
        match page.into_iter().last() {
            Some(last) => after = Some(last.id),
            None => return Ok(tally),
        }
    }
}
