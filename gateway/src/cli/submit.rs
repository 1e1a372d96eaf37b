//! `caseway submit`: sends files, folders or ndjson, with retries, resumable.

mod answers;
mod send;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use futures::stream::{self, StreamExt as _};
use indicatif::{ProgressBar, ProgressStyle};

use super::inputs::{self, Input};
use answers::{Answer, Answers};
use send::Door;

/// Send reports to a gateway's REST door.
///
/// Each answer is written to the answers file as it comes; run the same command
/// again after a break and what has a definite answer is skipped. Sending twice
/// does no harm: the gateway gives the first receipt again. Exit code 1 when some
/// were rejected.
#[derive(Args)]
pub(super) struct Submit {
    /// Files (.json, .xml, .ndjson) or folders of them.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The gateway's REST door.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8600")]
    to: String,
    /// The sender's token.
    #[arg(long, env = "CASEWAY_TOKEN", hide_env_values = true)]
    token: String,
    /// How many reports are on their way at once.
    #[arg(long, value_name = "N", default_value = "8")]
    at_once: usize,
    /// Where the answers are written, one JSON object a line.
    #[arg(long, value_name = "FILE", default_value = "caseway-answers.ndjson")]
    answers: PathBuf,
}

/// How a run went.
#[derive(Default)]
struct Totals {
    skipped: usize,
    accepted: usize,
    rejected: usize,
    failed: usize,
}

impl Submit {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let answers = Answers::open(&self.answers)?;
        let door = Door::new(&self.to, &self.token)?;
        let files = inputs::files(&self.paths)?;
        let bar = bar(files.len());
        let mut totals = Totals::default();
        let reports = stream::iter(bar.wrap_iter(files.iter())).flat_map(|file| {
            let read = inputs::reports(file);
            stream::iter(read.map_or_else(|error| vec![Err(error)], in_turn))
        });
        let mut sending = reports
            .map(|report| send(report, &door, &answers))
            .buffer_unordered(self.at_once.max(1));
        while let Some(answer) = sending.next().await {
            let Some(answer) = answer? else {
                totals.skipped += 1;
                continue;
            };
            totals.count(&answer);
            answers
                .keep(&answer)
                .context("cannot write the answers file")?;
            bar.set_message(format!(
                "{} accepted, {} rejected",
                totals.accepted, totals.rejected
            ));
            if let Some(why) = &answer.unanswered {
                eprintln!("no answer from {}: {why}", self.to);
                break;
            }
        }
        bar.finish_and_clear();
        Ok(totals.told(&self.answers))
    }
}

fn in_turn(reports: Vec<Input>) -> Vec<anyhow::Result<Input>> {
    reports.into_iter().map(Ok).collect()
}

/// What is said of a report; nothing where an earlier run was told.
async fn send(
    report: anyhow::Result<Input>,
    door: &Door,
    answers: &Answers,
) -> anyhow::Result<Option<Answer>> {
    let report = report?;
    if answers.knows(&report) {
        return Ok(None);
    }
    Ok(Some(door.send(report).await))
}

impl Totals {
    fn count(&mut self, answer: &Answer) {
        match answer.status {
            _ if answer.unanswered.is_some() => self.failed += 1,
            200 | 201 => self.accepted += 1,
            0 | 401 | 403 | 429 | 500.. => self.failed += 1,
            _ => self.rejected += 1,
        }
    }

    fn told(&self, answers: &std::path::Path) -> ExitCode {
        let Self {
            skipped,
            accepted,
            rejected,
            failed,
        } = self;
        println!(
            "accepted {accepted}, rejected {rejected}, without a definite answer {failed}, skipped {skipped}"
        );
        println!("the answers are in {}", answers.display());
        if *failed > 0 {
            println!("run the same command again to send what has no definite answer");
        }
        match (failed, rejected) {
            (0, 0) => ExitCode::SUCCESS,
            (0, _) => ExitCode::from(1),
            _ => ExitCode::from(2),
        }
    }
}

fn bar(files: usize) -> ProgressBar {
    let bar = ProgressBar::new(files as u64);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {msg}  {eta} left");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
