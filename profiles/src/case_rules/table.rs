//! A case rule as its table says it: shape and nothing else.

use caseway_proto::Severity;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::registry::table::Mark;

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The person.
    Patient,
    /// One tumour.
    Tumour,
    /// A treatment of a tumour.
    Treatment,
}

/// A case rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRule {
    /// Its id: `case-` and words; stable, never reused.
    pub id: String,
    /// What it is about.
    pub level: Level,
    /// `error` where it cannot be so, and the report is refused; `warning` where it is
    /// seldom so, and the report is accepted and the finding listed.
    pub severity: Severity,
    /// The field that is pointed at. Where a view lacks it, the rule says nothing.
    pub at: String,
    /// The Registries whose reports it is asked of; none: all.
    #[serde(default)]
    pub registries: Vec<String>,
    /// When it is asked, as `FHIRPath` over the view; absent: always.
    #[serde(default)]
    pub when: Option<String>,
    /// What must hold, as `FHIRPath` over the view. Unknown is not no: only what is
    /// surely false breaks the rule.
    pub check: String,
    /// What is told, in English.
    pub en: String,
    /// What is told, in Norwegian bokmål.
    pub nb: String,
    /// What it means and why, for its page.
    pub means: String,
    /// The manual, its edition and its name for the rule.
    pub source: String,
    /// How well that is known.
    pub mark: Mark,
    /// The first day of diagnosis that it is asked of; absent: any.
    #[serde(default)]
    pub valid_from: Option<Date>,
    /// The last such day; absent: none yet.
    #[serde(default)]
    pub valid_to: Option<Date>,
    /// Cases that keep and break it.
    #[serde(rename = "example")]
    pub examples: Vec<CaseExample>,
}

impl CaseRule {
    /// Whether a report that breaks it is refused.
    #[must_use]
    pub const fn rejects(&self) -> bool {
        matches!(self.severity, Severity::Error)
    }

    /// With what code a Sender says that it is so all the same; an error has none.
    #[must_use]
    pub fn override_code(&self) -> Option<&str> {
        (!self.rejects()).then(|| self.id.strip_prefix("case-").unwrap_or(&self.id))
    }
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// A case that keeps the rule.
    Passing,
    /// A case that breaks it.
    Failing,
    /// A case that just keeps it, just breaks it, or is not asked.
    Boundary,
}

/// A case that keeps or breaks a rule.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseExample {
    /// What it shows.
    pub shows: Shows,
    /// Of a boundary, whether it keeps the rule.
    #[serde(default)]
    pub holds: Option<bool>,
    /// The fields, before others are derived from them.
    pub case: Map<String, Value>,
}

impl CaseExample {
    /// Whether the case keeps the rule.
    #[must_use]
    pub fn keeps(&self) -> bool {
        match self.shows {
            Shows::Passing => true,
            Shows::Failing => false,
            Shows::Boundary => self.holds == Some(true),
        }
    }
}
