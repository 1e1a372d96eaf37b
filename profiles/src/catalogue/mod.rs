//! The Catalogue: all Registries that are installed, and the check against them.
//!
//! Built once and then only read, so it can be shared between threads. Knows no
//! file and no network: what is installed is given to it.

mod absent;
mod foreign;
mod form;
mod settings;

use std::collections::BTreeSet;

use caseway_proto::{Digest, Issue, RegistryId, ReportKind, Syntax};
use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::Value;

pub use absent::{Absent, AbsentKind};
pub use foreign::{Defined, Foreign};
pub use form::{Form, Variable};
pub use settings::Settings;

use crate::build::package;
use crate::case_rules::{Breach, CaseRules, CaseView};
use crate::check::{self, Ask, Checked, Questions};
use crate::compile::Library;
use crate::definitions::{InstallError, Written};
use crate::read::{Findings, Limits, read, xml_entries};
use crate::registry::table::Name;
use crate::registry::{Scopes, Spine, Table, names};
use crate::rules::Rules;
use crate::terminology;

/// A kind of report that a Registry takes.
#[derive(Clone, Debug)]
pub struct RegistryKind {
    /// Its code; a package written elsewhere has none.
    pub code: Option<ReportKind>,
    /// What it is called.
    pub name: Name,
    /// The URL of its report profile.
    pub profile: String,
    /// The first and last day on which a report of it may be dated; absent: any.
    pub taken: (Option<Date>, Option<Date>),
}

/// An installed Registry.
#[derive(Clone, Debug)]
pub struct Registry {
    /// Its id.
    pub id: RegistryId,
    /// What it is called.
    pub name: Name,
    /// The version of its table or package.
    pub version: String,
    /// The kinds of report it takes.
    pub kinds: Vec<RegistryKind>,
    /// Whether it has a table, and with it variables of its own.
    pub table: bool,
}

/// All Registries that are installed.
#[derive(Debug)]
pub struct Catalogue {
    pub(crate) settings: Settings,
    pub(crate) library: Library,
    pub(crate) questions: Questions,
    pub(crate) registries: Vec<Registry>,
    pub(crate) case_rules: CaseRules,
    scopes: Scopes,
    rules: Rules,
}

impl Catalogue {
    /// R4 and no Registry.
    ///
    /// # Errors
    ///
    /// The embedded definitions or rules cannot be read.
    pub fn new(settings: Settings) -> Result<Self, InstallError> {
        Ok(Self {
            settings,
            library: Library::new()?,
            questions: Questions::default(),
            registries: Vec::new(),
            case_rules: CaseRules::builtin()?,
            scopes: Scopes::default(),
            rules: Rules::builtin()?,
        })
    }

