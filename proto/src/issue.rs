//! One finding, told to the Sender.
//!
//! Relies on the checker to put no value from the body into `message`; the type
//! cannot see what a sentence says.

use serde::{Deserialize, Serialize};

/// How bad a finding is; the order is from harmless to fatal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Information,
    /// Accepted, but worth a look.
    Warning,
    /// FHIR, but not as the Registry's Profile wants it: rejected with 422.
    Error,
    /// Not FHIR at all: rejected with 400.
    Fatal,
}

impl Severity {
    /// The code of <http://hl7.org/fhir/issue-severity>.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// Whether a Submission with such a finding is refused.
    #[must_use]
    pub fn rejects(self) -> bool {
        self >= Self::Error
    }
}

/// The kind of a finding: the codes of <http://hl7.org/fhir/issue-type> that are used here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IssueCode {
    /// The content is not well formed.
    Structure,
    /// A mandatory element is missing.
    Required,
    /// A value is not what its type allows.
    Value,
    /// A rule of the profile does not hold.
    Invariant,
    /// A code is not in its value set.
    CodeInvalid,
    /// Something referred to is not there.
    NotFound,
    /// Something is not supported here.
    NotSupported,
    /// Too long, too deep or too many.
    TooLong,
    /// The key was used before, with other content.
    Conflict,
    /// A rule of the Registry does not hold.
    BusinessRule,
    /// The Sender may not do this.
    Forbidden,
    /// The Sender is not known.
    Security,
    /// Come back later.
    Throttled,
    /// Something is wrong on this side.
    Transient,
    /// Good to know.
    Informational,
}

impl IssueCode {
    /// The FHIR code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Structure => "structure",
            Self::Required => "required",
            Self::Value => "value",
            Self::Invariant => "invariant",
            Self::CodeInvalid => "code-invalid",
            Self::NotFound => "not-found",
            Self::NotSupported => "not-supported",
            Self::TooLong => "too-long",
            Self::Conflict => "conflict",
            Self::BusinessRule => "business-rule",
            Self::Forbidden => "forbidden",
            Self::Security => "security",
            Self::Throttled => "throttled",
            Self::Transient => "transient",
            Self::Informational => "informational",
        }
    }
}

/// That a finding does not count for a Sender, as the Operators decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silenced {
    /// How bad it is otherwise.
    pub severity: Severity,
    /// The last day of it, `YYYY-MM-DD` in UTC.
    pub until: String,
    /// Why, in the Operators' words.
    pub reason: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// How bad it is.
    pub severity: Severity,
    /// What kind it is.
    pub code: IssueCode,
    /// Our rule's id: stable, never reused.
    pub rule: String,
    /// The id of HL7's message where the meaning is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hl7: Option<String>,
    /// Where: a plain `FHIRPath`, such as `Bundle.entry[3].resource.status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// Line in the text as sent, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column in the text as sent, in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// The profile that asks for it, as `url|version`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// A sentence that says what, where and what to do, without a value from the body; in
    /// English, and by it told in other languages.
    pub message: String,
    /// That it does not count for this Sender, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silenced: Option<Silenced>,
}

impl Issue {
    /// A finding without a place; add what is known with the `at` and `under` methods.
    #[must_use]
    pub fn new(
        severity: Severity,
        code: IssueCode,
        rule: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code,
            rule: rule.into(),
            hl7: None,
            expression: None,
            line: None,
            column: None,
            profile: None,
            message: message.into(),
            silenced: None,
        }
    }

    /// The same finding, not counted: information from now on.
    #[must_use]
    pub fn silenced(mut self, until: impl Into<String>, reason: impl Into<String>) -> Self {
        let severity = std::mem::replace(&mut self.severity, Severity::Information);
        self.silenced = Some(Silenced {
            severity,
            until: until.into(),
            reason: reason.into(),
        });
        self
    }

    /// The same finding, at an element.
    #[must_use]
    pub fn at(mut self, expression: impl Into<String>) -> Self {
        self.expression = Some(expression.into());
        self
    }

    /// The same finding, asked for by a profile (`url|version`).
    #[must_use]
    pub fn under(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }
}
