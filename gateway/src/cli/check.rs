//! `caseway check`: a file, offline, with the same engine and verdict as the door.

mod define;
mod output;

use std::path::PathBuf;
use std::process::ExitCode;

use caseway_profiles::{Ask, Catalogue, Language, STRICT};
use caseway_proto::{RegistryId, Syntax};
use clap::{Args, ValueEnum};

use super::inputs;
use crate::clock::Clock;
use crate::config::Config;
use crate::start;

/// Check reports offline, with the same verdict as the door.
///
/// Exit code 0 when all would be accepted, 1 when some would be rejected, 2 when
/// it could not run. With `--output ndjson` each input gives one object: file,
/// disposition, profiles, issues[] with severity, code, rule, hl7, expression,
/// line, column, profile and message.
#[derive(Args)]
pub(super) struct Check {
    /// Files (.json, .xml, .ndjson) or folders of them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The registry the reports are for, where they name no profile.
    #[arg(long, value_name = "ID")]
    registry: Option<String>,
    /// Check against this profile, whatever the reports name; one that is no registry's
    /// is checked strictly, as FHIR asks of who writes a resource.
    #[arg(long, value_name = "URL")]
    profile: Option<String>,
    /// With --profile, only warn of what a receiver lets pass: extensions nobody has
    /// defined, wrong displays, entries nothing leads to, broken links in narratives.
    #[arg(long, requires = "profile")]
    lenient: bool,
    /// Outside a registry, make errors of this rule's warnings; repeatable.
    #[arg(long, value_name = "RULE")]
    refuse: Vec<String>,
    /// A StructureDefinition, a folder, or a FHIR package (.tgz) to know besides; repeatable.
    #[arg(long, value_name = "PATH")]
    define: Vec<PathBuf>,
    /// Refuse synthetic identity numbers, as production does.
    #[arg(long)]
    refuse_synthetic: bool,
    /// How to print the findings.
    #[arg(long, value_enum, default_value = "text")]
    output: Output,
    /// The language of the findings.
    #[arg(long, value_enum, default_value = "en")]
    lang: Lang,
    /// A configuration file whose registries are known too.
    #[arg(long, value_name = "FILE", env = "CASEWAY_CONFIG")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Lang {
    /// English.
    En,
    /// Norwegian bokmål.
    Nb,
}

impl Lang {
    const fn language(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Nb => Language::Norwegian,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Output {
    Text,
    Ndjson,
    Fhir,
}

impl Check {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let catalogue = self.catalogue()?;
        let registry = self.registry.clone().map(RegistryId);
        let strict = self.profile.is_some() && !self.lenient;
        let mut refuse: Vec<&str> = self.refuse.iter().map(String::as_str).collect();
        refuse.extend(STRICT.iter().filter(|_| strict));
        let ask = Ask {
            syntax: Syntax::Json,
            registry: registry.as_ref(),
            default_registry: None,
            profile: self.profile.as_deref(),
            received_at: Clock::system().now(),
            allow_synthetic: !self.refuse_synthetic,
            refuse: &refuse,
        };
        let voice = catalogue.rules().voice(self.lang.language());
        let mut rejected = false;
        for file in inputs::files(&self.files)? {
            for input in inputs::reports(&file)? {
                let syntax = input.syntax;
                let mut checked = catalogue.check(
                    &input.body,
                    &Ask {
                        syntax,
                        ..ask.clone()
                    },
                );
                voice.tell(&mut checked.issues);
                rejected |= checked.rejects();
                println!("{}", output::line(self.output, &input.name, &checked)?);
            }
        }
        Ok(if rejected {
            ExitCode::from(1)
        } else {
            ExitCode::SUCCESS
        })
    }

    fn catalogue(&self) -> anyhow::Result<Catalogue> {
        let config = Config::read(self.config.as_deref(), |_| {})?;
        let mut catalogue = start::installed(&config, &start::tables()?)?;
        for path in &self.define {
            define::define(&mut catalogue, path)?;
        }
        Ok(catalogue)
    }
}
