//! `caseway rules`: what a sender can be told, as a list, a page, or a folder of pages.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use caseway_profiles::{Rules as Catalogued, build};
use clap::Args;

/// Show what a sender can be told: every rule, what it means, what breaks and what keeps it.
#[derive(Args)]
pub(super) struct Rules {
    /// Show the page of this rule.
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Write a page for each rule into this folder.
    #[arg(long, value_name = "DIR", conflicts_with = "rule")]
    out: Option<PathBuf>,
}

impl Rules {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let rules = Catalogued::builtin()?;
        match (&self.rule, &self.out) {
            (Some(id), _) => {
                let rule = rules.find(id);
                let rule = rule.with_context(|| format!("there is no rule {id:?}"))?;
                print!("{}", build::page(rule));
            }
            (None, Some(out)) => {
                let shown = out.display();
                let pages = build::write_rules(&rules, out)
                    .with_context(|| format!("cannot write the rules into {shown}"))?;
                println!("{shown}: {pages} pages");
            }
            (None, None) => list(&rules),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn list(rules: &Catalogued) {
    for rule in rules.iter() {
        let first = rule.sentences.first().map_or("", |sentence| &sentence.en);
        println!("{}\t{}\t{first}", rule.id, rule.severity.as_str());
    }
}
