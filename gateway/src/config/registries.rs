//! `[[registry]]`: FHIR packages written elsewhere that are Registries here.

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
    /// The package: a `.tgz` as FHIR registries publish them.
    pub(crate) package: PathBuf,
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
        if !self.package.is_file() {
            faults.push(format!(
                "registry.package of {:?} is not a file: {}",
                self.id,
                self.package.display()
            ));
        }
        faults
    }
}
