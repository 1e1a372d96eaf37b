//! What the checker can be told.

use crate::read::Limits;

/// What the checker can be told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How large a body may be.
    pub limits: Limits,
    /// The most findings told of one body.
    pub issues_max: usize,
    /// Extensions whose URLs start so are taken without their definition.
    pub extension_domains: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            issues_max: 500,
            extension_domains: Vec::new(),
        }
    }
}