    /// Installs Registries of ours from their tables. All at once is much faster than one
    /// after the other: what was compiled is forgotten when there are new definitions.
    ///
    /// # Errors
    ///
    /// A profile made from a table cannot be checked as it is meant, or an id is taken.
    pub fn install_tables<'t>(
        &mut self,
        tables: impl IntoIterator<Item = &'t Table>,
        spine: &Spine,
    ) -> Result<(), InstallError> {
        let patient = names::structure(&spine.canonical, "patient");
        let tables: Vec<&Table> = tables.into_iter().collect();
        for table in &tables {
            self.enter(of_table(table))?;
            self.questions.add(table, spine);
            self.scopes.add(table);
        }
        let made = tables
            .par_iter()
            .map(|table| written(&package::definitions(table, spine)));
        let mut definitions = Vec::new();
        if !self.library.definitions.has_structure(&patient) {
            definitions = written(&package::spine_definitions(spine))?;
        }
        definitions.extend(made.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
        self.define_written(&definitions)
    }

    /// Adds loose definitions; profiles among them are compiled at once.
    ///
    /// # Errors
    ///
    /// One of them cannot be checked as it is meant.
    pub fn define(&mut self, definitions: &[Value]) -> Result<(), InstallError> {
        self.define_written(&written(definitions)?)
    }

    fn define_written(&mut self, definitions: &[Written]) -> Result<(), InstallError> {
        for definition in definitions {
            self.library.definitions.add(definition);
        }
        self.library.renew();
        let (profiles, sets): (Vec<&Written>, Vec<&Written>) = definitions
            .iter()
            .partition(|definition| definition.is_structure());
        for profile in &profiles {
            self.library.be_strict(&profile.url);
        }
        let library = &self.library;
        let verified = sets.par_iter().map(|set| {
            let set = library.definitions.value_set(&set.url);
            set.map_or(Ok(()), |set| {
                terminology::verify(&library.definitions, &set)
            })
        });
        first_fault(verified)?;
        let compiled = profiles.par_iter();
        first_fault(compiled.map(|profile| library.plan_within(&profile.url, &[]).map(drop)))
    }

    /// The Registries, in the order they were installed.
    pub fn registries(&self) -> impl Iterator<Item = &Registry> {
        self.registries.iter()
    }

    /// The Registry of that id.
    #[must_use]
    pub fn registry(&self, id: &RegistryId) -> Option<&Registry> {
        self.registries.iter().find(|registry| registry.id == *id)
    }

    /// A digest that changes whenever a verdict could.
    #[must_use]
    pub fn plan_digest(&self) -> Digest {
        let settings = format!("{:?}", self.settings);
        let registries = format!("{:?}", self.registries);
        let case_rules = format!("{:?}", self.case_rules.iter().collect::<Vec<_>>());
        let mut parts: Vec<&[u8]> = vec![
            env!("CARGO_PKG_VERSION").as_bytes(),
            settings.as_bytes(),
            registries.as_bytes(),
            case_rules.as_bytes(),
        ];
        let digests = self.library.definitions.digests();
        parts.extend(digests.iter().map(|digest| digest.0.as_slice()));
        Digest::of_parts(&parts)
    }

    /// Reads a body into a tree, and looks no further: for one that was accepted.
    ///
    /// # Errors
    ///
    /// The finding, fatal, that says why the body cannot be read.
    pub fn read(&self, body: &[u8], syntax: Syntax, limits: &Limits) -> Result<Value, Box<Issue>> {
        let mut told_before = Findings::new(0);
        read(&self.library, (body, syntax), limits, &mut told_before)
    }

    /// The bodies within a batch in XML, each a document of its own; nothing when the
    /// body is no batch that can be read.
    #[must_use]
    pub fn xml_entries(&self, body: &[u8]) -> Option<Vec<Vec<u8>>> {
        xml_entries(body, &self.settings.limits)
    }

    /// Checks a body.
    #[must_use]
    pub fn check(&self, body: &[u8], ask: &Ask<'_>) -> Checked {
        let mut checked = check::check(self, body, ask);
        self.rules.credit(&mut checked.issues);
        checked
    }

    /// The case rules that a completed view breaks, as a report or Case of some Registries.
    #[must_use]
    pub fn judge<'r, 'v, P>(
        &'r self,
        view: &'v CaseView<P>,
        registries: &[&str],
    ) -> Vec<Breach<'r, 'v, P>> {
        self.case_rules.judge(&self.library, view, registries)
    }

    /// To which Registries a tumour belongs.
    #[must_use]
    pub const fn scopes(&self) -> &Scopes {
        &self.scopes
    }

    /// What can be told of a body.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The keys of the constraints of all definitions that are known here: they may be told
    /// though they are none of the rules. Reads all definitions.
    #[must_use]
    pub fn constraint_keys(&self) -> BTreeSet<String> {
        self.library.definitions.constraint_keys()
    }

    fn enter(&mut self, registry: Registry) -> Result<(), InstallError> {
        if self.registry(&registry.id).is_some() {
            return Err(InstallError::Twice { id: registry.id.0 });
        }
        self.registries.push(registry);
        Ok(())
    }
}

fn written(definitions: &[Value]) -> Result<Vec<Written>, InstallError> {
    definitions.iter().map(Written::of).collect()
}

/// The fault of the first that has one: the same whichever was found first.
fn first_fault(
    done: impl IndexedParallelIterator<Item = Result<(), InstallError>>,
) -> Result<(), InstallError> {
    let done: Vec<_> = done.collect();
    done.into_iter().collect()
}

fn of_table(table: &Table) -> Registry {
    let kinds = table.kinds.iter().map(|kind| RegistryKind {
        code: Some(ReportKind(kind.code.clone())),
        name: kind.name.clone(),
        profile: names::report_profile(&table.canonical, &table.id, &kind.code),
        taken: (
            Some(
                kind.valid_from
                    .map_or(table.valid_from, |from| from.max(table.valid_from)),
            ),
            kind.valid_to.into_iter().chain(table.valid_to).min(),
        ),
    });
    Registry {
        id: RegistryId(table.id.clone()),
        name: table.name.clone(),
        version: table.version.clone(),
        kinds: kinds.collect(),
        table: true,
    }
}
