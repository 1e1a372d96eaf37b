//! Packages written elsewhere: with what they depend on, each thing that is bad refused.

use caseway_proto::{RegistryId, Syntax};
use serde_json::Value;

use super::absent::{Absent, AbsentKind, absent};
use super::{Catalogue, Registry, RegistryKind};
use crate::compile::verify;
use crate::definitions::{InstallError, Package, Source, bare, open};
use crate::read::Limits;
use crate::registry::table::Name;
use crate::terminology;

/// A Registry made of a package written elsewhere, with one report profile.
#[derive(Clone, Copy, Debug)]
pub struct Foreign<'a> {
    /// Its id.
    pub id: &'a RegistryId,
    /// What it is called.
    pub name: &'a str,
    /// The package.
    pub package: &'a Source,
    /// The packages that it depends on, in the versions that are meant.
    pub dependencies: &'a [Source],
    /// The URL of its report profile.
    pub root: &'a str,
}

/// What became of definitions that were given.
#[derive(Debug)]
pub struct Defined {
    /// How many definitions there are.
    pub definitions: usize,
    /// The profiles among them, by URL.
    pub profiles: Vec<String>,
    /// What cannot be checked as it is meant, by URL, each with the reason. A profile whose
    /// slices cannot be told apart can be used all the same: they are left undecided.
    pub refused: Vec<(String, InstallError)>,
    /// What they ask for that is not there.
    pub absent: Vec<Absent>,
}

impl Catalogue {
    /// Installs a package written elsewhere as a Registry with one report profile; tells
    /// what the package asks for that is not there.
    ///
    /// # Errors
    ///
    /// The package cannot be read, has a definition that cannot be checked as it is meant,
    /// does not define the profile, or the id is taken.
    pub fn install_foreign(&mut self, foreign: &Foreign<'_>) -> Result<Vec<Absent>, InstallError> {
        let package = self.opened(foreign.package)?;
        let version = package.version.clone();
        let defined = self.defined(&package, foreign.dependencies)?;
        if let Some((_, fault)) = defined.refused.into_iter().next() {
            return Err(fault);
        }
        let root = bare(foreign.root);
        self.library.plan_within(root, &[])?;
        let name = Name {
            nb: foreign.name.to_owned(),
            en: foreign.name.to_owned(),
        };
        self.enter(Registry {
            id: foreign.id.clone(),
            name: name.clone(),
            version,
            kinds: vec![RegistryKind {
                code: None,
                name,
                profile: root.to_owned(),
                taken: (None, None),
            }],
            table: false,
        })?;
        Ok(defined.absent)
    }

    /// Makes definitions known beside those of the Registries.
    ///
    /// # Errors
    ///
    /// They, or what they depend on, cannot be read.
    pub fn define_package(
        &mut self,
        source: &Source,
        dependencies: &[Source],
    ) -> Result<Defined, InstallError> {
        let package = self.opened(source)?;
        self.defined(&package, dependencies)
    }

    fn opened(&self, source: &Source) -> Result<Package, InstallError> {
        let limits = Limits::default();
        open(source, &|body| {
            let read = self.read(body, Syntax::Xml, &limits);
            read.map_err(|issue| issue.message)
        })
    }

    fn defined(
        &mut self,
        package: &Package,
        dependencies: &[Source],
    ) -> Result<Defined, InstallError> {
        let beside: Result<Vec<Package>, _> =
            dependencies.iter().map(|each| self.opened(each)).collect();
        let beside = beside?;
        for each in std::iter::once(package).chain(&beside) {
            self.library.definitions.add_package(each);
        }
        let absent = absent(&self.library.definitions, package, &beside);
        let structures: Vec<Value> = package.read("StructureDefinition").collect();
        let url = |definition: &Value| definition["url"].as_str().unwrap_or_default().to_owned();
        let profiles: Vec<String> = structures.iter().map(url).collect();
        // What rests on a profile that is not there cannot be told, and is no fault of its own.
        if absent.iter().all(|each| each.kind != AbsentKind::Profile) {
            for url in &profiles {
                self.library.be_strict(url);
            }
        }
        self.library.renew();
        let of_structures = structures
            .iter()
            .filter_map(|definition| Some((url(definition), self.fault_of(definition)?)));
        let of_sets = package.read("ValueSet").filter_map(|set| {
            let fault = terminology::verify(&self.library.definitions, &set).err()?;
            Some((url(&set), fault))
        });
        let refused: Vec<_> = of_structures.chain(of_sets).collect();
        for (url, fault) in &refused {
            if matches!(fault, InstallError::Discriminator { .. }) {
                self.library.be_lenient(url);
            }
        }
        Ok(Defined {
            definitions: package.files.len(),
            refused,
            profiles,
            absent,
        })
    }

    /// Why a profile cannot be checked as it is meant.
    fn fault_of(&self, definition: &Value) -> Option<InstallError> {
        if let Err(fault) = verify(definition) {
            return Some(fault);
        }
        let url = definition["url"].as_str()?;
        match self.library.plan_within(url, &[]) {
            // That something is missing is told once for all who ask for it.
            Ok(_) | Err(InstallError::Missing { .. }) => None,
            Err(fault) => Some(fault),
        }
    }
}
