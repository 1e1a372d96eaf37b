//! Expectations: reports that are owed.

use serde::{Deserialize, Serialize};

use jiff::Timestamp;

use crate::{CaseId, Digest, Position, RegistryId, ReportKind, SenderId, SubmissionId};

/// A Report that is owed: what, by whom, because of which Submission, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expectation {
    /// What it is called, the same through corrections of its cause ([`Expectation::name`]).
    #[serde(default)]
    pub id: String,
    /// The Case it is about.
    pub case: CaseId,
    /// The tumour's number within the Case.
    pub tumour: u32,
    /// The Registry that expects it.
    pub registry: RegistryId,
    /// The kind of report owed.
    pub kind: ReportKind,
    /// The organisation number of the unit that owes it, where the cause names one.
    pub responsible: Option<String>,
    /// The rule that opened it, such as `pathology-without-work-up`.
    pub rule: String,
    /// The Submission that caused it.
    pub cause: SubmissionId,
    /// The Position of the cause in the Journal.
    pub opened_at: Position,
    /// The date of the event that it follows from.
    pub event_date: Option<String>,
    /// The date it is due: two months after the event.
    pub due: Option<String>,
    /// The Submission that closed it.
    pub closed_by: Option<SubmissionId>,
    /// The Position of the Submission that closed it.
    pub closed_at: Option<Position>,
    /// When somebody has said that it does not apply, the newest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
}

/// Somebody's word that what is owed does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Its name: where it stands in the Journal.
    pub ruling: Position,
    /// Why, in the words of who said it.
    pub reason: String,
    /// Who said it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Where it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Position>,
}

impl Expectation {
    /// What an Expectation is called: by the Report that it follows from, and by the rule.
    #[must_use]
    pub fn name(sender: SenderId, report_key: &str, registry: &RegistryId, rule: &str) -> String {
        let sender = sender.0.to_be_bytes();
        let parts = [
            &sender,
            report_key.as_bytes(),
            registry.0.as_bytes(),
            rule.as_bytes(),
        ];
        let mut name = Digest::of_parts(&parts).to_string();
        name.truncate(NAME_DIGITS);
        name
    }

    /// The word by which it does not apply.
    #[must_use]
    pub fn waiver(&self) -> Option<&Waiver> {
        self.waivers
            .iter()
            .find(|waiver| waiver.withdrawn.is_none())
    }

    /// Whether it is neither closed nor waived.
    #[must_use]
    pub fn is_owed(&self) -> bool {
        self.closed_by.is_none() && self.waiver().is_none()
    }

    /// As it stood when the Feed was at a Position.
    #[must_use]
    pub fn then(mut self, as_of: Position) -> Self {
        if self.closed_at.is_none_or(|closed| closed > as_of) {
            self.closed_by = None;
            self.closed_at = None;
        }
        self.waivers.retain(|waiver| waiver.ruling <= as_of);
        for waiver in &mut self.waivers {
            waiver.withdrawn = waiver.withdrawn.filter(|withdrawn| *withdrawn <= as_of);
        }
        self
    }
}

/// So many hex digits name an Expectation.
const NAME_DIGITS: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expectation_stands_as_it_stood_then() {
        let waiver = Waiver {
            ruling: Position(3),
            reason: "treated abroad".to_owned(),
            by: "hospital".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            withdrawn: Some(Position(5)),
        };
        let owed = Expectation {
            id: Expectation::name(SenderId(1), "r", &RegistryId("breast".to_owned()), "rule"),
            case: CaseId::of(&crate::Person([1; 33])),
            tumour: 1,
            registry: RegistryId("breast".to_owned()),
            kind: ReportKind("surgery".to_owned()),
            responsible: None,
            rule: "rule".to_owned(),
            cause: SubmissionId([1; 16]),
            opened_at: Position(1),
            event_date: None,
            due: None,
            closed_by: Some(SubmissionId([2; 16])),
            closed_at: Some(Position(7)),
            waivers: vec![waiver],
        };
        let at = |position| owed.clone().then(Position(position));
        let stood = |position| (at(position).waiver().is_some(), at(position).is_owed());
        assert_eq!(stood(2), (false, true));
        assert_eq!(stood(3), (true, false));
        assert_eq!(stood(4), (true, false));
        assert_eq!(stood(5), (false, true));
        assert_eq!(stood(6), (false, true));
        assert_eq!(stood(7), (false, false));
    }

    #[test]
    fn what_follows_from_another_report_or_rule_has_another_name() {
        let name = |report, rule| {
            Expectation::name(SenderId(1), report, &RegistryId("breast".to_owned()), rule)
        };
        assert_eq!(name("a", "x"), name("a", "x"));
        assert_ne!(name("a", "x"), name("b", "x"));
        assert_ne!(name("a", "x"), name("a", "y"));
    }
}
