//! What the command line asks for.

use anyhow::{Context as _, bail, ensure};

/// Reports of a closed-loop run where nothing is said.
const PER_RUN: usize = 1_500;

/// What is to be measured.
pub(crate) struct Asked {
    /// How many reports each closed-loop run sends.
    pub(crate) per_run: usize,
    /// On PostgreSQL.
    pub(crate) postgres: bool,
    /// Through Kafka too.
    pub(crate) kafka: bool,
    /// By turns without Kafka and through it, or on empty and on grown tables, and nothing else.
    pub(crate) turns: bool,
    /// After the tables have grown by so many entries.
    pub(crate) grown: Option<u64>,
}

impl Asked {
    /// Reads the arguments; cargo's own `--bench` is left out.
    pub(crate) fn parse() -> anyhow::Result<Self> {
        let per_run = match std::env::var("CASEWAY_BENCH_REPORTS") {
            Ok(text) => text.parse().context("CASEWAY_BENCH_REPORTS is a number")?,
            Err(_) => PER_RUN,
        };
        let mut asked = Self {
            per_run,
            postgres: false,
            kafka: false,
            turns: false,
            grown: None,
        };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--bench" => {}
                "--kafka" => asked.kafka = true,
                "--turns" => asked.turns = true,
                "--engine" => {
                    asked.postgres = match arguments.next().as_deref() {
                        Some("postgres") => true,
                        Some("sqlite") => false,
                        _ => bail!("there are the engines sqlite and postgres"),
                    };
                }
                "--grown" => {
                    let entries = arguments.next().context("--grown needs a number")?;
                    asked.grown = Some(entries.parse().context("--grown needs a number")?);
                }
                other => bail!("there is no {other}"),
            }
        }
        let further = asked.kafka || asked.turns || asked.grown.is_some();
        ensure!(asked.postgres || !further, "that needs --engine postgres");
        Ok(asked)
    }
}
