//! Rulings: what no rule could decide, decided by a person. A registrar rules on tumours and
//! persons, a Sender on what it does not owe. Who looks at what a Case's reports say leaves a
//! reason like them, and decides nothing.
//!
//! They are Entries of the Journal, so that a rebuild makes the same of them. Whatever
//! word was used, a ruling says one of a few things ([`Says`]); the rules know those and no
//! words. A ruling names Reports and never a clinical value: what is sealed
//! in their bodies does not lie open beside them.

use std::collections::BTreeSet;

use caseway_proto::{Person, Position, RegistryId, SenderId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::casebook::person_hex;

/// The word that was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// These reports are about one tumour.
    SameTumour,
    /// These reports are about a tumour that no other report is about.
    NewTumour,
    /// These reports of a tumour are about another one.
    Split,
    /// Two tumours are one.
    Merge,
    /// This report is not about this person.
    WrongPerson,
    /// Two persons are one.
    SamePerson,
    /// A report that is owed does not apply.
    NotApplicable,
    /// An earlier ruling does not count.
    Undo,
    /// Nothing was decided: what the reports of a Case say was looked at.
    Look,
}

impl Verb {
    /// The word used in documents and on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameTumour => "same-tumour",
            Self::NewTumour => "new-tumour",
            Self::Split => "split",
            Self::Merge => "merge",
            Self::WrongPerson => "wrong-person",
            Self::SamePerson => "same-person",
            Self::NotApplicable => "not-applicable",
            Self::Undo => "undo",
            Self::Look => "look",
        }
    }
}

/// Some facts: those of a Report, or of one tumour among several that it tells of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// Who sent the Report.
    pub sender: SenderId,
    /// The Report's identifier within the Sender: the same through corrections.
    pub report_key: String,
    /// The tumour's number within the Report, from 1; 0 for what belongs to none of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tumour: Option<u32>,
}

/// What a ruling says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// These belong to one tumour; where one of them diagnoses it, it stands even if no
    /// rule would found it.
    Together(Vec<Part>),
    /// These two belong to different tumours.
    Apart(Part, Part),
    /// What is told of one Person is about another.
    Moved {
        /// The Person it is told of.
        #[serde(with = "person_hex")]
        from: Person,
        /// The one Report that is meant; absent: all that is ever told.
        report: Option<(SenderId, String)>,
        /// The Person it is about.
        #[serde(with = "person_hex")]
        to: Person,
    },
    /// What a Registry waits for because of a Report is not owed.
    Waived {
        /// Who sent the Report that it follows from.
        sender: SenderId,
        /// The Report's identifier within the Sender.
        report_key: String,
        /// The Registry that waits.
        registry: RegistryId,
        /// The rule by which it waits, such as `pathology-without-work-up`.
        rule: String,
    },
    /// The ruling at this Position does not count.
    Withdrawn(Position),
}

/// A decision, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// The word that was used.
    pub verb: Verb,
    /// Whose Case it is about.
    #[serde(with = "person_hex")]
    pub person: Person,
    /// What it says.
    pub says: Vec<Says>,
    /// Why, in the words of who decided.
    pub reason: String,
    /// Who decided: a registrar, or the Sender that says what it does not owe.
    pub registrar: String,
}

impl Ruling {
    /// Whether something was decided; who only looked says nothing.
    #[must_use]
    pub const fn decides(&self) -> bool {
        !self.says.is_empty()
    }

    /// Every Person whose Case may change with it.
    #[must_use]
    pub fn persons(&self) -> BTreeSet<Person> {
        let moved = self.says.iter().flat_map(|says| match says {
            Says::Moved { from, to, .. } => vec![*from, *to],
            _ => Vec::new(),
        });
        moved.chain([self.person]).collect()
    }
}

/// A ruling as the Journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingEntry {
    /// Where it stands: its name, and its place among the others.
    pub position: Position,
    /// When it was made.
    pub at: Timestamp,
    /// What was decided.
    pub ruling: Ruling,
}
