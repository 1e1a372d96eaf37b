//! Cases: one person's cancer history.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{CaseEvent, Digest, Person, Position, RegistryId, Ruled, SubmissionId};

/// A Case's name: 24 hex digits computed from its Person, so that a rebuild gives the same name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub String);

impl CaseId {
    /// The Case of a Person.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        let digest = Digest::of_parts(&[b"case", &person.0]).to_string();
        Self(digest[..24].to_owned())
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A value that speaks for the whole tumour, and the fact it was taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The value, such as `C50.4`.
    pub value: String,
    /// The Submission it comes from.
    pub submission: SubmissionId,
    /// The element it comes from.
    pub element: String,
    /// The rule that preferred it.
    pub rule: Cow<'static, str>,
}

/// A fact and the rule that put it where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedEvent {
    /// The fact; a Case that is being made shares it with the version that tells it.
    pub event: Arc<CaseEvent>,
    /// The linkage rule, such as `same-organ`.
    pub because: Cow<'static, str>,
}

/// How a recorded tumour counts internationally (IARC 2004).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// As a primary.
    #[default]
    Primary,
    /// It is counted already, with an earlier one of its organ.
    Duplicate,
    /// Not at all: it is not malignant.
    NotCounted,
}

impl Counted {
    /// The word used in tables and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Duplicate => "duplicate",
            Self::NotCounted => "not-counted",
        }
    }
}

/// One primary tumour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tumour {
    /// Its number within the Case, from 1, by date of diagnosis and then organ.
    pub number: u32,
    /// The organ it is counted under, such as `C50` or `C33-C34`.
    pub organ: String,
    /// ICD-O-3 topography.
    pub topography: Option<Summary>,
    /// ICD-O-3 morphology with behaviour.
    pub morphology: Option<Summary>,
    /// `left`, `right`, `bilateral` or `midline`.
    pub laterality: Option<Summary>,
    /// Date of diagnosis, as precise as known.
    pub diagnosed: Option<Summary>,
    /// How it counts internationally.
    #[serde(default)]
    pub counted: Counted,
    /// The Registries that it belongs to by what their tables take.
    pub registries: Vec<RegistryId>,
    /// Whether that was decided without the morphology, and may change with it.
    #[serde(default)]
    pub provisional: bool,
    /// The rulings that shaped it; the Case tells them whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<Position>,
    /// Its facts, by noun and date, then report by report.
    pub events: Vec<LinkedEvent>,
}

/// Something a registrar must decide, with the facts it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// A stable word for the reason, such as `two-sides`.
    pub reason: String,
    /// The sentence a registrar reads.
    pub sentence: String,
    /// The facts that wait for the decision; none where rulings contradict each other.
    pub events: Vec<Arc<CaseEvent>>,
}

/// One person's cancer history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its name.
    pub id: CaseId,
    /// Administrative sex as sent: `female`, `male`, `other` or `unknown`.
    pub sex: Option<Summary>,
    /// Year of birth.
    pub birth_year: Option<Summary>,
    /// Its tumours, by number.
    pub tumours: Vec<Tumour>,
    /// What is undecided.
    pub reviews: Vec<Review>,
    /// What registrars decided about it and did not undo, by Position.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<Ruled>,
}
