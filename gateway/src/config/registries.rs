//! `[[registry]]`: FHIR packages written elsewhere that are Registries here, each with
//! what it depends on.

use std::path::PathBuf;

use serde::Deserialize;

/// A FHIR package written elsewhere that is a Registry here.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForeignRegistry {
    /// The Registry's id: lower-case letters, digits and `_`.
    pub(crate) id: String,
    /// Its name for people.
    pub(crate) name: String,
    /// The package: a `.tgz` as FHIR registries publish them, or a folder or file of
    /// definitions in JSON or XML.
    pub(crate) package: PathBuf,
    /// The packages that it depends on, each in the version that is meant. What is not
    /// listed is named once at the start, and what rests on it is not decided.
    #[serde(default)]
    pub(crate) dependencies: Vec<PathBuf>,
    /// The URL of the profile that a report's Bundle must have.
    pub(crate) root: String,
}

impl ForeignRegistry {
    /// What cannot be used, all of it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if self.id.is_empty() || !self.id.bytes().all(fits) {
            faults.push(format!(
                "registry.id {:?} is not lower-case letters, digits and _",
                self.id
            ));
        }
        for path in std::iter::once(&self.package).chain(&self.dependencies) {
            if !path.exists() {
                faults.push(format!(
                    "a package of registry {:?} is not there: {}",
                    self.id,
                    path.display()
                ));
            }
        }
        faults
    }
}
