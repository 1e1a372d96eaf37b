//! `caseway sample`: synthetic reports from a seed, with the truth beside them.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use caseway_profiles::sample::{Planned, Sampler};
use clap::Args;
use indicatif::ProgressBar;
use serde_json::json;

use crate::start;

/// Persons are tried up to this many times the number asked for, before it is given up.
const TRIES_PER_PERSON: u64 = 200;

/// Write synthetic reports, to test with: identity numbers carry the mark of
/// synthetic ones.
///
/// Each person's reports are in files named by sender, in the order they are sent;
/// truth.txt (one JSON object a line) says which case and tumour each belongs to. The same seed gives the
/// same bytes.
#[derive(Args)]
pub(super) struct Sample {
    /// Only reports for this registry.
    #[arg(long, value_name = "ID")]
    registry: Option<String>,
    /// How many persons.
    #[arg(long, value_name = "N", default_value = "1")]
    count: u64,
    /// Everything is made from this number.
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
    /// The folder to write to, made when it is not there.
    #[arg(long, value_name = "DIR", default_value = "samples")]
    out: PathBuf,
}

impl Sample {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let tables = start::tables()?;
        if let Some(id) = &self.registry {
            let known: Vec<&str> = tables
                .registries
                .iter()
                .map(|table| table.id.as_str())
                .collect();
            ensure!(
                known.contains(&id.as_str()),
                "there is no registry {id}; there are {}",
                known.join(", ")
            );
        }
        let sampler = Sampler::new(&tables, self.seed);
        fs::create_dir_all(&self.out)
            .with_context(|| format!("cannot make {}", self.out.display()))?;
        let mut truth = BufWriter::new(File::create(self.out.join("truth.txt"))?);
        let (mut persons, mut reports, bar) = (0, 0, ProgressBar::new(self.count));
        for index in 0..self.count.saturating_mul(TRIES_PER_PERSON) {
            let journey = self.journey(&sampler, index);
            for (order, planned) in journey.iter().enumerate() {
                self.write(index, order, planned, &mut truth)?;
            }
            reports += journey.len();
            persons += u64::from(!journey.is_empty());
            bar.set_position(persons);
            if persons == self.count {
                break;
            }
        }
        bar.finish_and_clear();
        truth.flush()?;
        println!(
            "{reports} reports of {persons} persons are in {}",
            self.out.display()
        );
        Ok(ExitCode::SUCCESS)
    }

    fn journey(&self, sampler: &Sampler<'_>, index: u64) -> Vec<Planned> {
        let mut journey = sampler.journey(index);
        journey.retain(|planned| {
            self.registry
                .as_ref()
                .is_none_or(|id| planned.registry.0 == *id)
        });
        journey
    }

    fn write(
        &self,
        index: u64,
        order: usize,
        planned: &Planned,
        truth: &mut impl std::io::Write,
    ) -> anyhow::Result<()> {
        let name = format!(
            "{index:06}-{order:02}-sender-{}-{}-{}.json",
            planned.sender, planned.registry, planned.kind
        );
        let path = self.out.join(&name);
        fs::write(&path, planned.bundle.to_string())
            .with_context(|| format!("cannot write {}", path.display()))?;
        let known = &planned.truth;
        let line = json!({
            "file": name, "sender": planned.sender, "date": planned.date.to_string(),
            "registry": planned.registry, "kind": planned.kind,
            "case": known.case, "tumour": known.tumour, "organ": known.organ,
            "report": known.report, "version": known.version, "counts": known.counts,
        });
        Ok(writeln!(truth, "{line}")?)
    }
}
