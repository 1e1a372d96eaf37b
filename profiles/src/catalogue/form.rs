//! Which form a report was written on, and what its variables are called.

use caseway_proto::ReportKind;

use super::{Catalogue, Registry, RegistryKind};
use crate::check::Asking;
use crate::definitions::bare;

/// The form of a report: a kind of report of a Registry.
#[derive(Clone, Copy, Debug)]
pub struct Form<'c> {
    /// The Registry.
    pub registry: &'c Registry,
    kind: &'c RegistryKind,
    asking: Option<&'c Asking>,
}

/// A variable of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable<'c> {
    /// Its id in the Registry's table.
    pub id: &'c str,
    /// What it is called in English.
    pub en: &'c str,
    /// What it is called in Norwegian.
    pub nb: &'c str,
    /// Whether its values are numbers.
    pub numeric: bool,
}

impl Catalogue {
    /// The form whose report profile this is, with or without its version.
    #[must_use]
    pub fn form(&self, profile: &str) -> Option<Form<'_>> {
        let url = bare(profile);
        self.registries.iter().find_map(|registry| {
            let kind = registry.kinds.iter().find(|kind| kind.profile == url)?;
            Some(Form {
                registry,
                kind,
                asking: self.questions.of_registry(&registry.id),
            })
        })
    }
}

impl<'c> Form<'c> {
    /// The kind of report; a package written elsewhere has none.
    #[must_use]
    pub fn kind(&self) -> Option<&'c ReportKind> {
        self.kind.code.as_ref()
    }

    /// The variable that an Observation of this code answers.
    #[must_use]
    pub fn variable(&self, system: &str, code: &str) -> Option<Variable<'c>> {
        let question = self.asking?.coded(system, code)?;
        let (nb, en) = question.names();
        Some(Variable {
            id: question.id(),
            en,
            nb,
            numeric: question.is_numeric(),
        })
    }
}
